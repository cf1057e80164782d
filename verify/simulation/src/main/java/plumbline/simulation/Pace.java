package plumbline.simulation;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import plumbline.runtime.Clock;

/** How time passes for a cluster: simulated, in the caller's thread, or really, in threads of the servers. */
public interface Pace extends AutoCloseable {
    /** Time, timers and randomness of all servers. */
    Clock clock();

    /** Runs the turns of server {@code id} from one of its starts on, while {@code alive} holds. */
    Executor executor(int id, BooleanSupplier alive);

    /** Lets time pass until {@code condition} holds. Whether it did, at the latest after {@code limit}. */
    boolean passUntil(BooleanSupplier condition, Duration limit);

    /** Ends the threads, if there are any. */
    @Override
    void close();
}
