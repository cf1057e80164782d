package plumbline.runtime;

import java.util.concurrent.atomic.AtomicLong;

/** Keeps count of what waits somewhere, and says when a {@link Capacity} is used up. Any thread, without locks. */
final class Bound {
    /** Count and bytes change together: the count is above the lowest 41 bits, the bytes are those. */
    private static final int BYTES = 41;

    private static final long ONE = 1L << BYTES;

    private final Capacity capacity;
    private final AtomicLong used = new AtomicLong();

    Bound(Capacity capacity) {
        this.capacity = capacity;
    }

    /** Takes one more thing of {@code bytes} bytes on, if there is room for it; if there is nothing else, there is. */
    boolean tryTake(long bytes) {
        while (true) {
            long now = used.get();
            if (now != 0 && (count(now) >= capacity.count() || bytes(now) + bytes > capacity.bytes())) {
                return false;
            }
            if (used.compareAndSet(now, now + ONE + bytes)) {
                return true;
            }
        }
    }

    /** A thing of {@code bytes} bytes that was taken on is gone. */
    void giveBack(long bytes) {
        used.addAndGet(-ONE - bytes);
    }

    /** How many there are. */
    int count() {
        return count(used.get());
    }

    private static int count(long used) {
        return (int) (used >>> BYTES);
    }

    private static long bytes(long used) {
        return used & (ONE - 1);
    }
}
