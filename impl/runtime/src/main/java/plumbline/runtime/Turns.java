package plumbline.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs one server's turns, one at a time, and only when asked. After every {@link #request} a turn begins that sees all
 * that was done before the request; many requests may share a turn. Any thread, without locks.
 */
final class Turns {
    private enum Phase {
        /** Nobody asked since the last turn ended. */
        IDLE,
        /** A turn will begin. */
        WAITING,
        /** A turn is at work, and nobody asked since it began. */
        RUNNING,
        /** A turn is at work, and another must follow. */
        RUNNING_AND_WAITING,
        /** No turn will begin any more. */
        CLOSED
    }

    private final Executor executor;
    private final Runnable turn;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);

    Turns(Executor executor, Runnable turn) {
        this.executor = executor;
        this.turn = turn;
    }

    /** Asks for a turn. */
    void request() {
        while (true) {
            Phase now = phase.get();
            if (now == Phase.IDLE && phase.compareAndSet(now, Phase.WAITING)) {
                executor.execute(this::run);
                return;
            }
            if (now == Phase.RUNNING && phase.compareAndSet(now, Phase.RUNNING_AND_WAITING)) {
                return;
            }
            if (now != Phase.IDLE && now != Phase.RUNNING) {
                return;
            }
        }
    }

    /** From within a turn: this was the last. */
    void close() {
        phase.set(Phase.CLOSED);
    }

    private void run() {
        phase.set(Phase.RUNNING);
        turn.run();
        if (!phase.compareAndSet(Phase.RUNNING, Phase.IDLE)
                && phase.compareAndSet(Phase.RUNNING_AND_WAITING, Phase.WAITING)) {
            executor.execute(this::run);
        }
    }
}
