package plumbline.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import plumbline.server.LocalCluster;
import plumbline.server.ServerOptions;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;
import plumbline.server.client.KvException;

/** Mutual TLS, with certificates made now. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
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
            // Without TLS, with TLS and no certificate, or with one of another authority.
            refusal(cluster.addresses(), Optional.empty());
            SslContext anonymous = SslContextBuilder.forClient()
                    .trustManager(authority.pem("trusted").authority().toFile())
                    .build();
            refusal(cluster.addresses(), Optional.of(new Tls(client.server(), anonymous)));
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
    void aServerIsRefusedWhoseCertificateNamesAnother() throws Exception {
        Certificates authority = new Certificates(directory.resolve("authority"));
        Tls one = authority.of("server-1");
        try (LocalCluster cluster = LocalCluster.start(2, directory, options -> with(options, one))) {
            String message = greeting(cluster.addresses().of(1), 2, one);
            assertTrue(message.contains("from server 2, but the certificate does not name server-2"), message);
            assertEquals("welcome", greeting(cluster.addresses().of(1), 2, authority.of("server-2")));
        }
    }

    /** What server 1 at {@code address} answers to whoever says it is {@code from}. */
    private static String greeting(InetSocketAddress address, int from, Tls tls) throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            new Bootstrap()
                    .group(group)
                    .channel(NioSocketChannel.class)
                    .handler(Greeting.initializer(
                            "plumbline",
                            from,
                            1,
                            Optional.of(tls),
                            Frames.HANDSHAKE_BYTES,
                            channel -> told.complete("welcome"),
                            told::complete))
                    .connect(address.getHostString(), address.getPort());
            return told.get(20, TimeUnit.SECONDS);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
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
