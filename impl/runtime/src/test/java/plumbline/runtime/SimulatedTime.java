package plumbline.runtime;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Time that passes only when a test lets it, in one thread. Tasks run in the order of their times, those of the same time
 * in the order in which they were given. The same seed gives the same run.
 */
final class SimulatedTime implements Clock {
    private record Task(long time, long number, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::time).thenComparingLong(Task::number));
    private final SplittableRandom random;
    private long now;
    private long tasksGiven;

    SimulatedTime(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void at(long time, Runnable task) {
        tasks.add(new Task(Math.max(time, now), tasksGiven, task));
        tasksGiven++;
    }

    @Override
    public long random(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    /** How many tasks this has been given so far. */
    long tasksGiven() {
        return tasksGiven;
    }

    /** Runs turns now, after all that was already due, while {@code alive} holds. */
    Executor executor(BooleanSupplier alive) {
        return turn -> at(now, () -> {
            if (alive.getAsBoolean()) {
                turn.run();
            }
        });
    }

    void runFor(Duration duration) {
        runUntil(() -> false, duration);
    }

    /** Whether {@code condition} held, at the latest after {@code limit}. */
    boolean runUntil(BooleanSupplier condition, Duration limit) {
        long end = now + limit.toNanos();
        while (!condition.getAsBoolean()) {
            Task next = tasks.peek();
            if (next == null || next.time() > end) {
                now = end;
                return condition.getAsBoolean();
            }
            tasks.remove();
            now = next.time();
            next.work().run();
        }
        return true;
    }
}
