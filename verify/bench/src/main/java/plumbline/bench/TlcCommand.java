package plumbline.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench tlc}: the spec in TLC beside the core in the explorer, at the same bounds. */
@Command(
        name = "tlc",
        description = {
            "Explores the same bounds with TLC on the spec and with the explorer on the core, in turns: nothing reduced,",
            "then states that differ by a renumbering of the servers as one, then the explorer with all reductions."
        },
        mixinStandardHelpOptions = true)
final class TlcCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"--rows", "--row"},
            split = ",",
            converter = Row.Converter.class,
            paramLabel = "ROW",
            description = {
                "servers/terms/entries/restarts of models in the spec's folder, with commas between;",
                "default ${DEFAULT-VALUE}."
            })
    private List<Row> rows = List.of(Row.of("3/1/1/1"));

    @Option(names = "--rounds", description = "How often; default ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--spec", description = "The folder of Raft.tla; default ${DEFAULT-VALUE}.")
    private Path folder = Path.of("spec");

    @Option(names = "--workers", description = "TLC's threads; default ${DEFAULT-VALUE}.")
    private int workers = 2;

    @Option(names = "--xmx", paramLabel = "SIZE", description = "The explorer's heap; default ${DEFAULT-VALUE}.")
    private String heap = "128m";

    @Option(names = "--tlc-xmx", paramLabel = "SIZE", description = "TLC's heap; default ${DEFAULT-VALUE}.")
    private String tlcHeap = "1g";

    @Option(names = "--limit", paramLabel = "SECONDS", description = "For each run; default ${DEFAULT-VALUE}.")
    private int limit = 3600;

    /** Who takes a turn in each round. */
    private enum Contestant {
        EXPLORER("explorer"),
        TLC("TLC"),
        EXPLORER_SYMMETRY("explorer, symmetry"),
        TLC_SYMMETRY("TLC, symmetry"),
        EXPLORER_REDUCED("explorer, all reductions");

        private final String title;

        Contestant(String title) {
            this.title = title;
        }
    }

    @Override
    public Integer call() throws IOException {
        print("Heap: explorer " + heap + ", TLC " + tlcHeap + ". TLC has " + workers + " workers.");
        boolean equal = true;
        for (Row row : rows) {
            equal &= compare(row);
        }
        return equal ? 0 : 1;
    }

    private boolean compare(Row row) throws IOException {
        print("\n" + row + "\n");
        print("| round | tool | distinct states | transitions | seconds | CPU-s | transitions/CPU-s | peak MiB |");
        print("|---|---|---|---|---|---|---|---|");
        Map<Contestant, List<Side>> sides = new EnumMap<>(Contestant.class);
        for (int round = 1; round <= rounds; round++) {
            for (Contestant contestant : Contestant.values()) {
                Side side = turn(row, contestant);
                sides.computeIfAbsent(contestant, any -> new ArrayList<>()).add(side);
                print(side.row(round, contestant.title));
            }
        }
        print("");
        boolean equal = equal(sides, Contestant.EXPLORER, Contestant.TLC);
        equal &= equal(sides, Contestant.EXPLORER_SYMMETRY, Contestant.TLC_SYMMETRY);
        ratio("Transitions/CPU-s", sides, Contestant.EXPLORER, Contestant.TLC, Side::rate);
        ratio("CPU-s", sides, Contestant.EXPLORER, Contestant.TLC, Side::processorSeconds);
        ratio("Peak MiB", sides, Contestant.EXPLORER, Contestant.TLC, Side::mebibytes);
        ratio("Seconds to the verdict", sides, Contestant.EXPLORER_REDUCED, Contestant.TLC_SYMMETRY, Side::seconds);
        return equal;
    }

    private Side turn(Row row, Contestant contestant) throws IOException {
        return switch (contestant) {
            case EXPLORER -> explorer(row, ExplorerRun.UNREDUCED);
            case EXPLORER_SYMMETRY -> explorer(row, ExplorerRun.SYMMETRY);
            case EXPLORER_REDUCED -> explorer(row, ExplorerRun.REDUCED);
            case TLC -> tlc().explore(row, false);
            case TLC_SYMMETRY -> tlc().explore(row, true);
        };
    }

    private Side explorer(Row row, String what) {
        Measurement run = Measurement.ofJava(
                List.of(
                        "-XX:+UseParallelGC",
                        "-Xmx" + heap,
                        ExplorerRun.class.getName(),
                        row.toString(),
                        what,
                        Integer.toString(limit)),
                Duration.ofSeconds(limit));
        run.check("the explorer");
        return new Side(
                (long) run.number("worlds"),
                (long) run.number("transitions"),
                run.seconds(),
                Math.max(run.processorSeconds(), run.number("processor")),
                Math.max(run.peakMebibytes(), (long) run.number("mebibytes")));
    }

    private TlcRun tlc() {
        return new TlcRun(folder, workers, tlcHeap, Duration.ofSeconds(limit));
    }

    private boolean equal(Map<Contestant, List<Side>> sides, Contestant one, Contestant other) {
        boolean equal = sides.entrySet().stream()
                        .filter(entry -> entry.getKey() == one || entry.getKey() == other)
                        .flatMap(entry -> entry.getValue().stream())
                        .mapToLong(Side::distinct)
                        .distinct()
                        .count()
                == 1;
        print((equal ? "Equal counts of distinct states: " : "THE COUNTS OF DISTINCT STATES DIFFER: ") + one.title
                + " and " + other.title + ".");
        return equal;
    }

    private void ratio(
            String what,
            Map<Contestant, List<Side>> sides,
            Contestant one,
            Contestant other,
            ToDoubleFunction<Side> measure) {
        List<Side> ours = sides.getOrDefault(one, List.of());
        List<Side> theirs = sides.getOrDefault(other, List.of());
        print(String.format(
                Locale.ROOT,
                "%s, median (least to most): %s %s, %s %s; ratio of the medians %.4g",
                what,
                one.title,
                Spread.of(ours, measure),
                other.title,
                Spread.of(theirs, measure),
                Spread.median(ours, measure) / Spread.median(theirs, measure)));
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
