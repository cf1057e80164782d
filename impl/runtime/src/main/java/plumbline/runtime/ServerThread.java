package plumbline.runtime;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread for one server's turns. */
public final class ServerThread implements Executor, AutoCloseable {
    private final ExecutorService thread;

    /** Starts with the first turn; {@code name} is what thread dumps show. */
    public ServerThread(String name) {
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    @Override
    public void execute(Runnable turn) {
        thread.execute(turn);
    }

    /** Ends the thread after the turn that it is at. Stop the server first. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
