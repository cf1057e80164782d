package plumbline.runtime;

/**
 * Time, timers and randomness: all that a server has of them. {@link SystemClock} is the real one; a simulated one makes
 * a whole cluster repeatable.
 *
 * <p>Any thread may call any method.
 */
public interface Clock {
    /** Nanoseconds since some fixed moment; never goes back. Only differences mean anything. */
    long nanoTime();

    /**
     * Runs {@code task} once, when {@link #nanoTime()} has reached {@code time}: never before, and soon after. The task is
     * short and does not block.
     */
    void at(long time, Runnable task);

    /** A random number from {@code least} to {@code most}, both included. */
    long random(long least, long most);
}
