package plumbline.server.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plumbline.server.wire.StoreResult;

/** What the store remembers of one client's writes, to do none of them twice. */
final class Session {
    /** Results that the client may not have yet, by sequence number. */
    private final Map<Long, StoreResult> results = new HashMap<>();

    private long lowestPending = 1;

    /** The client has all results below {@code sequence}, now or since an earlier command. */
    void acknowledgeBelow(long sequence) {
        if (sequence > lowestPending) {
            if (sequence - lowestPending > results.size()) {
                results.keySet().removeIf(number -> number < sequence);
            } else {
                for (long number = lowestPending; number < sequence; number++) {
                    results.remove(number);
                }
            }
            lowestPending = sequence;
        }
    }

    boolean hasForgotten(long sequence) {
        return sequence < lowestPending;
    }

    @Nullable
    StoreResult resultOf(long sequence) {
        return results.get(sequence);
    }

    int pendingResults() {
        return results.size();
    }

    void remember(long sequence, StoreResult result) {
        results.put(sequence, result);
    }
}
