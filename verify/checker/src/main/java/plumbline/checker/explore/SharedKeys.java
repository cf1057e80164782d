package plumbline.checker.explore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A growing set of keys of a fixed number of longs, numbered from 0, which several threads look up and add to at once.
 *
 * <p>Numbers depend on which thread comes first; so nothing that is counted, ordered or told may depend on them, only
 * {@link #hash} and what a key holds. Looking up what is there takes no lock.
 */
final class SharedKeys {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    /** Twice as many slots are the longest array there is. */
    private static final int MOST = 1 << 29;

    /** What is looked at most often lies together: a hash and the note. */
    private static final int MARKS = 2;

    private final int width;
    private volatile long[][] chunks = new long[0][];
    private volatile long[][] marks = new long[0][];
    /** Number plus one; 0 if free. */
    private volatile int[] slots = new int[1 << 8];

    private volatile int size;

    SharedKeys(int width) {
        this.width = width;
    }

    /** The number of {@code key}, which is new if that is {@link #size} before the call; {@code note} is kept beside it. */
    int add(long[] key, long note) {
        long hash = hash(key);
        int known = find(slots, key, hash);
        return known >= 0 ? known : insert(key, hash, note);
    }

    /** The number of {@code key}, or -1. */
    int find(long[] key) {
        return find(slots, key, hash(key));
    }

    private long hash(long[] key) {
        long hash = width;
        for (int i = 0; i < width; i++) {
            hash = KeyTable.mix(hash + key[i]);
        }
        return hash ^ (hash >>> 29);
    }

    private int find(int[] in, long[] key, long hash) {
        int mask = in.length - 1;
        int slot = (int) hash & mask;
        while (true) {
            int number = (int) SLOT.getAcquire(in, slot) - 1;
            if (number < 0 || equal(number, key, hash)) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
    }

    private boolean equal(int number, long[] key, long hash) {
        int at = (number & (CHUNK - 1)) * width;
        return hash(number) == hash && Arrays.equals(chunks[number >>> CHUNK_BITS], at, at + width, key, 0, width);
    }

    private synchronized int insert(long[] key, long hash, long note) {
        int known = find(slots, key, hash);
        if (known >= 0) {
            return known;
        }
        if (size == MOST) {
            throw new BoundsTooLargeException("the bounds are too large: half a billion different inboxes");
        }
        if (size * 2L >= slots.length) {
            grow();
        }
        int number = size;
        if (number >>> CHUNK_BITS == chunks.length) {
            marks = extended(marks, MARKS);
            chunks = extended(chunks, width);
        }
        int inChunk = number & (CHUNK - 1);
        System.arraycopy(key, 0, chunks[number >>> CHUNK_BITS], inChunk * width, width);
        long[] mark = marks[number >>> CHUNK_BITS];
        mark[inChunk * MARKS] = hash;
        mark[inChunk * MARKS + 1] = note;
        size = number + 1;
        place(slots, hash, number);
        return number;
    }

    private static long[][] extended(long[][] some, int stride) {
        long[][] more = Arrays.copyOf(some, some.length + 1);
        more[some.length] = new long[CHUNK * stride];
        return more;
    }

    private static void place(int[] in, long hash, int number) {
        int slot = (int) hash & (in.length - 1);
        while (in[slot] != 0) {
            slot = (slot + 1) & (in.length - 1);
        }
        SLOT.setRelease(in, slot, number + 1);
    }

    private void grow() {
        int[] grown = new int[slots.length * 2];
        for (int number = 0; number < size; number++) {
            place(grown, hash(number), number);
        }
        slots = grown;
    }

    int size() {
        return size;
    }

    int width() {
        return width;
    }

    /** The long at {@code place} of key {@code number}. */
    long word(int number, int place) {
        return chunks[number >>> CHUNK_BITS][(number & (CHUNK - 1)) * width + place];
    }

    /** A hash of what key {@code number} holds. */
    long hash(int number) {
        return mark(number, 0);
    }

    /** What was noted with key {@code number}. */
    long note(int number) {
        return mark(number, 1);
    }

    private long mark(int number, int place) {
        return marks[number >>> CHUNK_BITS][(number & (CHUNK - 1)) * MARKS + place];
    }

    /** Copies key {@code number} into {@code key}. */
    void read(int number, long[] key) {
        System.arraycopy(chunks[number >>> CHUNK_BITS], (number & (CHUNK - 1)) * width, key, 0, width);
    }

    /** Compares what two keys hold. */
    int compare(int one, int other) {
        int compared = 0;
        for (int place = 0; place < width && compared == 0; place++) {
            compared = Long.compareUnsigned(word(one, place), word(other, place));
        }
        return compared;
    }
}
