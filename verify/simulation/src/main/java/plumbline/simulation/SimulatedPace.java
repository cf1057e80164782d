package plumbline.simulation;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import plumbline.runtime.memory.SimulatedTime;

/** Simulated time: everything happens in the thread that lets it pass, and the same seed gives the same run. */
public final class SimulatedPace implements Pace {
    private final SimulatedTime time;

    /** Time from 0 on. */
    public SimulatedPace(long seed) {
        time = new SimulatedTime(seed);
    }

    @Override
    public SimulatedTime clock() {
        return time;
    }

    @Override
    public Executor executor(int id, BooleanSupplier alive) {
        return time.executor(alive);
    }

    @Override
    public boolean passUntil(BooleanSupplier condition, Duration limit) {
        return time.runUntil(condition, limit);
    }

    @Override
    public void close() {
        // There is nothing but the caller's thread.
    }
}
