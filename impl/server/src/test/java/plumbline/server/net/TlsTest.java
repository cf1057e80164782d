package plumbline.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.server.LocalCluster;
import plumbline.server.ServerOptions;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;
import plumbline.server.client.KvException;

/** Mutual TLS, with certificates made now. */
class TlsTest {
    private static final ByteString KEY = ByteString.copyFromUtf8("key");
    private static final ClientOptions HASTY = ClientOptions.DEFAULTS.withDeadline(Duration.ofSeconds(2));

    @TempDir
    private Path directory;

    private static ServerOptions with(ServerOptions options, Tls tls) {
        return new ServerOptions(
                options.id(),
                options.cluster(),
                options.listenAt(),
                options.data(),
                Optional.of(tls),
                options.raft(),
                options.limits());
    }

    private static String refusal(ClusterAddresses addresses, Optional<Tls> tls) {
        try (KvClient client = new KvClient(addresses, tls, HASTY)) {
            KvException refused = assertThrows(KvException.class, () -> client.get(KEY));
            assertEquals(KvException.Kind.NOT_DONE, refused.kind());
            return refused.getMessage();
        }
    }

    @Test
    void whoHasACertificateIsServedAndNobodyElse() throws Exception {
        Certificates authority = new Certificates(directory.resolve("authority"));
        Map<Integer, Tls> servers = new HashMap<>();
        for (int server = 1; server <= 3; server++) {
            servers.put(server, authority.of("server-" + server));
        }
        Tls client = authority.of("someone");
        try (LocalCluster cluster =
                LocalCluster.start(3, directory, options -> with(options, servers.get(options.id())))) {
            cluster.awaitLeader();
            try (KvClient served = new KvClient(cluster.addresses(), Optional.of(client), ClientOptions.DEFAULTS)) {
                served.put(KEY, KEY);
                assertEquals(Optional.of(KEY), served.get(KEY));
            }
            // Without a certificate, or with one of another authority.
            refusal(cluster.addresses(), Optional.empty());
            Tls stranger = new Certificates(directory.resolve("stranger")).of("server-2");
            refusal(cluster.addresses(), Optional.of(stranger));
            cluster.awaitLeader();
        }
    }

    /** A client's certificate is one of the authority, and makes no server: neither as whoever dials nor as whoever is dialled. */
    @Test
    void aServerIsOnlyWhoseCertificateNamesIt() throws Exception {
        Certificates authority = new Certificates(directory.resolve("authority"));
        Tls client = authority.of("someone");
        Map<Integer, Tls> servers = Map.of(1, authority.of("server-1"), 2, client);
        try (LocalCluster cluster =
                LocalCluster.start(2, directory, options -> with(options, servers.get(options.id())))) {
            Thread.sleep(1_500);
            assertTrue(cluster.leader().isEmpty(), "a leader needs both, and they do not trust each other");
            String message = refusal(
                    new ClusterAddresses(
                            "plumbline",
                            cluster.addresses().servers().tailMap(2).entrySet().stream()
                                    .collect(
                                            java.util.TreeMap::new,
                                            (map, entry) -> map.put(1, entry.getValue()),
                                            Map::putAll)),
                    Optional.of(client));
            assertTrue(message.contains("No") || message.contains("name"), message);
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        Path missing = directory.resolve("missing.pem");
        String message = assertThrows(IllegalArgumentException.class, () -> Tls.of(missing, missing, missing))
                .getMessage();
        assertTrue(message.contains("missing.pem: cannot be read"), message);
        Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "nonsense");
        message = assertThrows(IllegalArgumentException.class, () -> Tls.of(nonsense, nonsense, nonsense))
                .getMessage();
        assertTrue(message.contains("nonsense.pem"), message);
        assertEquals(1, message.lines().count(), message);
    }
}
