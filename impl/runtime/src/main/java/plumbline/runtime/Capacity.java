package plumbline.runtime;

/**
 * How much may wait somewhere: so many things, of so many bytes together. One thing alone always fits.
 *
 * @param count 1 to {@link #MOST_COUNT}
 * @param bytes 1 to {@link #MOST_BYTES}
 */
public record Capacity(int count, long bytes) {
    /** The largest count. */
    public static final int MOST_COUNT = (1 << 22) - 1;

    /** The largest number of bytes, a terabyte. */
    public static final long MOST_BYTES = 1L << 40;

    /** @throws IllegalArgumentException naming the field that is out of range */
    public Capacity {
        RaftConfiguration.within(1, count, MOST_COUNT, "count");
        RaftConfiguration.within(1, bytes, MOST_BYTES, "bytes");
    }
}
