package plumbline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench tlc}: the spec in TLC beside the core in the explorer, at the same bounds, nothing reduced. */
@Command(
        name = "tlc",
        description =
                "Explores the same bounds with TLC on the spec and with the explorer on the core, nothing reduced,"
                        + " in turns.",
        mixinStandardHelpOptions = true)
final class TlcCommand implements Callable<Integer> {
    private static final Pattern COUNTS =
            Pattern.compile("(\\d+) states generated, (\\d+) distinct states found, 0 states left");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--row",
            converter = Row.Converter.class,
            description = "servers/terms/entries/restarts of a model in the spec's folder; default ${DEFAULT-VALUE}.")
    private Row row = Row.of("3/2/0/0");

    @Option(names = "--rounds", description = "How often; default ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--spec", description = "The folder of Raft.tla; default ${DEFAULT-VALUE}.")
    private Path folder = Path.of("spec");

    @Option(names = "--workers", description = "TLC's threads; default ${DEFAULT-VALUE}.")
    private int workers = 2;

    @Option(names = "--xmx", paramLabel = "SIZE", description = "Heap of each JVM; default ${DEFAULT-VALUE}.")
    private String heap = "4g";

    @Option(names = "--limit", paramLabel = "SECONDS", description = "For each run; default ${DEFAULT-VALUE}.")
    private int limit = 3600;

    /** One side of one round. */
    private record Side(long distinct, long transitions, double seconds, double processorSeconds, long mebibytes) {
        double rate() {
            return transitions / processorSeconds;
        }
    }

    @Override
    public Integer call() {
        List<Side> tlc = new ArrayList<>();
        List<Side> explorer = new ArrayList<>();
        print("| round | tool | distinct states | transitions | seconds | CPU-s | transitions/CPU-s | peak MiB |");
        print("|---|---|---|---|---|---|---|---|");
        for (int round = 1; round <= rounds; round++) {
            explorer.add(explorer());
            print(line(round, "explorer", explorer.get(round - 1)));
            tlc.add(tlc());
            print(line(round, "TLC", tlc.get(round - 1)));
        }
        print("");
        boolean equal = Stream.concat(tlc.stream(), explorer.stream())
                        .mapToLong(Side::distinct)
                        .distinct()
                        .count()
                == 1;
        print(equal ? "Both count the same distinct states." : "THE COUNTS OF DISTINCT STATES DIFFER.");
        summary("transitions/CPU-s", explorer, tlc, Side::rate);
        summary("CPU-s", explorer, tlc, Side::processorSeconds);
        summary("seconds", explorer, tlc, Side::seconds);
        summary("peak MiB", explorer, tlc, Side::mebibytes);
        return equal ? 0 : 1;
    }

    private Side explorer() {
        Measurement run = Measurement.ofJava(
                List.of(
                        "-XX:+UseParallelGC",
                        "-Xmx" + heap,
                        ExplorerRun.class.getName(),
                        row.toString(),
                        ExplorerRun.UNREDUCED),
                Duration.ofSeconds(limit));
        check(run, "the explorer");
        return new Side(
                (long) run.number("worlds"),
                (long) run.number("transitions"),
                run.seconds(),
                run.processorSeconds(),
                run.peakMebibytes());
    }

    private Side tlc() {
        try {
            Path scratch = Files.createTempDirectory("bench-tlc");
            try {
                return tlc(scratch);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Side tlc(Path scratch) {
        Path model = folder.resolve("models").resolve(row.model());
        if (!Files.isReadable(model)) {
            throw new IllegalArgumentException("no model " + model);
        }
        Measurement run = Measurement.ofJava(
                List.of(
                        "-XX:+UseParallelGC",
                        "-Xmx" + heap,
                        "-Djava.io.tmpdir=" + scratch,
                        "tlc2.TLC",
                        "-workers",
                        Integer.toString(workers),
                        "-metadir",
                        scratch.resolve("states").toString(),
                        "-config",
                        model.toAbsolutePath().toString(),
                        folder.resolve("Raft.tla").toAbsolutePath().toString()),
                Duration.ofSeconds(limit));
        check(run, "TLC");
        Matcher counts = COUNTS.matcher(run.output());
        if (!counts.find()) {
            throw new IllegalStateException("TLC did not say how many states there are: " + run.lastLine());
        }
        return new Side(
                Long.parseLong(counts.group(2)),
                Long.parseLong(counts.group(1)),
                run.seconds(),
                run.processorSeconds(),
                run.peakMebibytes());
    }

    private void check(Measurement run, String what) {
        if (!run.finished()) {
            throw new IllegalStateException(what + " did not finish within " + limit + " s");
        }
        if (run.exitCode() != 0) {
            throw new IllegalStateException(what + " failed: " + run.lastLine());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static String line(int round, String tool, Side side) {
        return String.format(
                Locale.ROOT,
                "| %d | %s | %,d | %,d | %.1f | %.1f | %,.0f | %,d |",
                round,
                tool,
                side.distinct,
                side.transitions,
                side.seconds,
                side.processorSeconds,
                side.rate(),
                side.mebibytes);
    }

    private void summary(String what, List<Side> explorer, List<Side> tlc, ToDoubleFunction<Side> measure) {
        print(String.format(
                Locale.ROOT,
                "%s, median (least to most): explorer %s, TLC %s; ratio of the medians %.4g",
                what,
                spread(explorer, measure),
                spread(tlc, measure),
                median(explorer, measure) / median(tlc, measure)));
    }

    private static String spread(List<Side> sides, ToDoubleFunction<Side> measure) {
        return String.format(
                Locale.ROOT,
                "%,.1f (%,.1f to %,.1f)",
                median(sides, measure),
                sides.stream().mapToDouble(measure).min().orElseThrow(),
                sides.stream().mapToDouble(measure).max().orElseThrow());
    }

    private static double median(List<Side> sides, ToDoubleFunction<Side> measure) {
        double[] sorted = sides.stream().mapToDouble(measure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
