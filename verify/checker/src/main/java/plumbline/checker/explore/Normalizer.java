package plumbline.checker.explore;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plumbline.checker.world.Choice;

/**
 * Leaves of what a server has received only what stands for all that can do the same, by the reductions that are on,
 * always in the same order: saturate, forget the dead and the silent, fuse the alike. All of them look at one server at a
 * time; {@link Unheeded} then looks at two, and {@link Symmetry} at the whole world, last. Read-only, so safe for several threads.
 */
final class Normalizer {
    private final @Nullable Saturation saturation;
    private final @Nullable DeadMessages deadMessages;
    private final @Nullable Fusion fusion;
    private final @Nullable Unheeded unheeded;
    private final Permutations permutations;
    private final Set<Reduction> inForce = EnumSet.noneOf(Reduction.class);

    Normalizer(Tables tables, Judge judge, Set<Reduction> wanted, LocalGraph graph) {
        boolean monotone = !tables.bounds.network().consumes();
        for (Reduction reduction : wanted) {
            if (monotone || !reduction.needsMonotoneNetwork()) {
                inForce.add(reduction);
            }
        }
        boolean saturated = inForce.contains(Reduction.SATURATION);
        saturation = saturated ? new Saturation(tables) : null;
        Draws draws = inForce.contains(Reduction.DEAD_MESSAGES) || inForce.contains(Reduction.UNHEEDED)
                ? new Draws(tables, graph, judge)
                : null;
        deadMessages = draws != null && inForce.contains(Reduction.DEAD_MESSAGES)
                ? new DeadMessages(tables, graph, draws, saturated)
                : null;
        fusion = inForce.contains(Reduction.FUSION) ? new Fusion(tables, graph, saturated, deadMessages) : null;
        unheeded = draws != null && inForce.contains(Reduction.UNHEEDED)
                ? new Unheeded(tables, graph, draws, saturated)
                : null;
        permutations = inForce.contains(Reduction.SYMMETRY) ? Permutations.of(tables) : Permutations.none(tables);
        if (permutations.size() == 1) {
            inForce.remove(Reduction.SYMMETRY);
        }
    }

    /** The reductions that are on: those wanted that are valid for this network and these rules. */
    Set<Reduction> inForce() {
        return inForce;
    }

    /** Whether worlds are saturated, so that steps which change no server need not be taken. */
    boolean saturates() {
        return saturation != null;
    }

    /** Whether restarts that leave their server as it is are not taken: see {@link Saturation}. */
    boolean leavesOutIdleRestarts() {
        return saturation != null && saturation.idleServer >= 0;
    }

    /** The choice that uses up one restart before anything else, where {@link #leavesOutIdleRestarts}. */
    Choice idleRestart() {
        if (saturation == null || saturation.idleServer < 0) {
            throw new IllegalStateException("no server restarts idly");
        }
        return new Choice.Restart(saturation.idleServer + 1);
    }

    /** What a server sends at once when it has come to {@code state}, added to {@code answers}. */
    void wake(int server, int state, long[] inbox, long[] answers) {
        if (saturation != null) {
            saturation.wake(server, state, inbox, answers);
        }
    }

    /** What a server in {@code state} sends at once when {@code messages} arrive, added to {@code answers}. */
    void answer(int server, int state, long[] messages, long[] answers) {
        if (saturation != null) {
            saturation.answer(server, state, messages, answers);
        }
    }

    /** Leaves the messages that stand for all that are in {@code inbox}, answered, of a server in {@code state}. */
    void reduce(int server, int state, long[] inbox) {
        if (deadMessages != null) {
            deadMessages.apply(server, state, inbox);
        }
        if (unheeded != null) {
            unheeded.apply(server, state, inbox);
        }
        if (fusion != null) {
            fusion.apply(server, state, inbox);
        }
    }

    /** Which messages are forgotten for what another server is, if any. */
    @Nullable
    Unheeded unheeded() {
        return unheeded;
    }

    /** The renumberings of the servers that make no difference. */
    Permutations permutations() {
        return permutations;
    }
}
