package plumbline.runtime.memory;

import java.io.IOException;
import plumbline.core.PersistentState;
import plumbline.runtime.PersistentChange;
import plumbline.runtime.Storage;

/**
 * A disk in memory. What was written and not synced is lost when the power goes; syncing fails when it is told to. Outlives
 * the servers that use it, one after the other.
 */
public final class MemoryStorage implements Storage {
    private PersistentState synced = PersistentState.INITIAL;
    private PersistentState written = PersistentState.INITIAL;
    private int writes;
    private int syncs;
    private int syncsUntilFailure = Integer.MAX_VALUE;

    /** An empty disk. */
    public MemoryStorage() {}

    @Override
    public synchronized PersistentState load() {
        return written;
    }

    @Override
    public synchronized void write(PersistentChange change) {
        writes++;
        written = change.applyTo(written);
    }

    @Override
    public synchronized void sync() throws IOException {
        if (syncsUntilFailure == 0) {
            throw new IOException("sync failed, as this storage was told to");
        }
        syncsUntilFailure--;
        syncs++;
        synced = written;
    }

    /** The power goes: what was not synced is lost. */
    public synchronized void losePower() {
        written = synced;
    }

    /** After {@code more} more times syncing fails, and goes on failing until {@link #repair}. */
    public synchronized void failSyncAfter(int more) {
        syncsUntilFailure = more;
    }

    /** Syncing works again. */
    public synchronized void repair() {
        syncsUntilFailure = Integer.MAX_VALUE;
    }

    /** What would survive a loss of power now. */
    public synchronized PersistentState synced() {
        return synced;
    }

    /** How often it was written to. */
    public synchronized int writes() {
        return writes;
    }

    /** How often it was synced. */
    public synchronized int syncs() {
        return syncs;
    }
}
