package plumbline.checker.explore;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

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
    /** {@link Unheeded}. */
    UNHEEDED("unheeded", true),
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

    /** The reduction called {@code title}. */
    public static Optional<Reduction> named(String title) {
        return Arrays.stream(values())
                .filter(reduction -> reduction.title.equals(title))
                .findFirst();
    }

    /** The names of all, for messages. */
    public static String titles() {
        return Arrays.stream(values()).map(Reduction::title).collect(Collectors.joining(", "));
    }
}
