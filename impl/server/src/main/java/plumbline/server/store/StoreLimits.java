package plumbline.server.store;

/**
 * How much the store takes. Limits are part of what is replicated: all servers of a cluster must have the same ones, or
 * their stores come to differ.
 *
 * @param keyBytes the longest key
 * @param valueBytes the longest value, also after an append
 * @param sessions the most sessions that are remembered; one more, and the one that has been idle longest is forgotten
 * @param pendingResults the most results that one session remembers for its client
 */
public record StoreLimits(int keyBytes, int valueBytes, int sessions, int pendingResults) {
    /** Keys of a kibibyte, values of 48; sixteen thousand sessions with a thousand results each. */
    public static final StoreLimits DEFAULTS = new StoreLimits(1_024, 48 * 1_024, 16_384, 1_024);

    /** @throws IllegalArgumentException naming the limit that is below 1 */
    public StoreLimits {
        atLeastOne(keyBytes, "keyBytes");
        atLeastOne(valueBytes, "valueBytes");
        atLeastOne(sessions, "sessions");
        atLeastOne(pendingResults, "pendingResults");
    }

    private static void atLeastOne(int limit, String name) {
        if (limit < 1) {
            throw new IllegalArgumentException(name + " is " + limit + ", must be at least 1");
        }
    }
}
