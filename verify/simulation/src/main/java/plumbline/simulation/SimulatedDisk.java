package plumbline.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import plumbline.core.PersistentState;
import plumbline.runtime.Clock;
import plumbline.runtime.PersistentChange;
import plumbline.runtime.Storage;

/**
 * A disk that loses what was not synced, partly or wholly, when the power goes; on which syncing is slow, fails, or is cut
 * short. Outlives the servers that use it, one after the other.
 *
 * <p>Any thread may call any method.
 */
public final class SimulatedDisk implements Storage {
    /** What became of the writes that were not synced when the power went. */
    public enum Fate {
        /** There were none. */
        NOTHING_TO_LOSE,
        /** All of them were on the disk already. */
        KEPT,
        /** They are gone, without a trace or but for a torn record that a checksum gives away. */
        LOST,
        /** Gone, but for a torn record that a checksum gives away. */
        TORN
    }

    private final Clock clock;
    private PersistentState synced = PersistentState.INITIAL;
    private PersistentState written = PersistentState.INITIAL;
    private final List<PersistentChange> unsynced = new ArrayList<>();
    private DiskFaults faults = DiskFaults.NONE;
    private boolean dead;
    private long heldUp;

    /** An empty disk that draws its faults from {@code clock}. */
    public SimulatedDisk(Clock clock) {
        this.clock = clock;
    }

    /** From now on this goes wrong. */
    public synchronized void behave(DiskFaults next) {
        faults = next;
    }

    @Override
    public synchronized PersistentState load() {
        dead = false;
        return written;
    }

    @Override
    public synchronized void write(PersistentChange change) throws IOException {
        requirePower();
        unsynced.add(change);
        written = change.applyTo(written);
    }

    @Override
    public synchronized void sync() throws IOException {
        requirePower();
        if (isDrawn(faults.powerLoss())) {
            dead = true;
            throw new PowerLostException();
        }
        if (isDrawn(faults.failing())) {
            dead = true;
            throw new IOException("sync failed");
        }
        if (isDrawn(faults.slow())) {
            heldUp += clock.random(0, faults.slowNanos());
        }
        synced = written;
        unsynced.clear();
    }

    /** The server holds, durably, {@code state} instead of what it wrote: for rules that break what writing rests on. */
    synchronized void replace(PersistentState state) {
        written = state;
        if (unsynced.isEmpty()) {
            synced = state;
        }
    }

    private void requirePower() throws IOException {
        if (dead) {
            throw new PowerLostException();
        }
    }

    private boolean isDrawn(long oneIn) {
        return oneIn != DiskFaults.NEVER && clock.random(1, oneIn) == 1;
    }

    /** How long, in nanoseconds, the syncs since this was last asked took. */
    synchronized long takeHeldUp() {
        long taken = heldUp;
        heldUp = 0;
        return taken;
    }

    /**
     * The power goes. Each write that was not synced is on the disk or is not, in order; of the first that is not, some bytes
     * may be. Nothing can be written until the disk is loaded again.
     */
    public synchronized Fate losePower() {
        dead = true;
        if (unsynced.isEmpty()) {
            return Fate.NOTHING_TO_LOSE;
        }
        Fate fate = Fate.KEPT;
        PersistentState recovered = synced;
        for (PersistentChange change : unsynced) {
            byte[] record = WriteRecord.encode(change);
            byte[] left = tear(record);
            var whole = WriteRecord.decode(left);
            if (whole.isEmpty()) {
                fate = left.length == 0 ? Fate.LOST : Fate.TORN;
                break;
            }
            recovered = whole.get().applyTo(recovered);
        }
        unsynced.clear();
        synced = fate == Fate.KEPT ? written : recovered;
        written = synced;
        return fate;
    }

    /** None of the record, all of it, a part, or all of it with a hole. */
    private byte[] tear(byte[] record) {
        return switch ((int) clock.random(1, 4)) {
            case 1 -> new byte[0];
            case 2 -> record;
            case 3 -> Arrays.copyOf(record, (int) clock.random(1, record.length - 1));
            default -> {
                byte[] holed = record.clone();
                int from = (int) clock.random(0, record.length - 1);
                Arrays.fill(holed, from, (int) clock.random(from + 1, record.length), (byte) 0x5A);
                yield holed;
            }
        };
    }
}
