package plumbline.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.server.storage.Owner;
import plumbline.server.storage.RocksStorage;

class LocalClusterTest {
    @TempDir
    private Path directory;

    @Test
    void whatOneServerCannotStartWithIsToldAndTheOthersAreClosed() throws IOException {
        Files.writeString(directory.resolve("server-2"), "not a directory");
        IOException failure =
                assertThrows(IOException.class, () -> LocalCluster.in(directory, 3, UnaryOperator.identity()));
        assertTrue(failure.getMessage().contains("data in " + directory.resolve("server-2")), failure::getMessage);
        assertEquals(0, failure.getSuppressed().length);
        for (int server : new int[] {1, 3}) {
            // Data in use would be refused.
            RocksStorage.open(directory.resolve("server-" + server), new Owner("plumbline", server, 3))
                    .close();
        }
    }

    @Test
    void whatSeveralCannotStartWithIsToldOnceWithTheOthersBehindIt() throws IOException {
        Files.writeString(directory.resolve("server-2"), "not a directory");
        Files.writeString(directory.resolve("server-3"), "not a directory");
        IOException failure =
                assertThrows(IOException.class, () -> LocalCluster.in(directory, 3, UnaryOperator.identity()));
        assertTrue(failure.getMessage().contains("server-2"), failure::getMessage);
        assertTrue(failure.getSuppressed()[0].getMessage().contains("server-3"), failure::getMessage);
    }
}
