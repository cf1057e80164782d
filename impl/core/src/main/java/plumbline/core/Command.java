package plumbline.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a client asks the replicated state machine to do: bytes, which Raft orders and never looks into (§2).
 *
 * <p>Equal when the bytes are equal. Immutable; the hash is computed once.
 */
public final class Command {
    private final byte[] bytes;
    private final int hash;

    private Command(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** A command of these bytes, which are copied; any length, zero included. */
    public static Command of(byte[] bytes) {
        return new Command(bytes.clone());
    }

    /** A command of the bytes that remain in {@code buffer}, which are copied; the buffer stays as it is. */
    public static Command of(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return new Command(bytes);
    }

    /** A command of the UTF-8 bytes of {@code text}. */
    public static Command of(String text) {
        return new Command(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** A read-only view of the bytes, without a copy. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** How many bytes. */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Command that && hash == that.hash && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The bytes read as UTF-8, for people and traces. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
