package plumbline.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import plumbline.runtime.ServerThread;
import plumbline.runtime.SystemClock;

/** Real time, and a thread for each start of each server. */
public final class RealPace implements Pace {
    private static final long GLANCE_MILLIS = 5;

    private final SystemClock clock = new SystemClock();
    private final List<ServerThread> threads = new ArrayList<>();

    /** A pace with a clock of its own. */
    public RealPace() {}

    @Override
    public SystemClock clock() {
        return clock;
    }

    @Override
    public Executor executor(int id, BooleanSupplier alive) {
        ServerThread thread = new ServerThread("lab-server-" + id);
        synchronized (threads) {
            threads.add(thread);
        }
        return turn -> thread.execute(() -> {
            if (alive.getAsBoolean()) {
                turn.run();
            }
        });
    }

    @Override
    public boolean passUntil(BooleanSupplier condition, Duration limit) {
        long end = clock.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (clock.nanoTime() - end >= 0) {
                return condition.getAsBoolean();
            }
            try {
                Thread.sleep(GLANCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting", e);
            }
        }
        return true;
    }

    @Override
    public void close() {
        clock.close();
        synchronized (threads) {
            threads.forEach(ServerThread::close);
        }
    }
}
