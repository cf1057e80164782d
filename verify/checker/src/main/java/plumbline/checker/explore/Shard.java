package plumbline.checker.explore;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One part of the worlds, numbered from 0 in the order in which they were added, and which of them are the first with their
 * servers' states and history. To be changed by one thread at a time.
 *
 * <p>Worlds lie one behind the other in arrays and are compared whole: a hash only says where to look. A slot is an int: a
 * number below 2^{@value #NUMBER_BITS}, and above it a few bits of the hash, which spare most comparisons.
 */
final class Shard {
    static final int CHUNK_BITS = 9;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int NUMBER_BITS = 26;
    private static final int NUMBER_MASK = (1 << NUMBER_BITS) - 1;
    private static final int FIRST_SLOTS = 16;
    private static final int ARRAY_HEADER = 16;

    private final Model model;
    private final int width;
    private int[][] chunks = new int[4][];
    private int size;
    private int[] slots = new int[FIRST_SLOTS];
    /** How many worlds are the first with their tuple as it is, and their slots. */
    private int firsts;

    private int[] tupleSlots = new int[FIRST_SLOTS];
    /** The tuples that stand for all their images. */
    private final @Nullable Tuples orbits;

    Shard(Model model) {
        this.model = model;
        this.width = model.width;
        this.orbits = model.normalizer.permutations().size() == 1 ? null : new Tuples(model.width);
    }

    int size() {
        return size;
    }

    /** How many different combinations of the servers' states and the history there are, up to renumbering. */
    int tuples() {
        return orbits == null ? firsts : orbits.size();
    }

    /** What the arrays take, those parts included that are free as yet. */
    long bytes() {
        long inUse = (size + CHUNK - 1L) >>> CHUNK_BITS;
        long slotCount = (long) slots.length + tupleSlots.length;
        return inUse * (Integer.BYTES * (long) CHUNK * width + ARRAY_HEADER)
                + Integer.BYTES * slotCount
                + (orbits == null ? 0 : orbits.bytes());
    }

    /** The chunk that holds world {@code number}. */
    int[] chunk(int number) {
        return chunks[number >>> CHUNK_BITS];
    }

    /** Where world {@code number} begins in its chunk. */
    int place(int number) {
        return (number & (CHUNK - 1)) * width;
    }

    void read(int number, int[] world) {
        System.arraycopy(chunk(number), place(number), world, 0, width);
    }

    /** The number of the world that begins at {@code at} if it is there; else adds it and gives {@code -1 - number}. */
    int add(int[] worlds, int at, long hash) {
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        int tag = (int) hash & ~NUMBER_MASK;
        for (int found = slots[slot]; found != 0; found = slots[slot]) {
            int number = (found & NUMBER_MASK) - 1;
            if ((found & ~NUMBER_MASK) == tag && equal(number, worlds, at)) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = tag | (size + 1);
        append(worlds, at);
        if (size * 4L >= slots.length * 3L) {
            grow();
        }
        return -size;
    }

    /** The number of the world that begins at {@code at}, or -1. */
    int find(int[] worlds, int at, long hash) {
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        int tag = (int) hash & ~NUMBER_MASK;
        for (int found = slots[slot]; found != 0; found = slots[slot]) {
            int number = (found & NUMBER_MASK) - 1;
            if ((found & ~NUMBER_MASK) == tag && equal(number, worlds, at)) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    private boolean equal(int number, int[] worlds, int at) {
        int[] chunk = chunk(number);
        int place = place(number);
        for (int i = 0; i < width; i++) {
            if (chunk[place + i] != worlds[at + i]) {
                return false;
            }
        }
        return true;
    }

    private void append(int[] worlds, int at) {
        if (size == NUMBER_MASK - 1) {
            throw new BoundsTooLargeException("the bounds are too large: more than 17 billion worlds");
        }
        int chunk = size >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * chunk);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new int[CHUNK * width];
        }
        System.arraycopy(worlds, at, chunks[chunk], place(size), width);
        size++;
    }

    private void grow() {
        int[] grown = new int[slots.length * 2];
        int mask = grown.length - 1;
        for (int number = 0; number < size; number++) {
            long hash = model.hash(chunk(number), place(number));
            int slot = (int) (hash >>> 32) & mask;
            while (grown[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            grown[slot] = ((int) hash & ~NUMBER_MASK) | (number + 1);
        }
        slots = grown;
    }

    /**
     * Counts the tuple of world {@code number}, just added.
     *
     * @return whether it is the first with its servers' states and history as they are
     */
    boolean addTuple(int number, Symmetry symmetry) {
        if (!addFirst(number)) {
            return false;
        }
        if (orbits != null) {
            orbits.add(symmetry.tuple(chunk(number), place(number)));
        }
        return true;
    }

    private boolean addFirst(int number) {
        long hash = model.tupleHash(chunk(number), place(number));
        int mask = tupleSlots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        int tag = (int) hash & ~NUMBER_MASK;
        for (int found = tupleSlots[slot]; found != 0; found = tupleSlots[slot]) {
            int other = (found & NUMBER_MASK) - 1;
            if ((found & ~NUMBER_MASK) == tag
                    && model.sameTuple(chunk(number), place(number), chunk(other), place(other))) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        tupleSlots[slot] = tag | (number + 1);
        firsts++;
        if (firsts * 4L >= tupleSlots.length * 3L) {
            growTuples();
        }
        return true;
    }

    private void growTuples() {
        int[] grown = new int[tupleSlots.length * 2];
        int mask = grown.length - 1;
        for (int found : tupleSlots) {
            if (found != 0) {
                int number = (found & NUMBER_MASK) - 1;
                int slot = (int) (model.tupleHash(chunk(number), place(number)) >>> 32) & mask;
                while (grown[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                grown[slot] = found;
            }
        }
        tupleSlots = grown;
    }
}
