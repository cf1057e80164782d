package plumbline.checker.cli;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C or {@code kill}, as something that work can be asked about between its parts. The process then ends when the work
 * has ended, and says that it is incomplete.
 */
final class Interruption implements AutoCloseable {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final @Nullable Thread hook;
    private volatile boolean asked;
    private volatile int exitCode = ExitCode.INCOMPLETE;

    /** Begins to listen, if {@code real}. */
    Interruption(boolean real) {
        hook = real ? new Thread(this::interrupt, "interruption") : null;
        if (hook != null) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    /** Whether the process was asked to end. */
    boolean asked() {
        return asked;
    }

    private void interrupt() {
        asked = true;
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Otherwise the exit code would tell of the signal alone.
        Runtime.getRuntime().halt(exitCode);
    }

    /** The process shall end with {@code code}, which is returned. */
    int exit(int code) {
        exitCode = code;
        return code;
    }

    /** Says that the work has ended, and all was told. */
    @Override
    public void close() {
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The hook is running already, and waits for this.
                ended.countDown();
            }
        }
    }
}
