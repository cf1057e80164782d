package plumbline.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench ladder}: ever larger bounds, each in a JVM of its own. */
@Command(
        name = "ladder",
        description = {
            "Explores ever larger bounds, all properties and all reductions on, each in a JVM of its own. Seconds count from",
            "the start of main; CPU-s and resident memory are the whole JVM's. Median (least to most) of the rounds."
        },
        mixinStandardHelpOptions = true)
final class LadderCommand implements Callable<Integer> {
    /** What a run that was asked to stop may take to do so. */
    private static final Duration GRACE = Duration.ofMinutes(2);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows",
            split = ",",
            converter = Row.Converter.class,
            paramLabel = "ROW",
            description = "servers/terms/entries/restarts, several of them with commas between; default: the ladder.")
    private List<Row> rows = Rung.LADDER.stream().map(Rung::row).toList();

    @Option(names = "--rounds", description = "How often; default ${DEFAULT-VALUE}.")
    private int rounds = 1;

    @Option(names = "--xmx", paramLabel = "SIZE", description = "Heap of each JVM; default ${DEFAULT-VALUE}.")
    private String heap = "12g";

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "After these a run stops and tells how far it came; default ${DEFAULT-VALUE}.")
    private double minutes = 5;

    @Override
    public Integer call() {
        print("| servers/terms/entries/restarts | worlds | tuples | seconds | prototype | aim | CPU-s | peak MiB"
                + " | bytes a world | verdict |");
        print("|---|---|---|---|---|---|---|---|---|---|");
        boolean good = true;
        for (Row row : rows) {
            List<Measurement> runs = new ArrayList<>();
            do {
                runs.add(run(row));
            } while (runs.size() < rounds && holds(runs.get(runs.size() - 1)));
            good &= runs.stream().allMatch(LadderCommand::holds);
            print(line(Rung.of(row), runs));
        }
        return good ? 0 : 1;
    }

    private Measurement run(Row row) {
        Duration limit = Duration.ofMillis((long) (minutes * 60_000));
        return Measurement.ofJava(
                List.of(
                        "-XX:+UseParallelGC",
                        "-Xmx" + heap,
                        ExplorerRun.class.getName(),
                        row.toString(),
                        ExplorerRun.REDUCED,
                        Long.toString(limit.toSeconds())),
                limit.plus(GRACE));
    }

    private static boolean holds(Measurement run) {
        return run.value("verdict").filter("holds"::equals).isPresent();
    }

    /** The numbers of all runs, or of the last one if that did not come to its end. */
    private String line(Rung rung, List<Measurement> all) {
        Measurement last = all.get(all.size() - 1);
        if (last.value("verdict").isEmpty()) {
            String why = last.finished() ? "failed: " + last.lastLine() : "did not stop when asked to";
            return "| " + rung.row() + " | | | | " + rung.prototype() + " | " + rung.aimed() + " | "
                    + round(last.processorSeconds()) + " | " + last.peakMebibytes() + " | | " + why + " |";
        }
        List<Measurement> runs = holds(last) ? all : List.of(last);
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %s | %s | %s | %s | %,.0f | %.1f | %s |",
                rung.row(),
                last.number("worlds"),
                last.number("tuples"),
                Spread.of(runs, run -> run.number("seconds")),
                rung.prototype(),
                rung.aimed(),
                Spread.of(runs, run -> run.number("processor")),
                last.number("mebibytes"),
                last.number("worldBytes") / last.number("worlds"),
                verdict(last));
    }

    private String verdict(Measurement run) {
        String verdict = run.value("verdict").orElseThrow().replace('_', ' ');
        if (holds(run)) {
            return verdict;
        }
        return verdict.replace("interrupted", "stopped after " + minutes + " minutes")
                + String.format(Locale.ROOT, ", %,.0f levels down", run.number("depth"));
    }

    private static String round(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
