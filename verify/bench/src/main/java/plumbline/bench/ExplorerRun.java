package plumbline.bench;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
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

    private ExplorerRun() {}

    /** Takes a row and one of the words above. */
    public static void main(String[] arguments) {
        Options all = Options.of(Row.of(arguments[0]).bounds());
        Options options = arguments[1].equals(REDUCED)
                ? all.reducedBy(EnumSet.allOf(Reduction.class))
                : all.with(withoutGraphProperties());
        Report report = Explorer.explore(options, Progress.NONE);
        System.out.println(String.format(
                Locale.ROOT,
                "worlds=%d transitions=%d seconds=%.3f verdict=%s",
                report.worlds(),
                report.transitions(),
                report.seconds(),
                report.incomplete()
                        .map(why -> "incomplete:_" + why.replace(' ', '_'))
                        .orElse(report.verdict().title())));
    }

    private static Set<Property> withoutGraphProperties() {
        return Property.all().stream()
                .filter(property -> property.scope() != Property.Scope.GRAPH)
                .collect(Collectors.toSet());
    }
}
