package plumbline.checker.explore;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import plumbline.checker.world.Network;

/**
 * The ways to identify worlds that can do the same. Each is derived from the tables of the rules under test and knows
 * nothing of Raft; its class holds the argument why nothing is lost.
 */
public enum Reduction {
    /** {@link Saturation}. */
    SATURATION("saturation", true),
    /** {@link DeadMessages}. */
    DEAD_MESSAGES("dead", true),
    /** {@link Fusion}. */
    FUSION("fusion", true),
    /** {@link Symmetry}. */
    SYMMETRY("symmetry", false);

    private final String title;
    private final boolean monotone;

    Reduction(String title, boolean monotone) {
        this.title = title;
        this.monotone = monotone;
    }

    /** The name on the command line. */
    public String title() {
        return title;
    }

    /** Whether its argument rests on a network in which delivery removes nothing. */
    boolean needsMonotoneNetwork() {
        return monotone;
    }

    /** All that are valid with {@code network}. */
    public static Set<Reduction> allFor(Network network) {
        return EnumSet.allOf(Reduction.class).stream()
                .filter(reduction -> !network.consumes() || !reduction.monotone)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reduction.class)));
    }

    /** The reduction called {@code title}. */
    public static Optional<Reduction> named(String title) {
        return Arrays.stream(values())
                .filter(reduction -> reduction.title.equals(title))
                .findFirst();
    }
}
