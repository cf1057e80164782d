package plumbline.checker.explore;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plumbline.checker.world.Choice;

/**
 * Replaces a world by the one that stands for all that can do the same, by the reductions that are on, always in the same
 * order: saturate, forget the dead, then renumber and fuse the alike. Which message stands in for its like depends on the
 * numbers, so every renumbering that is tried is fused before it is compared.
 */
final class Normalizer {
    private final @Nullable Saturation saturation;
    private final @Nullable DeadMessages deadMessages;
    private final @Nullable Fusion fusion;
    private final @Nullable Symmetry symmetry;
    private final Set<Reduction> inForce = EnumSet.noneOf(Reduction.class);

    Normalizer(Tables tables, Layout layout, Judge judge, Set<Reduction> wanted, LocalGraph graph) {
        boolean monotone = !tables.bounds.network().consumes();
        for (Reduction reduction : wanted) {
            if (monotone || !reduction.needsMonotoneNetwork()) {
                inForce.add(reduction);
            }
        }
        boolean saturated = inForce.contains(Reduction.SATURATION);
        saturation = saturated ? new Saturation(tables, layout) : null;
        deadMessages = inForce.contains(Reduction.DEAD_MESSAGES)
                ? new DeadMessages(tables, layout, graph, judge, saturated)
                : null;
        fusion = inForce.contains(Reduction.FUSION) ? new Fusion(tables, layout, graph, saturated, deadMessages) : null;
        Optional<Permutations> permutations =
                inForce.contains(Reduction.SYMMETRY) ? Permutations.of(tables) : Optional.empty();
        symmetry = permutations
                .map(all -> new Symmetry(tables, layout, judge, all, fusion))
                .orElse(null);
        if (symmetry == null) {
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
        return saturation != null && saturation.idleServer() >= 0;
    }

    /** The choice that uses up one restart before anything else, where {@link #leavesOutIdleRestarts}. */
    Choice idleRestart() {
        if (saturation == null || saturation.idleServer() < 0) {
            throw new IllegalStateException("no server restarts idly");
        }
        return new Choice.Restart(saturation.idleServer() + 1);
    }

    /** Saturates {@code world}, which was saturated before {@code stepped} stepped and sent {@code sent}. */
    void saturate(long[] world, int stepped, long[] sent) {
        if (saturation != null) {
            saturation.apply(world, stepped, sent);
        }
    }

    /** Saturates the initial world. */
    void saturateInitial(long[] world) {
        if (saturation != null) {
            saturation.applyToInitial(world);
        }
    }

    /** Whatever else is on. */
    void reduce(long[] world) {
        if (deadMessages != null) {
            deadMessages.apply(world);
        }
        if (symmetry != null) {
            symmetry.apply(world);
        } else if (fusion != null) {
            fusion.apply(world);
        }
    }
}
