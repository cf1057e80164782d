package plumbline.bench.store;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import plumbline.runtime.ProposalOutcome;
import plumbline.server.KvServer;
import plumbline.server.LocalCluster;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;
import plumbline.server.store.Commands;

/** Plumbline's store: servers on loopback TCP, each with its RocksDB. */
final class PlumblineStore implements ReplicatedStore {
    private interface Put {
        void put(ByteString key, ByteString value);
    }

    private final LocalCluster cluster;
    private final Put put;
    private final Runnable end;

    private PlumblineStore(LocalCluster cluster, Put put, Runnable end) {
        this.cluster = cluster;
        this.put = put;
        this.end = end;
    }

    private static LocalCluster start(Path directory) throws IOException, InterruptedException {
        LocalCluster cluster = LocalCluster.start(3, directory, UnaryOperator.identity());
        cluster.awaitLeader();
        return cluster;
    }

    /** Writes are handed to the leader. */
    static PlumblineStore atLeader(Path directory) throws IOException, InterruptedException {
        LocalCluster cluster = start(directory);
        KvServer leader = cluster.leader().orElseThrow();
        return new PlumblineStore(
                cluster,
                (key, value) -> {
                    ProposalOutcome outcome = leader.propose(Commands.encoded(Commands.put(key, value)))
                            .join();
                    if (!(outcome instanceof ProposalOutcome.Applied)) {
                        throw new IllegalStateException("not applied: " + outcome);
                    }
                },
                () -> {});
    }

    /** Writes go through the client library, which finds the leader. */
    static PlumblineStore throughClient(Path directory) throws IOException, InterruptedException {
        LocalCluster cluster = start(directory);
        KvClient client = new KvClient(cluster.addresses(), Optional.empty(), ClientOptions.DEFAULTS);
        return new PlumblineStore(cluster, client::put, client::close);
    }

    /** Commits so many writes, many at a time. */
    void fill(int entries) throws InterruptedException {
        Filling.fill(cluster, entries);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        put.put(ByteString.copyFrom(key), ByteString.copyFrom(value));
    }

    @Override
    public void close() {
        end.run();
        try {
            cluster.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
