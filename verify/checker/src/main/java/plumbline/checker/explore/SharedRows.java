package plumbline.checker.explore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * As many ints, 0 at first, for each number from 0 on, for several threads at once. Whoever sees an int sees all that was
 * written before it was set.
 */
final class SharedRows {
    private static final VarHandle INT = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final int width;
    private volatile int[][] chunks = new int[0][];

    /** @param width how many ints for each number */
    SharedRows(int width) {
        this.width = width;
    }

    int get(int number, int place) {
        int[][] in = chunks;
        int chunk = number >>> CHUNK_BITS;
        return chunk < in.length ? (int) INT.getAcquire(in[chunk], (number & (CHUNK - 1)) * width + place) : 0;
    }

    void set(int number, int place, int value) {
        int chunk = number >>> CHUNK_BITS;
        if (chunk >= chunks.length) {
            grow(chunk);
        }
        INT.setRelease(chunks[chunk], (number & (CHUNK - 1)) * width + place, value);
    }

    private synchronized void grow(int chunk) {
        int[][] more = Arrays.copyOf(chunks, Math.max(chunks.length, chunk + 1));
        for (int i = chunks.length; i <= chunk; i++) {
            more[i] = new int[CHUNK * width];
        }
        chunks = more;
    }
}
