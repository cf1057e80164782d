package plumbline.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTest {
    private static Key key(String text) {
        return Key.of(ByteString.copyFromUtf8(text));
    }

    @Test
    void keysOfEqualBytesAreEqual() {
        assertEquals(key("some key"), key("some key"));
        assertEquals(key("some key").hashCode(), key("some key").hashCode());
        assertEquals(0, key("some key").compareTo(key("some key")));
        assertNotEquals(key("some key"), key("some kez"));
        assertNotEquals(key("a"), key("a\0"));
    }

    @Test
    void theOrderIsThatOfTheBytes() {
        assertTrue(key("a").compareTo(key("b")) < 0);
        assertTrue(key("a").compareTo(key("aa")) < 0);
        assertTrue(Key.of(ByteString.copyFrom(new byte[] {-1})).compareTo(key("a")) > 0);
    }

    @Test
    void numberedKeysHardlyEverShareAHash() {
        Set<Integer> hashes = new HashSet<>();
        for (int number = 0; number < 10_000; number++) {
            byte[] bytes = ByteBuffer.allocate(16).putLong(number).array();
            hashes.add(Key.of(ByteString.copyFrom(bytes)).hashCode());
        }
        assertTrue(hashes.size() > 9_990, () -> hashes.size() + " hashes of 10,000 keys");
    }
}
