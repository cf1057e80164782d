package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.List;

/** The successors of each world, by number, in the order of the worlds. */
final class Edges {
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final List<int[]> targets = new ArrayList<>();
    private final List<long[]> starts = new ArrayList<>();
    private long edges;
    private long worlds;

    /** Says that the edges added from now on leave the next world. */
    void next() {
        if (worlds >> CHUNK_BITS == starts.size()) {
            starts.add(new long[CHUNK]);
        }
        starts.get((int) (worlds >> CHUNK_BITS))[(int) worlds & (CHUNK - 1)] = edges;
        worlds++;
    }

    void add(long target) {
        if (edges >> CHUNK_BITS == targets.size()) {
            targets.add(new int[CHUNK]);
        }
        targets.get((int) (edges >> CHUNK_BITS))[(int) edges & (CHUNK - 1)] = Math.toIntExact(target);
        edges++;
    }

    /** The first edge of {@code world}; its last one is just before the first of the next world. */
    long first(long world) {
        return world == worlds ? edges : starts.get((int) (world >> CHUNK_BITS))[(int) world & (CHUNK - 1)];
    }

    long target(long edge) {
        return targets.get((int) (edge >> CHUNK_BITS))[(int) edge & (CHUNK - 1)];
    }
}
