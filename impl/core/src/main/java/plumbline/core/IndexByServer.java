package plumbline.core;

import java.util.Arrays;

/**
 * A log index for each server of a cluster: the shape of {@code nextIndex[]} and {@code matchIndex[]} in Figure 2.
 *
 * <p>An immutable value. A leader keeps no index for itself; its own place holds 0.
 */
public final class IndexByServer {
    private final long[] indices;

    private IndexByServer(long[] indices) {
        this.indices = indices;
    }

    /** The same {@code index} for each of {@code servers} servers but {@code self}, which has 0. */
    public static IndexByServer ofPeers(int servers, int self, long index) {
        long[] indices = new long[servers];
        Arrays.fill(indices, index);
        indices[self - 1] = 0;
        return new IndexByServer(indices);
    }

    /** The index of {@code server}, which is 1 to the number of servers. */
    public long get(int server) {
        return indices[server - 1];
    }

    /** This vector with {@code index} for {@code server}; this very object when nothing changes. */
    public IndexByServer with(int server, long index) {
        if (get(server) == index) {
            return this;
        }
        long[] changed = indices.clone();
        changed[server - 1] = index;
        return new IndexByServer(changed);
    }

    /** How many servers. */
    public int servers() {
        return indices.length;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof IndexByServer that && Arrays.equals(indices, that.indices));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(indices);
    }

    @Override
    public String toString() {
        return Arrays.toString(indices);
    }
}
