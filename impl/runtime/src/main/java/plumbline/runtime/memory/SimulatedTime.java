package plumbline.runtime.memory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import plumbline.runtime.Clock;

/**
 * Time that passes only when it is let, in one thread. Tasks run in the order of their times, those of the same time in
 * the order in which they were given. The same seed gives the same run, on any JVM: the random numbers are made here.
 *
 * <p>Everything that uses it runs in the thread that lets time pass.
 */
public final class SimulatedTime implements Clock {
    private record Task(long time, long number, Runnable work) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return time != other.time ? Long.compare(time, other.time) : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Task> later = new PriorityQueue<>();
    /** What was given for the present moment; behind whatever was given for it before it came. */
    private final Deque<Runnable> next = new ArrayDeque<>();

    private long now;
    private long tasksGiven;
    private long draws;

    /** Time from 0 on. */
    public SimulatedTime(long seed) {
        draws = seed;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void at(long time, Runnable task) {
        tasksGiven++;
        if (time <= now) {
            next.addLast(task);
        } else {
            later.add(new Task(time, tasksGiven, task));
        }
    }

    /** As {@link Clock#random}; of {@code most - least + 1} numbers, 1 to {@link Long#MAX_VALUE}, none is favoured noticeably. */
    @Override
    public long random(long least, long most) {
        // SplitMix64 (Steele, Lea, Flood, 2014): the JDK does not promise the same numbers in every version.
        draws += 0x9E3779B97F4A7C15L;
        long bits = (draws ^ (draws >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        bits ^= bits >>> 31;
        return least + (bits >>> 1) % Math.subtractExact(Math.addExact(most, 1), least);
    }

    /** How many tasks this has been given so far. */
    public long tasksGiven() {
        return tasksGiven;
    }

    /** Runs turns now, after all that was already due, while {@code alive} holds. */
    public Executor executor(BooleanSupplier alive) {
        return turn -> at(now, () -> {
            if (alive.getAsBoolean()) {
                turn.run();
            }
        });
    }

    /** Lets so much time pass. */
    public void runFor(Duration duration) {
        runUntil(() -> false, duration);
    }

    /** Lets time pass until {@code condition} holds, looking after each task. Whether it did, at the latest after {@code limit}. */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        long end = now + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (!runOne(end)) {
                now = end;
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    private boolean runOne(long end) {
        Task first = later.peek();
        boolean due = first != null && first.time() <= now;
        if (!due && !next.isEmpty()) {
            next.removeFirst().run();
            return true;
        }
        if (first == null || first.time() > end) {
            return false;
        }
        later.remove();
        now = first.time();
        first.work().run();
        return true;
    }
}
