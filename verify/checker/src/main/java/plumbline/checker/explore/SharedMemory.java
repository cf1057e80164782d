package plumbline.checker.explore;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Remembers a long for each of many non-negative longs, for several threads at once. What is remembered for a key must be
 * the same whoever finds it out, since two may find it out at the same time. Looking up takes no lock.
 */
final class SharedMemory {
    static final long ABSENT = -1;

    private static final VarHandle KEY = MethodHandles.arrayElementVarHandle(long[].class);

    /** Key plus one, 0 if free, and next to it the value. */
    private volatile long[] pairs = new long[1 << 9];

    private int size;

    /** What is remembered for {@code key}, or {@link #ABSENT}. */
    long get(long key) {
        long[] in = pairs;
        int mask = (in.length >> 1) - 1;
        int slot = slot(key, mask);
        while (true) {
            long found = (long) KEY.getAcquire(in, 2 * slot);
            if (found == key + 1) {
                return in[2 * slot + 1];
            }
            if (found == 0) {
                return ABSENT;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Has the processor fetch the place where {@code key} is or would be; what it returns means nothing. */
    long announce(long key) {
        long[] in = pairs;
        return in[2 * slot(key, (in.length >> 1) - 1)];
    }

    /** Remembers {@code value}, which is not negative. */
    synchronized void put(long key, long value) {
        if (get(key) != ABSENT) {
            return;
        }
        if (size * 4L >= pairs.length) {
            if (pairs.length >= 1 << 30) {
                throw new BoundsTooLargeException(
                        "the bounds are too large: a quarter of a billion different deliveries");
            }
            grow();
        }
        place(pairs, key, value);
        size++;
    }

    private void grow() {
        long[] grown = new long[pairs.length * 2];
        for (int at = 0; at < pairs.length; at += 2) {
            if (pairs[at] != 0) {
                place(grown, pairs[at] - 1, pairs[at + 1]);
            }
        }
        pairs = grown;
    }

    private static void place(long[] in, long key, long value) {
        int mask = (in.length >> 1) - 1;
        int slot = slot(key, mask);
        while (in[2 * slot] != 0) {
            slot = (slot + 1) & mask;
        }
        in[2 * slot + 1] = value;
        KEY.setRelease(in, 2 * slot, key + 1);
    }

    private static int slot(long key, int mask) {
        return (int) (KeyTable.mix(key) >>> 32) & mask;
    }
}
