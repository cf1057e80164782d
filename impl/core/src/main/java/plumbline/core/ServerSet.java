package plumbline.core;

/**
 * An immutable set of servers of one cluster.
 *
 * @param bits bit {@code server - 1} is set for each member
 */
public record ServerSet(long bits) {
    /** The set with {@code server} as its only member. */
    public static ServerSet of(int server) {
        return new ServerSet(0).with(server);
    }

    /** This set and {@code server}, 1 to {@link Cluster#MOST_SERVERS}. */
    public ServerSet with(int server) {
        return new ServerSet(bits | bit(server));
    }

    /** Whether {@code server} is a member. */
    public boolean contains(int server) {
        return (bits & bit(server)) != 0;
    }

    /** How many members. */
    public int size() {
        return Long.bitCount(bits);
    }

    private static long bit(int server) {
        return 1L << (server - 1);
    }

    /** The members in ascending order, as in {@code {1, 3}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int server = 1; server <= Cluster.MOST_SERVERS; server++) {
            if (contains(server)) {
                text.append(text.length() > 1 ? ", " : "").append(server);
            }
        }
        return text.append('}').toString();
    }
}
