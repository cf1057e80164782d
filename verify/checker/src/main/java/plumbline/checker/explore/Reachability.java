package plumbline.checker.explore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Contexts.Budget;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.core.ServerState;

/**
 * The two properties of the finished graph: wherever the bounds leave room, a leader can be elected, and one more entry
 * committed. "Can" means that some schedule does it. A leader counts when it leads the highest term of the cluster.
 *
 * <p><b>Room for a leader:</b> every server's term is below the bound, so that one more election fits. <b>Room for a
 * commit:</b> every log is shorter than the bound, and there is room for a leader or one leads the highest term already.
 * Without room a world may be a dead end for no fault of the rules.
 *
 * <p>Worlds are visited in an order that puts successors before their predecessors, unless a server comes back to a state,
 * and again until nothing changes. What is left does not depend on the order. The reductions keep both properties, so worlds are reduced ones here
 * too; {@link Saturation} tells when restarts are not followed. A world is left at the first successor that settles it,
 * so most cost a look or two, and no edges need to be remembered.
 */
final class Reachability {
    private static final VarHandle REACHED = MethodHandles.arrayElementVarHandle(byte[].class);
    private static final byte LEADER = 1;
    private static final byte COMMIT = 2;
    /** Some world has looked here for what this one had not reached yet. */
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
    private final byte[][] reached = new byte[Worlds.SHARDS][];
    /** By server and state: its term, doubled, plus one for a leader; so the highest is odd just where it is led. */
    private final int[][] terms;

    private Reachability(Model model, Worlds worlds, Crew crew, BooleanSupplier stop) {
        this.model = model;
        this.worlds = worlds;
        this.crew = crew;
        this.stop = stop;
        boolean roomForEntries = model.options.bounds().entries() > 0;
        wanted = (model.options.properties().contains(Property.CAN_REACH_LEADER) ? LEADER : 0)
                | (model.options.properties().contains(Property.CAN_REACH_COMMIT) && roomForEntries ? COMMIT : 0);
        terms = new int[model.servers][];
        for (int server = 0; server < terms.length; server++) {
            terms[server] = model.tables.servers[server].states.stream()
                    .mapToInt(state -> 2 * Math.toIntExact(state.currentTerm()) + (state.isLeader() ? 1 : 0))
                    .toArray();
        }
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
    static @Nullable DeadEnd find(Model model, Worlds worlds, Crew crew, BooleanSupplier stop) {
        Reachability reachability = new Reachability(model, worlds, crew, stop);
        if (reachability.wanted == 0) {
            return null;
        }
        for (int shard = 0; shard < Worlds.SHARDS; shard++) {
            reachability.reached[shard] = new byte[worlds.shards[shard].size()];
        }
        boolean idle = model.normalizer.leavesOutIdleRestarts() && model.limit(Budget.RESTARTS) > 0;
        reachability.settle(!idle);
        DeadEnd deadEnd = reachability.firstDeadEnd(idle);
        if (idle && deadEnd != null) {
            // It may be one with the restarts that are left, too.
            reachability.settle(true);
            DeadEnd anyway = reachability.firstDeadEnd(false);
            return anyway != null ? anyway : deadEnd;
        }
        return deadEnd;
    }

    /** Finds what every world can reach, with the steps that are restarts or without them. */
    private void settle(boolean restarts) {
        for (byte[] some : reached) {
            Arrays.fill(some, (byte) 0);
        }
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

    private int all(long number) {
        return (byte) REACHED.getAcquire(reached[Worlds.shardOf(number)], Worlds.inShard(number));
    }

    /** Adds {@code bits} to what is known of a world, and gives what was known before. */
    private int add(long number, int bits) {
        return (byte) REACHED.getAndBitwiseOr(reached[Worlds.shardOf(number)], Worlds.inShard(number), (byte) bits);
    }

    private int committed(int[] world) {
        return model.contexts.history(world[model.servers]).committed().size();
    }

    private int highestTerm(int[] world) {
        int highest = 0;
        for (int server = 0; server < terms.length; server++) {
            highest = Math.max(highest, terms[server][model.views.state(server, world[server])]);
        }
        return highest;
    }

    /** Finds out what worlds can reach. For one thread. */
    private final class Settler implements Worlds.Visitor, Successors.Visitor {
        private final Successors successors = new Successors(model);
        private final boolean restarts;
        private final int[] world = new int[model.width];
        private int found;
        private int committed;
        private boolean open;
        private boolean changed;

        Settler(boolean restarts) {
            this.restarts = restarts;
        }

        @Override
        public boolean visit(long number) {
            int known = all(number);
            if ((known & wanted) == wanted || (known & (VISITED | OPEN)) == VISITED) {
                return true;
            }
            worlds.read(number, world);
            committed = committed(world);
            found = (known & wanted) | ((highestTerm(world) & 1) == 1 ? wanted & LEADER : 0);
            open = false;
            if (found != wanted) {
                if (restarts) {
                    successors.expand(world, this);
                } else {
                    successors.expandWithoutRestarts(world, this);
                }
            }
            int before = add(number, found | VISITED | (open && found != wanted ? OPEN : 0));
            // Whoever has asked in vain asks again in the next round.
            changed |= (found & ~before) != 0 && (before & ASKED) != 0;
            return true;
        }

        @Override
        public boolean visit(int[] successor) {
            long number = worlds.find(successor);
            int there = all(number);
            if ((there & wanted) != wanted) {
                there = add(number, ASKED);
                open |= (there & wanted) != wanted && (there & (VISITED | OPEN)) != VISITED;
            }
            found |= (there & wanted) | (committed(successor) > committed ? wanted & COMMIT : 0);
            return found != wanted;
        }
    }

    private @Nullable DeadEnd firstDeadEnd(boolean spent) {
        DeadEnd[] first = new DeadEnd[1];
        for (int level = 0; level < worlds.levels() && first[0] == null; level++) {
            Worlds.Level all = worlds.level(level);
            all.each(0, all.size(), number -> {
                first[0] = deadEnd(number, spent);
                return first[0] == null;
            });
        }
        return first[0];
    }

    private @Nullable DeadEnd deadEnd(long number, boolean spent) {
        int missing = wanted & ~all(number);
        if (missing == 0) {
            return null;
        }
        int[] world = new int[model.width];
        worlds.read(number, world);
        int[] numbers = new int[model.servers];
        model.states(world, 0, numbers);
        List<ServerState> states = model.judge.states(numbers);
        int highest = highestTerm(world);
        boolean led = (highest & 1) == 1;
        boolean roomForLeader = highest / 2 < model.options.bounds().terms();
        int entries = model.options.bounds().entries();
        boolean roomForEntry = states.stream().allMatch(state -> state.log().lastIndex() < entries);
        if ((missing & LEADER) != 0 && roomForLeader) {
            return new DeadEnd(
                    number,
                    new Violation(
                            Property.CAN_REACH_LEADER,
                            "from here on no schedule elects a leader, although every term is below "
                                    + model.options.bounds().terms()),
                    spent);
        }
        if ((missing & COMMIT) != 0 && (roomForLeader || led) && roomForEntry) {
            return new DeadEnd(
                    number,
                    new Violation(
                            Property.CAN_REACH_COMMIT,
                            "from here on no schedule commits another entry, although every log is shorter than "
                                    + entries
                                    + (led ? " and a leader is there" : " and a leader can still be elected")),
                    spent);
        }
        return null;
    }
}
