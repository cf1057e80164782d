package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Threads that share out tasks. With one thread, the calling one does them. */
class Crew implements AutoCloseable {
    private final int threads;
    private final ExecutorService others;

    Crew(int threads) {
        this.threads = threads;
        this.others = Executors.newFixedThreadPool(Math.max(1, threads - 1), task -> {
            Thread thread = new Thread(task, "explorer");
            thread.setDaemon(true);
            // What a task throws is thrown by share. All else is want of memory between tasks, and needs no second
            // word.
            thread.setUncaughtExceptionHandler((any, thrown) -> {});
            return thread;
        });
    }

    int size() {
        return threads;
    }

    /** Does something as one of the crew, whose members count from 0. */
    @FunctionalInterface
    interface Task {
        void run(int task, int member);
    }

    /**
     * Does tasks 0 to {@code count - 1}, each once, in any order, and returns when all are done. What one task throws is
     * thrown here when the others have ended.
     */
    void share(int count, Task task) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> shares = new ArrayList<>(threads);
        Throwable failed = null;
        try {
            for (int member = 1; member < Math.min(threads, count); member++) {
                int number = member;
                shares.add(others.submit(() -> take(next, count, task, number)));
            }
            take(next, count, task, 0);
        } catch (RuntimeException | Error thrown) {
            next.set(count);
            failed = thrown;
        }
        for (Future<?> share : shares) {
            Throwable thrown = await(share);
            failed = failed == null ? thrown : failed;
        }
        if (failed instanceof Error error) {
            throw error;
        }
        if (failed instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static void take(AtomicInteger next, int count, Task task, int member) {
        try {
            for (int mine = next.getAndIncrement(); mine < count; mine = next.getAndIncrement()) {
                task.run(mine, member);
            }
        } catch (RuntimeException | Error thrown) {
            next.set(count);
            throw thrown;
        }
    }

    private static @Nullable Throwable await(Future<?> share) {
        while (true) {
            try {
                share.get();
                return null;
            } catch (ExecutionException e) {
                return e.getCause();
            } catch (InterruptedException e) {
                // Waits on: nobody interrupts an exploration, it is stopped by being asked to.
            }
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
