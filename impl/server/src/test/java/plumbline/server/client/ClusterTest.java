package plumbline.server.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import plumbline.runtime.ServerStatus;
import plumbline.server.KvServer;
import plumbline.server.LocalCluster;
import plumbline.server.net.ClusterAddresses;
import plumbline.server.store.Commands;
import plumbline.server.wire.StoreResult;

/** Real servers on loopback with real disks, and clients that live through what happens to them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ClusterTest {
    private static final ByteString KEY = bytes("key");
    private static final ClientOptions PATIENT = ClientOptions.DEFAULTS.withDeadline(Duration.ofSeconds(60));

    @TempDir
    private Path directory;

    private LocalCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = LocalCluster.start(3, directory, UnaryOperator.identity());
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    private KvClient client() {
        return new KvClient(cluster.addresses(), Optional.empty(), PATIENT);
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    @Test
    void everyOperationDoesWhatItSays() {
        try (KvClient client = client()) {
            assertEquals(Optional.empty(), client.get(KEY));
            client.put(KEY, bytes("a"));
            client.append(KEY, bytes("b"));
            assertEquals(Optional.of(bytes("ab")), client.get(KEY));
            assertFalse(client.compareAndSet(KEY, bytes("a"), bytes("c")));
            assertTrue(client.compareAndSet(KEY, bytes("ab"), bytes("c")));
            assertFalse(client.compareAndSet(KEY, null, bytes("d")));
            assertTrue(client.delete(KEY));
            assertFalse(client.delete(KEY));
            assertTrue(client.compareAndSet(KEY, null, ByteString.EMPTY));
            assertEquals(Optional.of(ByteString.EMPTY), client.get(KEY));
        }
    }

    @Test
    void theLongestValueGoesThroughAndALongerOneIsRefused() {
        try (KvClient client = client()) {
            ByteString longest = ByteString.copyFrom(new byte[48 * 1_024]);
            client.put(KEY, longest);
            assertEquals(Optional.of(longest), client.get(KEY));
            KvException refused = assertThrows(KvException.class, () -> client.put(KEY, longest.concat(bytes("x"))));
            assertEquals(KvException.Kind.REFUSED, refused.kind());
            KvException tooLong =
                    assertThrows(KvException.class, () -> client.put(KEY, ByteString.copyFrom(new byte[65 * 1_024])));
            assertEquals(KvException.Kind.REFUSED, tooLong.kind());
            assertEquals(Optional.of(longest), client.get(KEY));
        }
    }

    @Test
    void manyThreadsShareAClientAndEachWriteIsDoneOnce() throws Exception {
        try (KvClient client = client()) {
            List<CompletableFuture<StoreResult>> writes = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                writes.add(client.submit(Commands.append(KEY, bytes("x"))));
            }
            for (CompletableFuture<StoreResult> write : writes) {
                assertTrue(write.get(60, TimeUnit.SECONDS).hasDone());
            }
            assertEquals(3_000, client.get(KEY).orElseThrow().size());
        }
    }

    /** Leaders stop and come back while clients append; nothing is lost, nothing is done twice. */
    @Test
    void writesGoOnceThroughChangesOfLeader() throws Exception {
        AtomicInteger acknowledged = new AtomicInteger();
        List<Thread> writers = new ArrayList<>();
        boolean[] stop = {false};
        try (KvClient client = client()) {
            for (int number = 0; number < 4; number++) {
                Thread writer = new Thread(() -> {
                    while (!stop[0]) {
                        client.append(KEY, bytes("x"));
                        acknowledged.incrementAndGet();
                    }
                });
                writers.add(writer);
                writer.start();
            }
            for (int round = 0; round < 4; round++) {
                Thread.sleep(200);
                int leader = cluster.awaitLeader().id();
                cluster.stop(leader);
                cluster.awaitLeader();
                Thread.sleep(100);
                cluster.start(leader);
            }
            stop[0] = true;
            for (Thread writer : writers) {
                writer.join();
            }
            assertTrue(acknowledged.get() > 0);
            assertEquals(acknowledged.get(), client.get(KEY).orElseThrow().size());
        }
    }

    @Test
    void aClusterThatStopsComesBackWithAllItHad() throws Exception {
        try (KvClient client = client()) {
            for (int i = 0; i < 100; i++) {
                client.append(KEY, bytes("x"));
            }
        }
        ServerStatus before = cluster.awaitLeader();
        for (int server = 1; server <= 3; server++) {
            cluster.stop(server);
        }
        for (int server = 1; server <= 3; server++) {
            cluster.start(server);
        }
        assertTrue(cluster.awaitLeader().term() > before.term());
        try (KvClient client = client()) {
            assertEquals(100, client.get(KEY).orElseThrow().size());
        }
    }

    @Test
    void aServerThatWasAwayCatchesUpInPieces() throws Exception {
        int follower = cluster.awaitLeader().id() % 3 + 1;
        cluster.stop(follower);
        try (KvClient client = client()) {
            List<CompletableFuture<StoreResult>> writes = new ArrayList<>();
            ByteString value = ByteString.copyFrom(new byte[100]);
            // Several windows of a leader.
            for (int i = 0; i < 5_000; i++) {
                writes.add(client.submit(Commands.put(KEY, value)));
            }
            for (CompletableFuture<StoreResult> write : writes) {
                write.get(60, TimeUnit.SECONDS);
            }
        }
        cluster.start(follower);
        KvServer late = cluster.running().get(follower);
        long last = cluster.awaitLeader().lastIndex();
        while (late.status().appliedIndex() < last) {
            Thread.sleep(10);
        }
        assertEquals(last, late.status().appliedIndex());
    }

    @Test
    void withoutAMajorityTheOutcomeIsUnknownAndWithoutAnyServerItIsNotDone() throws Exception {
        int leader = cluster.awaitLeader().id();
        ClientOptions hasty = new ClientOptions(Duration.ofMillis(700), Duration.ofMillis(200), 64 * 1_024);
        try (KvClient client = new KvClient(cluster.addresses(), Optional.empty(), hasty)) {
            client.put(KEY, bytes("a"));
            cluster.stop(leader % 3 + 1);
            cluster.stop((leader + 1) % 3 + 1);
            KvException unknown = assertThrows(KvException.class, () -> client.put(KEY, bytes("b")));
            assertEquals(KvException.Kind.OUTCOME_UNKNOWN, unknown.kind(), unknown::getMessage);
        }
        cluster.stop(leader);
        try (KvClient client = new KvClient(cluster.addresses(), Optional.empty(), hasty)) {
            KvException notDone = assertThrows(KvException.class, () -> client.put(KEY, bytes("b")));
            assertEquals(KvException.Kind.NOT_DONE, notDone.kind(), notDone::getMessage);
            assertTrue(notDone.getMessage().contains("server "), notDone::getMessage);
        }
    }

    @Test
    void aClientOfAnotherClusterIsNotServed() {
        ClusterAddresses misnamed =
                new ClusterAddresses("other", cluster.addresses().servers());
        ClientOptions hasty = ClientOptions.DEFAULTS.withDeadline(Duration.ofSeconds(3));
        try (KvClient client = new KvClient(misnamed, Optional.empty(), hasty)) {
            KvException notDone = assertThrows(KvException.class, () -> client.get(KEY));
            assertEquals(KvException.Kind.NOT_DONE, notDone.kind());
            assertTrue(notDone.getMessage().contains("cluster 'other'"), notDone::getMessage);
        }
    }

    @Test
    void eachServerTellsItsStatus() throws Exception {
        ServerStatus leader = cluster.awaitLeader();
        cluster.stop(leader.id() % 3 + 1);
        var results = StatusProbe.ask(cluster.addresses(), Optional.empty(), Duration.ofSeconds(20));
        assertEquals(3, results.size());
        assertEquals(
                leader.term(), results.get(leader.id()).status().orElseThrow().getTerm());
        assertTrue(results.get(leader.id() % 3 + 1).status().isEmpty());
        assertFalse(results.get(leader.id() % 3 + 1).failure().isEmpty());
    }
}
