package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plumbline.checker.world.Renaming;

/**
 * Takes worlds that differ only in how the servers are numbered for one.
 *
 * <p><b>What it identifies.</b> A world and its image under every renumbering of the servers. The one that is kept has its
 * servers in the order of a key that no renumbering changes, and among those with equal keys comes first when packed.
 *
 * <p><b>Why nothing is lost.</b> {@link Permutations} has checked, on the tables themselves, that renumbering turns every
 * step into a step; if the rules treat some server unlike another, this reduction is off. So the image of every schedule is
 * a schedule, of the same length. All properties speak of servers without naming any. Server tuples are counted up to
 * renumbering; local transitions are not kept.
 */
final class Symmetry {
    private final Layout layout;
    private final Judge judge;
    private final Permutations permutations;
    private final @Nullable Fusion fusion;
    /** By server and state: a number that is the same for all images of the pair, and for no other. */
    private final int[][] orbit;
    /** By order of the servers and ties between neighbours in it: the permutations to try. */
    private final LongToLong candidateNumbers = new LongToLong();

    private final List<int[]> candidates = new ArrayList<>();
    /** By history and permutation. */
    private final LongToLong historyImages = new LongToLong();

    private final int[] keys;
    private final int[] order;
    private final long[] image;
    private final long[] best;

    /** Symmetry by {@code permutations}; {@code fusion} is applied to every image before it is compared. */
    Symmetry(Tables tables, Layout layout, Judge judge, Permutations permutations, @Nullable Fusion fusion) {
        this.fusion = fusion;
        this.layout = layout;
        this.judge = judge;
        this.permutations = permutations;
        int servers = tables.servers.length;
        keys = new int[servers];
        order = new int[servers];
        image = new long[layout.width];
        best = new long[layout.width];
        orbit = new int[servers][];
        int[] firsts = new int[servers];
        for (int server = 0; server < servers; server++) {
            orbit[server] = new int[tables.servers[server].states.size()];
            firsts[server] = server == 0 ? 0 : firsts[server - 1] + orbit[server - 1].length;
        }
        for (int server = 0; server < servers; server++) {
            for (int state = 0; state < orbit[server].length; state++) {
                int least = Integer.MAX_VALUE;
                for (int p = 0; p < permutations.servers.size(); p++) {
                    int there = permutations.servers.get(p)[server];
                    least = Math.min(least, firsts[there] + permutations.states.get(p)[server][state]);
                }
                orbit[server][state] = least;
            }
        }
    }

    /** Replaces {@code world} by the one that stands for all its images. */
    void apply(long[] world) {
        int[] tried = candidates(world);
        for (int i = 0; i < tried.length; i++) {
            if (i == 0) {
                tuple(world, tried[0], best);
                messages(world, tried[0], best);
            } else {
                tuple(world, tried[i], image);
                int compared = compare(0, layout.messages);
                if (compared <= 0) {
                    messages(world, tried[i], image);
                    if (compared < 0 || compare(layout.messages, layout.width) < 0) {
                        System.arraycopy(image, 0, best, 0, best.length);
                    }
                }
            }
        }
        System.arraycopy(best, 0, world, 0, best.length);
    }

    private int compare(int from, int to) {
        for (int word = from; word < to; word++) {
            if (image[word] != best[word]) {
                return Long.compareUnsigned(image[word], best[word]);
            }
        }
        return 0;
    }

    /** The permutations that put the servers of {@code world} in the order of their keys. */
    private int[] candidates(long[] world) {
        int servers = keys.length;
        for (int server = 0; server < servers; server++) {
            keys[server] = orbit[server][layout.state(world, server)];
            int place = server;
            while (place > 0 && keys[order[place - 1]] > keys[server]) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = server;
        }
        long code = 0;
        for (int place = 0; place < servers; place++) {
            boolean tied = place > 0 && keys[order[place]] == keys[order[place - 1]];
            code = code << 4 | (long) order[place] << 1 | (tied ? 1 : 0);
        }
        long known = candidateNumbers.get(code);
        if (known == LongToLong.ABSENT) {
            known = candidates.size();
            candidates.add(permutations.servers.stream()
                    .filter(this::sorts)
                    .mapToInt(permutations::number)
                    .toArray());
            candidateNumbers.put(code, known);
        }
        return candidates.get((int) known);
    }

    private boolean sorts(int[] permutation) {
        int[] sorted = new int[permutation.length];
        for (int server = 0; server < permutation.length; server++) {
            sorted[permutation[server]] = keys[server];
        }
        int[] expected = Arrays.stream(order).map(server -> keys[server]).toArray();
        return Arrays.equals(sorted, expected);
    }

    private void tuple(long[] world, int permutation, long[] into) {
        Arrays.fill(into, 0, layout.messages, 0);
        int[] to = permutations.servers.get(permutation);
        int[][] states = permutations.states.get(permutation);
        for (int server = 0; server < to.length; server++) {
            layout.setState(into, to[server], states[server][layout.state(world, server)]);
        }
        layout.setHistory(into, history(layout.history(world), permutation));
        if (layout.budgets >= 0) {
            into[layout.budgets] = world[layout.budgets];
        }
    }

    private int history(int history, int permutation) {
        if (history == 0 || permutation == 0) {
            return history;
        }
        long key = ((long) history << 32) | permutation;
        long known = historyImages.get(key);
        if (known == LongToLong.ABSENT) {
            known = judge.number(new Renaming(permutations.servers.get(permutation)).of(judge.history(history)));
            historyImages.put(key, known);
        }
        return (int) known;
    }

    private void messages(long[] world, int permutation, long[] into) {
        Arrays.fill(into, layout.messages, layout.width, 0);
        int[] to = permutations.bits.get(permutation);
        for (int word = layout.messages; word < layout.width; word++) {
            for (long left = world[word]; left != 0; left &= left - 1) {
                int bit = to[((word - layout.messages) << 6) + Long.numberOfTrailingZeros(left)];
                into[layout.messages + (bit >> 6)] |= 1L << bit;
            }
        }
        if (fusion != null) {
            fusion.apply(into);
        }
    }
}
