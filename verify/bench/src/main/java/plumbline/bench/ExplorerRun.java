package plumbline.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import plumbline.checker.explore.BoundsTooLargeException;
import plumbline.checker.explore.Execution;
import plumbline.checker.explore.Explorer;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Progress;
import plumbline.checker.explore.Reduction;
import plumbline.checker.explore.Report;
import plumbline.checker.property.Property;

/** One exploration in a JVM of its own, reported in one line of {@code name=value}. */
public final class ExplorerRun {
    /** The argument for all reductions and all properties. */
    static final String REDUCED = "reduced";
    /** The argument for no reduction, and the properties that TLC checks too. */
    static final String UNREDUCED = "unreduced";
    /** The argument for one world of those that differ by a renumbering of the servers, and those properties. */
    static final String SYMMETRY = "symmetry";

    private ExplorerRun() {}

    /** Takes a row, one of the words above and the seconds after which to stop. */
    public static void main(String[] arguments) {
        long started = System.nanoTime();
        long limit = Duration.ofSeconds(Long.parseLong(arguments[2])).toNanos();
        Execution execution = new Execution(
                Runtime.getRuntime().availableProcessors(),
                Optional.empty(),
                false,
                () -> System.nanoTime() - started > limit);
        try {
            Report report = Explorer.explore(options(Row.of(arguments[0]), arguments[1]), execution, Progress.NONE);
            System.out.println(line(report, (System.nanoTime() - started) / 1e9));
        } catch (BoundsTooLargeException | OutOfMemoryError tooLarge) {
            System.out.println(tooLarge.getMessage());
            System.exit(1);
        }
    }

    private static String line(Report report, double seconds) {
        return String.format(
                Locale.ROOT,
                "worlds=%d transitions=%d depth=%d tuples=%d worldBytes=%d seconds=%.3f processor=%.2f mebibytes=%d"
                        + " verdict=%s",
                report.worlds(),
                report.transitions(),
                report.depth(),
                report.serverTuples(),
                report.worldBytes(),
                seconds,
                Measurement.processorSeconds(ProcessHandle.current()),
                Measurement.peakMebibytes(ProcessHandle.current().pid()),
                report.incomplete()
                        .map(why -> "incomplete:_" + why.replace(' ', '_'))
                        .orElse(report.verdict().title()));
    }

    private static Options options(Row row, String what) {
        Options all = Options.of(row.bounds());
        return switch (what) {
            case REDUCED -> all.reducedBy(EnumSet.allOf(Reduction.class));
            case SYMMETRY -> all.with(withoutGraphProperties()).reducedBy(EnumSet.of(Reduction.SYMMETRY));
            case UNREDUCED -> all.with(withoutGraphProperties());
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static Set<Property> withoutGraphProperties() {
        return Property.all().stream()
                .filter(property -> property.scope() != Property.Scope.GRAPH)
                .collect(Collectors.toSet());
    }
}
