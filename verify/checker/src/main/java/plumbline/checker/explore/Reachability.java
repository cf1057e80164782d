package plumbline.checker.explore;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Contexts.Budget;
import plumbline.checker.property.Violation;

/**
 * The two properties of the finished graph: wherever the bounds leave room, a leader can be elected, and one more entry
 * committed. "Can" means that some schedule does it. A leader counts when it leads the highest term of the cluster.
 *
 * <p><b>Room for a leader:</b> every server's term is below the bound, so that one more election fits. <b>Room for a
 * commit:</b> every log is shorter than the bound, and there is room for a leader or one leads the highest term already.
 * Without room a world may be a dead end for no fault of the rules.
 *
 * <p>What worlds reach is handed on backward along the steps that {@link Edges} noted, from those expanded last to those
 * expanded first, and again until nothing changes. Where steps were not noted, or not all, worlds are expanded again: in an
 * order that puts successors before their predecessors, unless a server comes back to a state, and each one up to the first
 * successor that settles it. What is found depends neither on the order nor on the way. {@link Goals} spares worlds that
 * have nothing in sight either.
 *
 * <p>The reductions keep both properties, so worlds are reduced ones here too; {@link Saturation} tells when restarts are
 * not followed.
 */
final class Reachability {
    /** Some world has looked here for what this one had not reached yet. Bits below are {@link Goals}. */
    private static final byte ASKED = 4;
    /** Was visited. */
    private static final byte VISITED = 8;
    /** Looked for help where the last word was not spoken yet, and did not find enough. */
    private static final byte OPEN = 16;

    private final Model model;
    private final Worlds worlds;
    private final Crew crew;
    private final BooleanSupplier stop;
    private final int wanted;
    private final Reached reached;

    private Reachability(Model model, Worlds worlds, Crew crew, BooleanSupplier stop) {
        this.model = model;
        this.worlds = worlds;
        this.crew = crew;
        this.stop = stop;
        wanted = model.goals.wanted;
        reached = new Reached(worlds);
    }

    /**
     * A world from which the goal of {@code violation} is out of reach.
     *
     * @param spent whether all restarts must have been used, idly at the start
     */
    record DeadEnd(long world, Violation violation, boolean spent) {}

    /** It was asked to stop. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * The dead end nearest to the start, if there is one.
     *
     * @throws StoppedException if asked to stop before that is known
     */
    static @Nullable DeadEnd find(Model model, Worlds worlds, Edges edges, Crew crew, BooleanSupplier stop) {
        Reachability reachability = new Reachability(model, worlds, crew, stop);
        if (reachability.wanted == 0) {
            return null;
        }
        boolean idle = model.normalizer.leavesOutIdleRestarts() && model.limit(Budget.RESTARTS) > 0;
        if (edges.open()) {
            reachability.handOn(edges);
        } else {
            reachability.settle(!idle);
        }
        DeadEnd deadEnd = reachability.firstDeadEnd(idle);
        if (idle && deadEnd != null) {
            // It may be one with the restarts that are left, too.
            reachability.settle(true);
            DeadEnd anyway = reachability.firstDeadEnd(false);
            return anyway != null ? anyway : deadEnd;
        }
        return deadEnd;
    }

    /** Finds what every world can reach along the steps that were noted. */
    private void handOn(Edges edges) {
        AtomicBoolean added = new AtomicBoolean(true);
        while (added.getAndSet(false)) {
            if (stop.getAsBoolean()) {
                throw new StoppedException();
            }
            crew.share(edges.size(), (task, member) -> {
                if (edges.part(edges.size() - 1 - task).handOn(reached, wanted)) {
                    added.set(true);
                }
            });
        }
    }

    /** Finds what every world can reach, with the steps that are restarts or without them. */
    private void settle(boolean restarts) {
        reached.clear();
        Order order = new Order(model, worlds, crew);
        Settler[] settlers = new Settler[crew.size()];
        Arrays.setAll(settlers, member -> new Settler(restarts));
        boolean changed = true;
        while (changed) {
            for (int height = order.highest; height >= 0; height--) {
                if (stop.getAsBoolean()) {
                    throw new StoppedException();
                }
                int now = height;
                crew.share(Worlds.SHARDS, (shard, member) -> order.each(shard, now, settlers[member]));
            }
            changed = false;
            for (Settler settler : settlers) {
                changed |= settler.changed;
                settler.changed = false;
            }
        }
    }

    /** Finds out what worlds can reach. For one thread. */
    private final class Settler implements Worlds.Visitor, Successors.Visitor {
        private final Successors successors = new Successors(model);
        private final boolean restarts;
        private final int[] world = new int[model.width];
        private int found;
        private boolean open;
        private boolean changed;

        Settler(boolean restarts) {
            this.restarts = restarts;
        }

        @Override
        public boolean visit(long number) {
            int known = reached.at(number);
            if ((known & wanted) == wanted || (known & (VISITED | OPEN)) == VISITED) {
                return true;
            }
            worlds.read(number, world);
            found = (known & wanted) | model.goals.reachedIn(world);
            open = false;
            if ((model.goals.inSight(world) & ~found) != 0) {
                if (restarts) {
                    successors.expand(world, this);
                } else {
                    successors.expandWithoutRestarts(world, this);
                }
            }
            int before = reached.add(number, found | VISITED | (open && found != wanted ? OPEN : 0));
            // Whoever has asked in vain asks again in the next round.
            changed |= (found & ~before) != 0 && (before & ASKED) != 0;
            return true;
        }

        @Override
        public boolean visit(int[] successor) {
            long number = worlds.find(successor);
            int there = reached.at(number);
            if ((there & wanted) != wanted) {
                there = reached.add(number, ASKED);
                open |= (there & wanted) != wanted && (there & (VISITED | OPEN)) != VISITED;
            }
            found |= (there & wanted) | model.goals.reachedBy(world[model.servers], successor[model.servers]);
            return found != wanted;
        }
    }

    private @Nullable DeadEnd firstDeadEnd(boolean spent) {
        int[] world = new int[model.width];
        DeadEnd[] first = new DeadEnd[1];
        for (int level = 0; level < worlds.levels() && first[0] == null; level++) {
            Worlds.Level all = worlds.level(level);
            all.each(0, all.size(), number -> {
                int missing = wanted & ~reached.at(number);
                if (missing != 0) {
                    worlds.read(number, world);
                    Violation missed = model.goals.missed(world, missing);
                    first[0] = missed == null ? null : new DeadEnd(number, missed, spent);
                }
                return first[0] == null;
            });
        }
        return first[0];
    }
}
