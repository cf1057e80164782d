package plumbline.bench.store;

/** Three servers in this JVM that agree on a map, with a disk each. */
interface ReplicatedStore extends AutoCloseable {
    /** Returns once the write is committed and the leader has applied it. Any thread. */
    void put(byte[] key, byte[] value) throws Exception;

    /** Ends all three servers. */
    @Override
    void close();
}
