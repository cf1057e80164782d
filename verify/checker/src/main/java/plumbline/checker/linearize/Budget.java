package plumbline.checker.linearize;

import java.util.function.LongConsumer;

/** What is left of the limits, for all keys of a history together. */
final class Budget {
    private static final int BETWEEN_LOOKS = 1 << 10;
    private static final int BETWEEN_REPORTS = 1 << 18;

    private final Limits limits;
    private final LongConsumer progress;
    private final long started = System.nanoTime();
    private long most = Long.MAX_VALUE;
    private long bytes;
    private long configurations;

    Budget(Limits limits, LongConsumer progress) {
        this.limits = limits;
        this.progress = progress;
    }

    /** The search has run into a limit. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SpentException(String reason) {
            super(reason, null, false, false);
        }
    }

    /** One more configuration is looked at. */
    void configuration() {
        configurations++;
        if (configurations > most) {
            throw new SpentException("no verdict within " + most + " configurations");
        }
        if (configurations % BETWEEN_LOOKS == 0
                && System.nanoTime() - started > limits.time().toNanos()) {
            throw new SpentException("no verdict within " + limits.time().toSeconds() + " seconds");
        }
        if (configurations % BETWEEN_REPORTS == 0) {
            progress.accept(configurations);
        }
    }

    void allocate(long more) {
        bytes += more;
        if (bytes > limits.bytes()) {
            throw new SpentException("no verdict within " + (limits.bytes() >> 20) + " MB of memory");
        }
    }

    /** What was allocated for one key can be let go. */
    void release() {
        bytes = 0;
    }

    /** As much again as there was at the start, but for at most so many configurations. */
    Budget again(long configurations) {
        Budget other = new Budget(limits, progress);
        other.most = configurations;
        return other;
    }

    long configurations() {
        return configurations;
    }

    double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }
}
