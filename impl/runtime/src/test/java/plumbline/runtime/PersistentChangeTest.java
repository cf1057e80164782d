package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.Log;
import plumbline.core.PersistentState;

final class PersistentChangeTest {
    private static List<Entry> entries(int count, long term) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Entry(term, Command.of(term + "." + i)))
                .toList();
    }

    private static PersistentState state(long term, Log log) {
        return new PersistentState(term, PersistentState.NOBODY, log);
    }

    @Test
    void anAppendIsTheNewEntriesAlone() {
        Log log = Log.EMPTY.append(entries(1_000, 1));
        List<Entry> more = entries(3, 2);
        assertEquals(
                new PersistentChange(2, 0, 1_000, more),
                PersistentChange.between(state(2, log), state(2, log.append(more))));
    }

    @Test
    void aVoteLeavesTheLogAlone() {
        Log log = Log.EMPTY.append(entries(1_000, 1));
        assertEquals(
                new PersistentChange(2, 3, 1_000, List.of()),
                PersistentChange.between(state(1, log), new PersistentState(2, 3, log)));
    }

    @Test
    void aCutIsAKeptIndexAndNothingBehindIt() {
        Log log = Log.EMPTY.append(entries(1_000, 1));
        assertEquals(
                new PersistentChange(2, 0, 400, List.of()),
                PersistentChange.between(state(2, log), state(2, log.prefix(400))));
    }

    @Test
    void aWrongTailIsReplacedFromTheFirstDifferenceOn() {
        Log common = Log.EMPTY.append(entries(1_000, 1));
        List<Entry> right = entries(5, 3);
        assertEquals(
                new PersistentChange(3, 0, 1_000, right),
                PersistentChange.between(state(3, common.append(entries(9, 2))), state(3, common.append(right))));
    }

    @Property(tries = 300)
    void aChangeMadeToWhatWasStoredGivesWhatIsToBeStored(@ForAll long seed) {
        Random random = new Random(seed);
        PersistentState stored = PersistentState.INITIAL;
        PersistentState next = stored;
        for (long term = 1; term <= 30; term++) {
            Log log = next.log();
            if (random.nextInt(3) == 0) {
                log = log.prefix(random.nextLong(log.lastIndex() + 1));
            }
            next = new PersistentState(term, random.nextInt(4), log.append(entries(random.nextInt(40), term)));
            // Some states are never stored: batches hold several steps.
            if (random.nextBoolean()) {
                stored = PersistentChange.between(stored, next).applyTo(stored);
                assertEquals(next, stored);
            }
        }
    }
}
