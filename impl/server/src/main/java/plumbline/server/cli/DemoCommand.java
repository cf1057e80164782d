package plumbline.server.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import plumbline.runtime.ServerStatus;
import plumbline.server.LocalCluster;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;

/** {@code plumb-kv demo}: a cluster that loses its leader, in a few lines. */
@Command(
        name = "demo",
        description = {
            "Three servers on loopback, in this process, with real disks in a temporary directory: elects a leader, writes,",
            "stops the leader, goes on, brings it back, and says what happened."
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int WRITES = 1_000;
    private static final ByteString COUNT = ByteString.copyFromUtf8("count");

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        say("Three servers start on loopback, each with a disk of its own.");
        try (LocalCluster cluster = LocalCluster.start(3, temporary, UnaryOperator.identity());
                KvClient client = new KvClient(cluster.addresses(), Optional.empty(), ClientOptions.DEFAULTS)) {
            ServerStatus leader = cluster.awaitLeader();
            say("Server " + leader.id() + " was elected, in term " + leader.term() + ".");

            write(client, "a");
            say("The leader, server " + leader.id() + ", is stopped.");
            long stopped = System.nanoTime();
            cluster.stop(leader.id());
            client.put(ByteString.copyFromUtf8("after"), ByteString.copyFromUtf8("the leader is gone"));
            long back = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stopped);
            ServerStatus next = cluster.awaitLeader();
            say("Server " + next.id() + " leads term " + next.term() + "; the next write was acknowledged after " + back
                    + " ms.");

            write(client, "b");
            say("Server " + leader.id() + " comes back with what its disk holds.");
            cluster.start(leader.id());
            awaitAllApplied(cluster);
            for (var server : cluster.running().values()) {
                ServerStatus status = server.status();
                say("  server " + status.id() + ": " + status.role().name().toLowerCase(java.util.Locale.ROOT)
                        + ", term " + status.term() + ", " + status.appliedIndex() + " entries committed and applied");
            }
            int found = client.get(COUNT).map(ByteString::size).orElse(0);
            say("Of " + 2 * WRITES + " acknowledged writes " + found + " are there"
                    + (found == 2 * WRITES ? ": nothing was lost, and nothing done twice." : "."));
            return found == 2 * WRITES ? ExitCode.DONE : ExitCode.NO;
        }
    }

    /** Each write appends a letter to one value, so that its length tells lost writes and doubled ones. */
    private void write(KvClient client, String letter) {
        long begun = System.nanoTime();
        for (int i = 0; i < WRITES; i++) {
            client.append(COUNT, ByteString.copyFromUtf8(letter));
        }
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        say("A client makes " + WRITES + " writes, one after the other: " + millis
                + " ms. Each is on two disks at least.");
    }

    private static void awaitAllApplied(LocalCluster cluster) throws InterruptedException {
        ServerStatus leader = cluster.awaitLeader();
        while (cluster.running().values().stream()
                .anyMatch(server -> server.status().appliedIndex() < leader.lastIndex())) {
            Thread.sleep(1);
        }
    }

    private void say(String line) {
        out.println(line);
    }
}
