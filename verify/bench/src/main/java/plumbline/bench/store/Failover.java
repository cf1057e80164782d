package plumbline.bench.store;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import plumbline.server.LocalCluster;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;

/**
 * The longest pause between two commits while a leader is stopped, as the one client sees that writes all the time. The
 * leader's connections are closed as those of a killed process are; it hands nothing over.
 */
final class Failover implements Runnable {
    private static final int WARM_UP = 3_000;
    private static final int COMMITS_AFTER = 100;
    private static final long SETTLE_MILLIS = 700;
    private static final ByteString VALUE = ByteString.copyFromUtf8("-".repeat(100));

    private final KvClient client;
    private volatile boolean ended;
    private volatile long commits;
    private volatile long longestPause;

    private Failover(KvClient client) {
        this.client = client;
    }

    /** The pauses of so many stops, in milliseconds. */
    static double[] pauses(Path directory, int stops) throws Exception {
        double[] pauses = new double[stops];
        try (LocalCluster cluster = LocalCluster.start(3, directory, UnaryOperator.identity());
                KvClient client = new KvClient(cluster.addresses(), Optional.empty(), ClientOptions.DEFAULTS)) {
            Failover load = new Failover(client);
            Thread writer = new Thread(load, "writer");
            writer.start();
            load.await(WARM_UP);
            for (int stop = 0; stop < stops; stop++) {
                Thread.sleep(SETTLE_MILLIS);
                int leader = cluster.awaitLeader().id();
                load.longestPause = 0;
                cluster.stop(leader);
                load.await(load.commits + COMMITS_AFTER);
                pauses[stop] = load.longestPause / 1e6;
                cluster.start(leader);
            }
            load.ended = true;
            writer.join();
        }
        return pauses;
    }

    private void await(long count) throws InterruptedException {
        while (commits < count) {
            Thread.sleep(1);
        }
    }

    @Override
    public void run() {
        long last = System.nanoTime();
        for (long i = 1; !ended; i++) {
            client.put(ByteString.copyFromUtf8("key-" + i % 1_000), VALUE);
            long now = System.nanoTime();
            longestPause = Math.max(longestPause, now - last);
            last = now;
            commits = i;
        }
    }
}
