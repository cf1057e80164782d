package plumbline.checker.explore;

import java.util.Arrays;

/**
 * A list of ints for each number from 0 on, found out when it is first wanted, for several threads at once. Lists lie one
 * behind the other in a few large arrays: the length, then the ints.
 */
final class SharedLists {
    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int MOST_CHUNKS = 1 << (31 - CHUNK_BITS);

    /** By number: where its list begins, plus one; 0 if there is none yet. */
    private final SharedRows places = new SharedRows(1);

    private volatile int[][] chunks = new int[0][];
    /** How much of the last chunk is taken. */
    private int taken = CHUNK;

    /** Where the list of a number begins, or -1 if there is none yet. */
    int find(int number) {
        return places.get(number, 0) - 1;
    }

    /** The array that holds the list which begins there. */
    int[] chunk(int begins) {
        return chunks[begins >>> CHUNK_BITS];
    }

    /** The place, in its {@link #chunk}, of the length of the list which begins there. */
    static int place(int begins) {
        return begins & (CHUNK - 1);
    }

    /** Keeps a list for {@code number}, unless another thread was faster. Returns where the list that is kept begins. */
    synchronized int keep(int number, int[] list, int length) {
        int known = find(number);
        if (known >= 0) {
            return known;
        }
        if (taken + length + 1 > CHUNK) {
            addChunk(length + 1);
        }
        int begins = (chunks.length - 1) << CHUNK_BITS | taken;
        int[] chunk = chunks[chunks.length - 1];
        chunk[taken] = length;
        System.arraycopy(list, 0, chunk, taken + 1, length);
        taken += length + 1;
        places.set(number, 0, begins + 1);
        return begins;
    }

    /** The last list of a chunk may be longer than the chunks are otherwise. */
    private void addChunk(int length) {
        if (chunks.length == MOST_CHUNKS - 1) {
            throw new BoundsTooLargeException("the bounds are too large: more than two billion different steps");
        }
        int[][] more = Arrays.copyOf(chunks, chunks.length + 1);
        more[chunks.length] = new int[Math.max(CHUNK, length)];
        chunks = more;
        taken = 0;
    }
}
