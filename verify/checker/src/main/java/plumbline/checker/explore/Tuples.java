package plumbline.checker.explore;

import java.util.Arrays;

/** A set of keys of a fixed number of ints. To be changed by one thread at a time. */
final class Tuples {
    private final int width;
    private int[] keys;
    /** Place plus one, 0 if free. */
    private int[] slots = new int[16];

    private int size;

    Tuples(int width) {
        this.width = width;
        this.keys = new int[8 * width];
    }

    int size() {
        return size;
    }

    /** What the arrays take. */
    long bytes() {
        return Integer.BYTES * ((long) keys.length + slots.length);
    }

    /** Adds a key; whether it is new. */
    boolean add(int[] key) {
        int slot = slot(slots, key, 0);
        for (int found = slots[slot]; found != 0; found = slots[slot]) {
            if (Arrays.equals(keys, (found - 1) * width, found * width, key, 0, width)) {
                return false;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        if ((size + 1) * width > keys.length) {
            keys = Arrays.copyOf(keys, Math.multiplyExact(keys.length, 2));
        }
        System.arraycopy(key, 0, keys, size * width, width);
        size++;
        slots[slot] = size;
        if (size * 4L >= slots.length * 3L) {
            grow();
        }
        return true;
    }

    private int slot(int[] in, int[] key, int at) {
        long hash = 0;
        for (int i = 0; i < width; i++) {
            hash = KeyTable.mix(hash + key[at + i]);
        }
        return (int) (hash >>> 32) & (in.length - 1);
    }

    private void grow() {
        int[] grown = new int[slots.length * 2];
        for (int place = 0; place < size; place++) {
            int slot = slot(grown, keys, place * width);
            while (grown[slot] != 0) {
                slot = (slot + 1) & (grown.length - 1);
            }
            grown[slot] = place + 1;
        }
        slots = grown;
    }
}
