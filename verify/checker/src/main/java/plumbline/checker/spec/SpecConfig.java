package plumbline.checker.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;

/** TLC's configuration for the explorer's bounds. */
final class SpecConfig {
    private SpecConfig() {}

    /** No property: the states alone. */
    static String states(Bounds bounds, String specification) {
        return "SPECIFICATION " + specification + "\nCHECK_DEADLOCK FALSE\nCONSTANTS\n"
                + constants(bounds).stream().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    /** Every property that the spec knows. */
    static String properties(Bounds bounds) {
        StringBuilder config = new StringBuilder(states(bounds, "Spec")).append("INVARIANTS\n    TypeOK\n");
        for (Property property : Property.all()) {
            if (isInvariant(property)) {
                config.append("    ").append(property.title()).append('\n');
            }
        }
        config.append("PROPERTIES\n");
        for (Property property : Property.all()) {
            if (isOfSteps(property)) {
                config.append("    ").append(property.title()).append('\n');
            }
        }
        return config.toString();
    }

    /** Whether the spec states it of a state. */
    static boolean isInvariant(Property property) {
        return switch (property.scope()) {
            case SERVER, PAIR, CLUSTER -> true;
            case STEP -> property == Property.ONE_VOTE_PER_TERM;
            case GRAPH -> false;
        };
    }

    /** Whether the spec states it of a step. */
    static boolean isOfSteps(Property property) {
        return property.scope() == Property.Scope.STEP
                && property != Property.ONE_VOTE_PER_TERM
                && property != Property.NO_MESSAGE_REFUSED;
    }

    private static List<String> constants(Bounds bounds) {
        List<String> constants = new ArrayList<>();
        constants.add("Servers = " + bounds.servers());
        constants.add("MaxTerm = " + bounds.terms());
        constants.add("MaxEntries = " + bounds.entries());
        constants.add("Commands = "
                + IntStream.rangeClosed(1, bounds.commands())
                        .mapToObj(command -> "\"c" + command + "\"")
                        .collect(Collectors.joining(", ", "{", "}")));
        constants.add("MaxBurst = " + bounds.burst());
        constants.add("MaxRestarts = " + bounds.restarts());
        // No log is longer than MaxEntries, so a larger window is none.
        constants.add("Window = " + Math.min(bounds.window(), Math.max(1, bounds.entries())));
        return constants;
    }
}
