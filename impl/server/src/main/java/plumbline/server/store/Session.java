package plumbline.server.store;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the store remembers of one client's writes, to do none of them twice. */
final class Session {
    /** Results that the client may not have yet, by sequence number. */
    private final SortedMap<Long, byte[]> results = new TreeMap<>();

    private long lowestPending = 1;

    /** The client has all results below {@code sequence}, now or since an earlier command. */
    void acknowledgeBelow(long sequence) {
        if (sequence > lowestPending) {
            lowestPending = sequence;
            results.headMap(sequence).clear();
        }
    }

    boolean hasForgotten(long sequence) {
        return sequence < lowestPending;
    }

    byte @Nullable [] resultOf(long sequence) {
        return results.get(sequence);
    }

    int pendingResults() {
        return results.size();
    }

    void remember(long sequence, byte[] result) {
        results.put(sequence, result);
    }
}
