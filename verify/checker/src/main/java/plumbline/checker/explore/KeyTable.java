package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of keys of a fixed number of longs, numbered from 0 in the order in which they were added.
 *
 * <p>Keys lie one behind the other in large arrays, and are compared whole: a hash only says where to look. Costs eight
 * bytes for each long of a key and between 13 and 27 bytes for its slot.
 */
final class KeyTable {
    private static final int CHUNK_BITS = 14;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int NUMBER_BITS = 40;
    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;

    private final int width;
    private final List<long[]> chunkList = new ArrayList<>();
    private long[][] chunks = new long[16][];
    private long size;
    /** Of no use but to keep the reads of {@link #announce} from being left out. */
    @SuppressWarnings("UnusedVariable")
    private long announced;
    /** Number plus one in the low 40 bits, 0 if free; above them 24 bits of the hash, which spare most comparisons. */
    private long[] slots = new long[1 << 12];

    KeyTable(int width) {
        this.width = width;
    }

    static long mix(long word) {
        long hash = word * 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
        return hash * 0xD6E8FEB86659FD93L;
    }

    private long hash(long[] key, int at) {
        long hash = 0;
        for (int i = 0; i < width; i++) {
            hash = mix(hash + key[at + i]);
        }
        return hash ^ (hash >>> 29);
    }

    /** The number of {@code key} if it is there; else adds it and gives {@code -1 - number}. */
    long add(long[] key) {
        return add(key, hash(key, 0));
    }

    /**
     * Has the processor fetch the place where {@code key} is or would be. Most of the time goes into waiting for memory;
     * whoever announces several keys before adding them waits once.
     *
     * @return the hash, for {@link #add(long[], long)}
     */
    long announce(long[] key) {
        long hash = hash(key, 0);
        announced ^= slots[(int) hash & (slots.length - 1)];
        return hash;
    }

    /** {@link #add(long[])}, with the hash that {@link #announce} gave. */
    long add(long[] key, long hash) {
        if (size * 5 >= slots.length * 3L) {
            grow();
        }
        long tag = hash & ~NUMBER_MASK;
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            if ((slots[slot] & ~NUMBER_MASK) == tag) {
                long number = (slots[slot] & NUMBER_MASK) - 1;
                if (equal(number, key)) {
                    return number;
                }
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = tag | (size + 1);
        append(key);
        return -size;
    }

    /** The number of {@code key}, or -1. */
    long find(long[] key) {
        long hash = hash(key, 0);
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0) {
            if ((slots[slot] & ~NUMBER_MASK) == (hash & ~NUMBER_MASK)) {
                long number = (slots[slot] & NUMBER_MASK) - 1;
                if (equal(number, key)) {
                    return number;
                }
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    private boolean equal(long number, long[] key) {
        long[] chunk = chunks[(int) (number >>> CHUNK_BITS)];
        int at = (int) (number & (CHUNK - 1)) * width;
        for (int i = 0; i < width; i++) {
            if (chunk[at + i] != key[i]) {
                return false;
            }
        }
        return true;
    }

    private void append(long[] key) {
        int chunk = (int) (size >>> CHUNK_BITS);
        if (chunk == chunkList.size()) {
            chunkList.add(new long[CHUNK * width]);
            chunks = chunkList.toArray(new long[0][]);
        }
        System.arraycopy(key, 0, chunks[chunk], (int) (size & (CHUNK - 1)) * width, width);
        size++;
    }

    /** Copies key {@code number} into {@code key}. */
    void read(long number, long[] key) {
        long[] chunk = chunks[(int) (number >>> CHUNK_BITS)];
        System.arraycopy(chunk, (int) (number & (CHUNK - 1)) * width, key, 0, width);
    }

    long size() {
        return size;
    }

    /** Bytes that the next growth of the slots needs beyond what is held now; 0 if they need not grow soon. */
    long bytesForNextGrowth() {
        return size * 5 + CHUNK * 5L >= slots.length * 3L ? slots.length * 16L : 0;
    }

    private void grow() {
        long[] grown = new long[slots.length * 2];
        int mask = grown.length - 1;
        for (long number = 0; number < size; number++) {
            long[] chunk = chunks[(int) (number >>> CHUNK_BITS)];
            long hash = hash(chunk, (int) (number & (CHUNK - 1)) * width);
            int slot = (int) hash & mask;
            while (grown[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            grown[slot] = (hash & ~NUMBER_MASK) | (number + 1);
        }
        slots = grown;
    }
}
