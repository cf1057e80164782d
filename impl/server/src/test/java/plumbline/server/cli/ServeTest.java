package plumbline.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import plumbline.server.LocalCluster;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;
import plumbline.server.client.KvException;
import plumbline.server.net.Certificates;
import plumbline.server.net.ClusterAddresses;
import plumbline.server.net.Tls;
import plumbline.server.store.Commands;
import plumbline.server.wire.StoreResult;

/** {@code serve} as a process of its own: killed, told to stop, watched over HTTP, recorded. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ServeTest {
    private static final ClientOptions PATIENT = ClientOptions.DEFAULTS.withDeadline(Duration.ofSeconds(60));
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process serve(int id, ClusterAddresses cluster, String... more) throws IOException {
        String all = cluster.servers().entrySet().stream()
                .map(server ->
                        server.getKey() + "=127.0.0.1:" + server.getValue().getPort())
                .collect(Collectors.joining(","));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "plumbline.server.cli.PlumbKv",
                "serve",
                "--id",
                Integer.toString(id),
                "--cluster",
                all,
                "--data",
                directory.resolve("data-" + id).toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log-" + id).toFile()))
                .start();
        processes.add(process);
        return process;
    }

    private static HttpResponse<String> http(String method, int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aServerIsWatchedRecordedKilledAndStopped() throws Exception {
        SortedMap<Integer, InetSocketAddress> free = LocalCluster.freeAddresses(2);
        int port = free.get(2).getPort();
        ClusterAddresses cluster = new ClusterAddresses("plumbline", free.headMap(2));
        Path recording = directory.resolve("steps.jsonl");
        ByteString key = ByteString.copyFromUtf8("key");
        String[] more = {"--http", Integer.toString(port), "--record", recording.toString()};

        Process server = serve(1, cluster, more);
        try (KvClient client = new KvClient(cluster, Optional.empty(), PATIENT)) {
            client.put(key, key);
            assertEquals(200, http("GET", port, "/health").statusCode());
            assertTrue(http("GET", port, "/health").body().contains("\"role\":\"LEADER\""));
            String metrics = http("GET", port, "/metrics").body();
            for (String name : List.of(
                    "plumbline_term_changes_total",
                    "plumbline_elections_started_total",
                    "plumbline_commit_latency_seconds_count",
                    "plumbline_persist_time_seconds_bucket",
                    "plumbline_batch_proposals_count",
                    "plumbline_inbox_messages",
                    "plumbline_proposals_pending",
                    "plumbline_leader 1.0")) {
                assertTrue(metrics.contains(name), name + " in\n" + metrics);
            }
            assertEquals(404, http("GET", port, "/elsewhere").statusCode());
            assertEquals(405, http("POST", port, "/metrics").statusCode());

            server.destroyForcibly().waitFor();
            Process again = serve(1, cluster, more);
            assertEquals(Optional.of(key), client.get(key));
            again.destroy();
            assertEquals(SIGTERM, again.waitFor());
        }
        for (Path written : List.of(recording, directory.resolve("steps.jsonl.1"))) {
            assertTrue(Files.readString(written).startsWith("{\"format\":\"plumbline-recording\",\"version\":1"));
        }
    }

    private static String[] options(Certificates.Pem files) {
        return new String[] {
            "--tls-certificate", files.certificate().toString(),
            "--tls-key", files.key().toString(),
            "--tls-authority", files.authority().toString()
        };
    }

    /** Neither keys nor what clients wrote is in a log. */
    @Test
    void aClusterWithCertificatesServesWhoHasOneAndTellsNoSecrets() throws Exception {
        ClusterAddresses cluster = new ClusterAddresses("plumbline", LocalCluster.freeAddresses(3));
        Certificates authority = new Certificates(directory.resolve("authority"));
        List<String> secrets = new ArrayList<>(List.of("the secret value"));
        for (int id = 1; id <= 3; id++) {
            Certificates.Pem files = authority.pem("server-" + id);
            secrets.addAll(Files.readAllLines(files.key()).stream()
                    .filter(line -> !line.startsWith("-"))
                    .toList());
            serve(id, cluster, options(files));
        }
        ByteString key = ByteString.copyFromUtf8("key");
        ByteString value = ByteString.copyFromUtf8(secrets.get(0));
        Certificates.Pem own = authority.pem("someone");
        Tls tls = Tls.of(own.certificate(), own.key(), own.authority());
        ClientOptions hasty = ClientOptions.DEFAULTS.withDeadline(Duration.ofSeconds(2));
        try (KvClient client = new KvClient(cluster, Optional.of(tls), PATIENT);
                KvClient without = new KvClient(cluster, Optional.empty(), hasty)) {
            client.put(key, value);
            KvException refused = assertThrows(KvException.class, () -> without.get(key));
            assertEquals(KvException.Kind.NOT_DONE, refused.kind());
            assertEquals(Optional.of(value), client.get(key));
        }
        for (int id = 1; id <= 3; id++) {
            String log = Files.readString(directory.resolve("log-" + id));
            assertTrue(processes.get(id - 1).isAlive(), log);
            assertTrue(secrets.stream().noneMatch(log::contains), log);
            assertFalse(log.contains("\tat "), log);
        }
    }

    /** All are killed at once, in the midst of writes; what was acknowledged is there, once. */
    @Test
    void aClusterThatIsKilledLosesNothing() throws Exception {
        ClusterAddresses cluster = new ClusterAddresses("plumbline", LocalCluster.freeAddresses(3));
        ByteString key = ByteString.copyFromUtf8("key");
        int acknowledged = 0;
        List<CompletableFuture<StoreResult>> underWay = new ArrayList<>();
        try (KvClient client = new KvClient(cluster, Optional.empty(), PATIENT)) {
            for (int round = 0; round < 3; round++) {
                List<Process> servers = new ArrayList<>();
                for (int id = 1; id <= 3; id++) {
                    servers.add(serve(id, cluster));
                }
                for (int i = 0; i < 40; i++) {
                    client.append(key, key);
                    acknowledged++;
                }
                // Its session does this one once too, after the restart if need be.
                underWay.add(client.submit(Commands.append(key, key)));
                for (Process server : servers) {
                    server.destroyForcibly();
                }
                for (Process server : servers) {
                    server.waitFor();
                }
            }
            for (int id = 1; id <= 3; id++) {
                serve(id, cluster);
            }
            for (CompletableFuture<StoreResult> write : underWay) {
                assertTrue(write.get(60, TimeUnit.SECONDS).hasDone());
                acknowledged++;
            }
            assertEquals(acknowledged, client.get(key).orElseThrow().size() / key.size());
        }
    }
}
