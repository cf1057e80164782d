package plumbline.simulation;

/**
 * What goes wrong with a disk, each once in so many syncs; {@link #NEVER} for what does not.
 *
 * @param slow a sync takes up to {@code slowNanos}
 * @param slowNanos the longest time that a slow sync takes, in nanoseconds
 * @param failing a sync fails, and with it the server that asked for it
 * @param powerLoss the power goes while a sync is at work
 */
public record DiskFaults(long slow, long slowNanos, long failing, long powerLoss) {
    /** Once in so many syncs: not at all. */
    public static final long NEVER = 0;

    /** A disk without faults. */
    public static final DiskFaults NONE = new DiskFaults(NEVER, 0, NEVER, NEVER);
}
