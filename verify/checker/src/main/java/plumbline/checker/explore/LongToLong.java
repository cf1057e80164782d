package plumbline.checker.explore;

import java.util.Arrays;

/** A map from non-negative longs to non-negative longs: open addressing, no removal. */
final class LongToLong {
    static final long ABSENT = -1;

    private long[] keys = new long[1 << 10];
    private long[] values = new long[1 << 10];
    private int size;

    LongToLong() {
        Arrays.fill(keys, ABSENT);
    }

    long get(long key) {
        int slot = slot(keys, key);
        return keys[slot] == key ? values[slot] : ABSENT;
    }

    void put(long key, long value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int slot = slot(keys, key);
        if (keys[slot] != key) {
            keys[slot] = key;
            size++;
        }
        values[slot] = value;
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(keys, ABSENT);
        size = 0;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[oldKeys.length * 2];
        Arrays.fill(keys, ABSENT);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != ABSENT) {
                int slot = slot(keys, oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    private static int slot(long[] keys, long key) {
        int mask = keys.length - 1;
        int slot = (int) (KeyTable.mix(key) >>> 32) & mask;
        while (keys[slot] != ABSENT && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
