package plumbline.core;

/**
 * What every server of a cluster knows from the start: the servers, numbered 1 to {@code size}, and how far replication
 * may run ahead of acknowledgements.
 *
 * @param size number of servers; 1 to 63
 * @param window the most entries that a leader has on their way to one follower unacknowledged, and so also the most in
 *     one AppendEntries request; 1 or more. It bounds what a slow follower costs. Not in the paper: see
 *     {@code spec/README.md}.
 */
public record Cluster(int size, int window) {
    /** The largest cluster. */
    public static final int MOST_SERVERS = 63;

    /** No limit on entries under way. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** @throws IllegalArgumentException naming the field that is out of range */
    public Cluster {
        Check.atLeast(1, size, "size");
        Check.that(size <= MOST_SERVERS, "size", () -> "is " + size + ", must be at most " + MOST_SERVERS);
        Check.atLeast(1, window, "window");
    }

    /** A cluster of {@code size} servers without a limit on entries under way. */
    public static Cluster of(int size) {
        return new Cluster(size, UNLIMITED);
    }

    /** The fewest servers that are more than half of all: 2 of 3, 3 of 4. */
    public int majority() {
        return size / 2 + 1;
    }

    /** Whether {@code server} is one of this cluster's. */
    public boolean contains(int server) {
        return 1 <= server && server <= size;
    }
}
