package plumbline.checker.explore;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An array of ints for each number from 0 on, found out when it is first wanted, for several threads at once. */
final class SharedArrays {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private volatile Kept[][] chunks = new Kept[0][];

    /** Its field is final, so whoever sees it sees what the array held when it was kept. */
    private static final class Kept {
        final int[] array;

        Kept(int[] array) {
            this.array = array;
        }
    }

    int @Nullable [] get(int number) {
        Kept[][] in = chunks;
        int chunk = number >>> CHUNK_BITS;
        Kept kept = chunk < in.length ? in[chunk][number & (CHUNK - 1)] : null;
        return kept == null ? null : kept.array;
    }

    /** Keeps {@code value} for {@code number}, unless another thread was faster. Returns what is kept. */
    synchronized int[] keep(int number, int[] value) {
        int chunk = number >>> CHUNK_BITS;
        if (chunk >= chunks.length) {
            Kept[][] more = Arrays.copyOf(chunks, chunk + 1);
            for (int i = chunks.length; i <= chunk; i++) {
                more[i] = new Kept[CHUNK];
            }
            chunks = more;
        }
        Kept[] in = chunks[chunk];
        int place = number & (CHUNK - 1);
        if (in[place] == null) {
            in[place] = new Kept(value);
        }
        return in[place].array;
    }
}
