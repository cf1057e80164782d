package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes worlds that differ only in how the servers are numbered for one.
 *
 * <p><b>What it identifies.</b> A world and its image under every renumbering of the servers. The one that is kept has its
 * servers in the order of a rank that no renumbering changes, and among those with equal ranks comes first in an order of
 * what worlds hold.
 *
 * <p><b>Why nothing is lost.</b> {@link Permutations} has checked, on the tables themselves, that renumbering turns every
 * step into a step; if the rules treat some server unlike another, this reduction is off. So the image of every schedule is
 * a schedule, of the same length. All properties speak of servers without naming any. Server tuples are counted up to
 * renumbering; local transitions are not kept.
 */
final class Symmetry {
    private final Model model;
    private final Views views;
    private final Permutations permutations;
    /** By order of the servers and ties between neighbours in it: the permutations to try. */
    private final LongToLong candidateNumbers = new LongToLong();

    private final List<int[]> candidates = new ArrayList<>();
    private final int servers;
    private final long[] ranks;
    private final long[] states;
    private final int[] order;
    private int[] image;
    private int[] best;

    /** For one thread. */
    Symmetry(Model model) {
        this.model = model;
        views = model.views;
        permutations = model.normalizer.permutations();
        servers = model.servers;
        ranks = new long[servers];
        states = new long[servers];
        order = new int[servers];
        image = new int[model.width];
        best = new int[model.width];
    }

    /** Replaces {@code world} by the one that stands for all its images. */
    void apply(int[] world) {
        if (permutations.size() == 1) {
            return;
        }
        for (int server = 0; server < servers; server++) {
            ranks[server] = views.rank(server, world[server]);
        }
        int[] tried = candidates(ranks);
        if (tried.length == 1 && tried[0] == 0) {
            return;
        }
        image(world, tried[0], best);
        for (int i = 1; i < tried.length; i++) {
            image(world, tried[i], image);
            if (compare(image, best) < 0) {
                int[] worse = best;
                best = image;
                image = worse;
            }
        }
        System.arraycopy(best, 0, world, 0, best.length);
    }

    /** Compares what worlds hold, never the numbers that a run happened to give it. */
    private int compare(int[] one, int[] other) {
        for (int server = 0; server < servers; server++) {
            if (one[server] != other[server]) {
                return views.compare(server, one[server], other[server]);
            }
        }
        return Long.compare(model.contexts.hash(one[servers]), model.contexts.hash(other[servers]));
    }

    /** The permutations that put the servers in the order of some numbers. */
    private int[] candidates(long[] by) {
        for (int server = 0; server < servers; server++) {
            int place = server;
            while (place > 0 && by[order[place - 1]] > by[server]) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = server;
        }
        long code = 0;
        for (int place = 0; place < servers; place++) {
            boolean tied = place > 0 && by[order[place]] == by[order[place - 1]];
            code = code << 4 | (long) order[place] << 1 | (tied ? 1 : 0);
        }
        long known = candidateNumbers.get(code);
        if (known == LongToLong.ABSENT) {
            known = candidates.size();
            candidates.add(permutations.servers.stream()
                    .filter(permutation -> sorts(permutation, by))
                    .mapToInt(permutations::number)
                    .toArray());
            candidateNumbers.put(code, known);
        }
        return candidates.get((int) known);
    }

    private boolean sorts(int[] permutation, long[] by) {
        long[] sorted = new long[permutation.length];
        for (int server = 0; server < permutation.length; server++) {
            sorted[permutation[server]] = by[server];
        }
        return Arrays.equals(
                sorted, Arrays.stream(order).mapToLong(server -> by[server]).toArray());
    }

    /**
     * The tuple that stands for all images of a world's tuple: the states of the servers, and the number of the history.
     *
     * @param worlds where the world lies
     * @param at where it begins
     */
    int[] tuple(int[] worlds, int at) {
        for (int server = 0; server < servers; server++) {
            states[server] = views.stateOrbit(server, worlds[at + server]);
        }
        int[] least = new int[0];
        for (int permutation : candidates(states)) {
            int[] to = permutations.servers.get(permutation);
            int[] tuple = new int[servers + 1];
            for (int server = 0; server < servers; server++) {
                int state = views.state(server, worlds[at + server]);
                tuple[to[server]] = permutations.states.get(permutation)[server][state];
            }
            tuple[servers] =
                    model.contexts.historyNumber(model.contexts.image(worlds[at + servers], permutations, permutation));
            if (least.length == 0 || Arrays.compare(tuple, least) < 0) {
                least = tuple;
            }
        }
        return least;
    }

    private void image(int[] world, int permutation, int[] into) {
        int[] to = permutations.servers.get(permutation);
        for (int server = 0; server < servers; server++) {
            into[to[server]] = views.image(server, world[server], permutation);
        }
        into[servers] = model.contexts.image(world[servers], permutations, permutation);
    }
}
