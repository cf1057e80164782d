package plumbline.bench.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The state machine that the peers replicate: a map. A command is a key of 16 bytes, and then the value. */
final class PutMap {
    private static final int KEY_BYTES = 16;

    private final Map<ByteBuffer, byte[]> map = new HashMap<>();

    static byte[] command(byte[] key, byte[] value) {
        byte[] command = Arrays.copyOf(key, key.length + value.length);
        System.arraycopy(value, 0, command, key.length, value.length);
        return command;
    }

    void apply(byte[] commands, int offset, int length) {
        map.put(
                ByteBuffer.wrap(Arrays.copyOfRange(commands, offset, offset + KEY_BYTES)),
                Arrays.copyOfRange(commands, offset + KEY_BYTES, offset + length));
    }
}
