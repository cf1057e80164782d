package plumbline.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.PersistentState;
import plumbline.runtime.PersistentChange;
import plumbline.runtime.memory.SimulatedTime;

class SimulatedDiskTest {
    private static final PersistentChange FIRST =
            new PersistentChange(3, 2, 0, List.of(new Entry(3, Command.of("a")), new Entry(3, Command.of("b"))));
    private static final PersistentChange SECOND =
            new PersistentChange(4, 0, 1, List.of(new Entry(4, Command.of("c"))));

    private static SimulatedDisk disk(long seed) {
        return new SimulatedDisk(new SimulatedTime(seed));
    }

    @Test
    void whatIsSyncedSurvivesAndWhatIsNotDoesOrDoesNotAsAWhole() throws IOException {
        Map<SimulatedDisk.Fate, Integer> fates = new EnumMap<>(SimulatedDisk.Fate.class);
        PersistentState synced = FIRST.applyTo(PersistentState.INITIAL);
        for (long seed = 1; seed <= 200; seed++) {
            SimulatedDisk disk = disk(seed);
            disk.write(FIRST);
            disk.sync();
            disk.write(SECOND);
            SimulatedDisk.Fate fate = disk.losePower();
            fates.merge(fate, 1, Integer::sum);
            assertEquals(fate == SimulatedDisk.Fate.KEPT ? SECOND.applyTo(synced) : synced, disk.load());
        }
        assertEquals(
                3,
                fates.keySet().stream()
                        .filter(fate -> fate != SimulatedDisk.Fate.NOTHING_TO_LOSE)
                        .count());
    }

    @Test
    void withoutUnsyncedWritesNothingIsLost() throws IOException {
        SimulatedDisk disk = disk(1);
        disk.write(FIRST);
        disk.sync();
        assertEquals(SimulatedDisk.Fate.NOTHING_TO_LOSE, disk.losePower());
        assertEquals(FIRST.applyTo(PersistentState.INITIAL), disk.load());
    }

    @Test
    void afterAFailedSyncNothingIsWrittenUntilTheDiskIsLoadedAgain() throws IOException {
        SimulatedDisk disk = disk(1);
        disk.behave(new DiskFaults(DiskFaults.NEVER, 0, 1, DiskFaults.NEVER));
        disk.write(FIRST);
        assertEquals("sync failed", assertThrows(IOException.class, disk::sync).getMessage());
        assertThrows(IOException.class, () -> disk.write(SECOND));
        disk.losePower();
        disk.behave(DiskFaults.NONE);
        disk.load();
        disk.write(FIRST);
        disk.sync();
        assertEquals(FIRST.applyTo(PersistentState.INITIAL), disk.load());
    }

    @Test
    void aSlowSyncHoldsTheServerUpOnce() throws IOException {
        SimulatedDisk disk = disk(1);
        disk.behave(new DiskFaults(1, 1_000, DiskFaults.NEVER, DiskFaults.NEVER));
        disk.write(FIRST);
        disk.sync();
        assertTrue(disk.takeHeldUp() > 0);
        assertEquals(0, disk.takeHeldUp());
    }

    @Test
    void aRecordIsReadBackAndEveryTornOneIsToldApart() {
        byte[] record = WriteRecord.encode(FIRST);
        assertEquals(Optional.of(FIRST), WriteRecord.decode(record));
        for (int length = 0; length < record.length; length++) {
            assertEquals(Optional.empty(), WriteRecord.decode(Arrays.copyOf(record, length)));
        }
        for (int i = 0; i < record.length; i++) {
            byte[] changed = record.clone();
            changed[i] ^= 0x10;
            assertEquals(Optional.empty(), WriteRecord.decode(changed), "byte " + i);
        }
    }
}
