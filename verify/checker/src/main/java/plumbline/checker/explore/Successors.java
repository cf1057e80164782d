package plumbline.checker.explore;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Contexts.Budget;
import plumbline.checker.explore.Moves.Kind;

/**
 * The worlds one choice away from a world, each as the one that stands for it after the reductions. A world is an int for
 * each server, the number of its view, and one for the context.
 *
 * <p>Choices that change nothing are passed over. For one thread only: the successor is one array that is written again and
 * again.
 */
final class Successors {
    private static final int ALL = -1;
    private static final Kind[] WITHOUT_RESTARTS = {Kind.FREE, Kind.DUPLICATE, Kind.DROP};

    private final Model model;
    private final Views views;
    private final Moves moves;
    private final Symmetry symmetry;
    private final int servers;
    private final int[] successor;
    /** The servers' states, while it is asked what is unheeded. */
    private final int[] states;
    /** By permutation: the number that each server gets. */
    private final List<int[]> renumberings;

    private final @Nullable Unheeded unheeded;
    /** Parcels still to arrive and those that have arrived: a receiver and a number in turns. */
    private int[] parcels = new int[64];

    private int parcelCount;
    /** Of no use but to keep the reads of {@link #announce} from being left out. */
    @SuppressWarnings("UnusedVariable")
    private long announced;

    Successors(Model model) {
        this.model = model;
        this.views = model.views;
        this.moves = model.moves;
        this.symmetry = new Symmetry(model);
        this.servers = model.servers;
        this.successor = new int[model.width];
        this.states = new int[servers];
        this.renumberings = model.normalizer.permutations().servers;
        this.unheeded = model.normalizer.unheeded();
    }

    /** Is shown each successor. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Sees one successor.
         *
         * @param world overwritten by the next one
         * @return whether to go on
         */
        boolean visit(int[] world);
    }

    /** The initial world. */
    int[] initial() {
        long[] begun = new long[servers];
        parcelCount = 0;
        for (int server = 0; server < servers; server++) {
            begun[server] = moves.begin(server);
            successor[server] = (int) (begun[server] >>> 32);
        }
        for (int server = 0; server < servers; server++) {
            send((int) begun[server], 0);
        }
        arrive();
        forget(successor);
        successor[servers] = 0;
        symmetry.apply(successor);
        return successor.clone();
    }

    /** Shows all successors of {@code world} to {@code visitor}, or up to the first at which it says no. */
    boolean expand(int[] world, Visitor visitor) {
        return expand(world, Kind.values(), true, visitor);
    }

    /** {@link #expand}, but for restarts. */
    boolean expandWithoutRestarts(int[] world, Visitor visitor) {
        return expand(world, WITHOUT_RESTARTS, true, visitor);
    }

    /** {@link #expand}, showing worlds before their servers are renumbered. */
    boolean expandWithoutSymmetry(int[] world, Visitor visitor) {
        return expand(world, Kind.values(), false, visitor);
    }

    private boolean expand(int[] world, Kind[] kinds, boolean renumber, Visitor visitor) {
        for (Kind kind : kinds) {
            int context = world[servers];
            Budget budget = kind.budget;
            if (budget != null) {
                if (model.contexts.used(context, budget) >= model.limit(budget)) {
                    continue;
                }
                context = model.contexts.use(context, budget);
            }
            for (int server = 0; server < servers; server++) {
                int begins = moves.steps(kind, server, world[server]);
                int[] steps = moves.lists(kind, server).chunk(begins);
                int first = SharedLists.place(begins) + 1;
                int permutation = views.permutation(world[server]);
                announce(world, server, steps, first);
                for (int at = first; at < first + steps[first - 1]; at += 2) {
                    System.arraycopy(world, 0, successor, 0, servers);
                    successor[server] = views.image(server, steps[at], permutation);
                    successor[servers] = model.contexts.after(context, server, views.state(server, successor[server]));
                    if (steps[at + 1] != 0) {
                        parcelCount = 0;
                        send(steps[at + 1], permutation);
                        arrive();
                    }
                    if (unheeded != null) {
                        forget(unheeded, world, successor);
                    }
                    // Without saturation, sending what is under way already changes nothing.
                    if (successor[server] == world[server] && Arrays.equals(world, successor)) {
                        continue;
                    }
                    if (renumber) {
                        symmetry.apply(successor);
                    }
                    if (!visitor.visit(successor)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Has the processor fetch at once what the steps of a server will look up one after the other. */
    private void announce(int[] world, int server, int[] steps, int first) {
        int permutation = views.permutation(world[server]);
        int[] renumbered = renumberings.get(permutation);
        for (int at = first; at < first + steps[first - 1]; at += 2) {
            announced ^= views.rank(server, steps[at]);
            if (steps[at + 1] != 0) {
                int begins = model.mail.parcels(steps[at + 1]);
                int[] sent = model.mail.sorted().chunk(begins);
                int begin = SharedLists.place(begins) + 1;
                for (int to = begin; to < begin + sent[begin - 1]; to += 2) {
                    int receiver = renumbered[sent[to]];
                    int parcel = model.mail.image(sent[to], sent[to + 1], permutation);
                    announced ^= moves.announce(receiver, world[receiver], parcel);
                }
            }
        }
    }

    /** Adds the parcels of a post, renumbered, to those that are still to arrive. */
    private void send(int post, int permutation) {
        int[] renumbered = renumberings.get(permutation);
        int begins = model.mail.parcels(post);
        int[] more = model.mail.sorted().chunk(begins);
        int first = SharedLists.place(begins) + 1;
        for (int at = first; at < first + more[first - 1]; at += 2) {
            int receiver = renumbered[more[at]];
            int parcel = model.mail.image(more[at], more[at + 1], permutation);
            if (!known(receiver, parcel)) {
                if (parcelCount == parcels.length) {
                    parcels = Arrays.copyOf(parcels, 2 * parcelCount);
                }
                parcels[parcelCount++] = receiver;
                parcels[parcelCount++] = parcel;
            }
        }
    }

    private boolean known(int receiver, int parcel) {
        for (int at = 0; at < parcelCount; at += 2) {
            if (parcels[at] == receiver && parcels[at + 1] == parcel) {
                return true;
            }
        }
        return false;
    }

    /** Has all parcels arrive, and the answers to them, once each: a second time would change nothing. */
    private void arrive() {
        for (int at = 0; at < parcelCount; at += 2) {
            int receiver = parcels[at];
            int permutation = views.permutation(successor[receiver]);
            long arrived = moves.arrive(receiver, successor[receiver], parcels[at + 1]);
            successor[receiver] = views.image(receiver, (int) (arrived >>> 32), permutation);
            if ((int) arrived != 0) {
                send((int) arrived, permutation);
            }
        }
    }

    /** Leaves out what is {@link Unheeded} in a world. */
    void forget(int[] world) {
        if (unheeded == null) {
            return;
        }
        for (int server = 0; server < servers; server++) {
            states[server] = views.state(server, world[server]);
        }
        for (int server = 0; server < servers; server++) {
            forget(unheeded, world, server, ALL);
        }
    }

    /** Leaves out what is unheeded in a successor of {@code before}, from which it was left out. */
    private void forget(Unheeded by, int[] before, int[] world) {
        int moved = 0;
        for (int server = 0; server < servers; server++) {
            states[server] = views.state(server, world[server]);
            if (world[server] != before[server] && states[server] != views.state(server, before[server])) {
                moved |= 1 << server;
            }
        }
        for (int server = 0; server < servers; server++) {
            forget(by, world, server, world[server] == before[server] ? moved : ALL);
        }
    }

    /** Leaves out what is unheeded of a server's messages for the {@link #states} of some others. */
    private void forget(Unheeded by, int[] world, int server, int others) {
        int deciders = by.deciders(views.pending(server, world[server]));
        int[] renumbered = renumberings.get(views.permutation(world[server]));
        int left = 0;
        for (; deciders != 0; deciders &= deciders - 1) {
            left |= 1 << renumbered[Integer.numberOfTrailingZeros(deciders)];
        }
        for (left &= others; left != 0; left &= left - 1) {
            int other = Integer.numberOfTrailingZeros(left);
            world[server] = moves.without(by, server, world[server], other, states[other]);
        }
    }

    /** Puts the world that stands for all its images in the place of {@code world}. */
    void renumber(int[] world) {
        symmetry.apply(world);
    }
}
