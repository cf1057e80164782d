package plumbline.checker.explore;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
 * <p>Worlds are visited from the last to the first, which in a breadth-first order mostly puts successors before their
 * predecessors, and again until nothing changes. The reductions keep both properties, so worlds are reduced ones here
 * too; {@link Saturation} tells when restarts are not followed. A world is left at the first successor that settles it,
 * so most cost a look or two. The explorer keeps the edges where finding successors again would cost more than remembering them.
 */
final class Reachability {
    private static final int LEADER = 1;
    private static final int COMMIT = 2;
    /** Some world has looked here for what this one had not reached yet. */
    private static final int ASKED = 4;

    private final Tables tables;
    private final Layout layout;
    private final Judge judge;
    private final Normalizer normalizer;
    private final KeyTable worlds;
    private final @Nullable Edges edges;
    private final int wanted;
    private final byte[][] reached;
    /** By server and state: its term, doubled, plus one for a leader; so the highest is odd just where it is led. */
    private final int[][] terms;

    private final long[] world;
    private final long[] neighbour;
    private int found;
    private int committed;

    private Reachability(
            Tables tables,
            Layout layout,
            Judge judge,
            Normalizer normalizer,
            KeyTable worlds,
            @Nullable Edges edges,
            Set<Property> properties) {
        this.tables = tables;
        this.layout = layout;
        this.judge = judge;
        this.normalizer = normalizer;
        this.worlds = worlds;
        this.edges = edges;
        boolean roomForEntries = tables.bounds.entries() > 0;
        wanted = (properties.contains(Property.CAN_REACH_LEADER) ? LEADER : 0)
                | (properties.contains(Property.CAN_REACH_COMMIT) && roomForEntries ? COMMIT : 0);
        reached = new byte[(int) (worlds.size() >>> 20) + 1][1 << 20];
        world = new long[layout.width];
        neighbour = new long[layout.width];
        terms = new int[tables.servers.length][];
        for (int server = 0; server < terms.length; server++) {
            terms[server] = tables.servers[server].states.stream()
                    .mapToInt(state -> 2 * Math.toIntExact(state.currentTerm()) + (state.isLeader() ? 1 : 0))
                    .toArray();
        }
    }

    private int highestTerm() {
        int highest = 0;
        for (int server = 0; server < terms.length; server++) {
            highest = Math.max(highest, terms[server][layout.state(world, server)]);
        }
        return highest;
    }

    /**
     * A world from which the goal of {@code violation} is out of reach.
     *
     * @param spent whether all restarts must have been used, idly at the start
     */
    record DeadEnd(long world, Violation violation, boolean spent) {}

    /** The dead end nearest to the start, if there is one. */
    static @Nullable DeadEnd find(
            Tables tables,
            Layout layout,
            Judge judge,
            Normalizer normalizer,
            KeyTable worlds,
            @Nullable Edges edges,
            Set<Property> properties) {
        Reachability reachability = new Reachability(tables, layout, judge, normalizer, worlds, edges, properties);
        if (reachability.wanted == 0) {
            return null;
        }
        boolean idle = normalizer.leavesOutIdleRestarts() && tables.bounds.restarts() > 0;
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
        Successors successors = new Successors(tables, layout, judge, normalizer);
        for (byte[] some : reached) {
            Arrays.fill(some, (byte) 0);
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (long number = worlds.size() - 1; number >= 0; number--) {
                int known = reached(number);
                if (known == wanted) {
                    continue;
                }
                worlds.read(number, world);
                committed = committed(world);
                found = known | ((highestTerm() & 1) == 1 ? wanted & LEADER : 0);
                if (found != wanted) {
                    if (edges == null) {
                        successors.expand(world, this::look);
                    } else {
                        follow(edges, number, restarts);
                    }
                }
                if (found != known) {
                    // Whoever has asked in vain asks again in the next round.
                    changed |= (reached[(int) (number >>> 20)][(int) number & 0xFFFFF] & ASKED) != 0;
                    reached[(int) (number >>> 20)][(int) number & 0xFFFFF] = (byte) found;
                }
            }
        }
    }

    private int reached(long number) {
        return reached[(int) (number >>> 20)][(int) number & 0xFFFFF] & (LEADER | COMMIT);
    }

    private boolean look(long[] successor, int server, int next) {
        return look(worlds.find(successor), successor);
    }

    private void follow(Edges known, long number, boolean restarts) {
        boolean more = true;
        for (long edge = known.first(number); more && edge < known.first(number + 1); edge++) {
            worlds.read(known.target(edge), neighbour);
            if (restarts || used(neighbour) == used(world)) {
                more = look(known.target(edge), neighbour);
            }
        }
    }

    private int used(long[] of) {
        return layout.used(of, Layout.Budget.RESTARTS);
    }

    private boolean look(long number, long[] successor) {
        if (reached(number) != wanted) {
            reached[(int) (number >>> 20)][(int) number & 0xFFFFF] |= ASKED;
        }
        found |= reached(number) | (committed(successor) > committed ? wanted & COMMIT : 0);
        return found != wanted;
    }

    private int committed(long[] of) {
        return judge.history(layout.history(of)).committed().size();
    }

    private @Nullable DeadEnd firstDeadEnd(boolean spent) {
        for (long number = 0; number < worlds.size(); number++) {
            int missing = wanted & ~reached(number);
            if (missing == 0) {
                continue;
            }
            worlds.read(number, world);
            List<ServerState> states = judge.states(world);
            int highest = highestTerm();
            boolean led = (highest & 1) == 1;
            boolean roomForLeader = highest / 2 < tables.bounds.terms();
            boolean roomForEntry = states.stream().allMatch(state -> state.log().lastIndex() < tables.bounds.entries());
            if ((missing & LEADER) != 0 && roomForLeader) {
                return new DeadEnd(
                        number,
                        new Violation(
                                Property.CAN_REACH_LEADER,
                                "from here on no schedule elects a leader, although every term is below "
                                        + tables.bounds.terms()),
                        spent);
            }
            if ((missing & COMMIT) != 0 && (roomForLeader || led) && roomForEntry) {
                return new DeadEnd(
                        number,
                        new Violation(
                                Property.CAN_REACH_COMMIT,
                                "from here on no schedule commits another entry, although every log is shorter than "
                                        + tables.bounds.entries()
                                        + (led ? " and a leader is there" : " and a leader can still be elected")),
                        spent);
            }
        }
        return null;
    }
}
