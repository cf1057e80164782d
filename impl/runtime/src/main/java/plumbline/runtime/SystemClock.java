package plumbline.runtime;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time of this machine. One daemon thread runs the timers of all servers that share the clock. */
public final class SystemClock implements Clock, AutoCloseable {
    private final ScheduledThreadPoolExecutor timers;

    /** A clock with a thread of its own, until {@link #close}. */
    public SystemClock() {
        timers = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "plumbline-timers");
            thread.setDaemon(true);
            return thread;
        });
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // What comes after close would have been dropped by close.
        timers.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void at(long time, Runnable task) {
        var unused = timers.schedule(task, time - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public long random(long least, long most) {
        return ThreadLocalRandom.current().nextLong(least, most + 1);
    }

    /** Drops the timers that have not run. Close the servers that use the clock first. */
    @Override
    public void close() {
        timers.shutdownNow();
    }
}
