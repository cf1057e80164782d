package plumbline.server.store;

import com.google.protobuf.ByteString;
import java.util.Arrays;

/**
 * A key as the store's map holds it. The hash of a {@link ByteString} multiplies by 31 within 32 bits: keys that differ in two
 * neighbouring bytes, as numbered ones do, share it by the dozen, and anyone can make as many that do as he likes. This
 * one keeps apart what differs in few bytes; where hashes are equal all the same, the map goes by the order.
 */
final class Key implements Comparable<Key> {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final byte[] bytes;
    private final int hash;

    private Key(byte[] bytes) {
        this.bytes = bytes;
        long mixed = 0;
        for (byte one : bytes) {
            mixed = mixed * FACTOR + one;
        }
        this.hash = Long.hashCode(mixed * FACTOR);
    }

    static Key of(ByteString bytes) {
        return new Key(bytes.toByteArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }
}
