package plumbline.runtime;

import java.util.List;
import plumbline.core.Entry;
import plumbline.core.Log;
import plumbline.core.PersistentState;

/**
 * What a batch of steps did to the state that must survive a crash. The log is now its first {@code keptIndex} entries, as
 * they were, and {@code entries} behind them; whatever else was stored behind {@code keptIndex} is gone.
 *
 * @param currentTerm the term, changed or not
 * @param votedFor the vote in that term, changed or not; {@link PersistentState#NOBODY} if there is none
 * @param keptIndex the last index up to which the log is as it was
 * @param entries the entries from index {@code keptIndex + 1} on; none, if the log did not change or was only cut
 */
public record PersistentChange(long currentTerm, int votedFor, long keptIndex, List<Entry> entries) {
    /** Keeps an unmodifiable copy of the entries. */
    public PersistentChange {
        entries = List.copyOf(entries);
    }

    /**
     * What makes {@code next} of {@code stored}.
     *
     * <p>Looks for the last index at which both logs hold the very same entry; before it they are equal (Figure 3, Log
     * Matching). So this costs what the change costs, however long the log is.
     */
    public static PersistentChange between(PersistentState stored, PersistentState next) {
        Log before = stored.log();
        Log after = next.log();
        long kept = Math.min(before.lastIndex(), after.lastIndex());
        while (before != after && kept > 0 && before.get(kept) != after.get(kept)) {
            kept--;
        }
        return new PersistentChange(
                next.currentTerm(), next.votedFor(), kept, after.entries(kept + 1, after.lastIndex()));
    }

    /** {@code stored} with this change made to it. */
    public PersistentState applyTo(PersistentState stored) {
        return new PersistentState(
                currentTerm, votedFor, stored.log().prefix(keptIndex).append(entries));
    }

    /** Index of the last entry of the log from now on. */
    public long lastIndex() {
        return keptIndex + entries.size();
    }
}
