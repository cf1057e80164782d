package plumbline.concurrency;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** A planted bug: a turn that another thread asks for while one is just about to end is lost. */
final class DroppingExecutor implements Executor {
    private final AtomicReference<Thread> owner = new AtomicReference<>();

    @Override
    public void execute(Runnable turn) {
        Thread me = Thread.currentThread();
        if (owner.get() == me) {
            turn.run();
        } else if (owner.compareAndSet(null, me)) {
            turn.run();
            owner.set(null);
        }
    }
}
