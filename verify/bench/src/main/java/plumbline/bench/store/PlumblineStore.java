package plumbline.bench.store;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import plumbline.runtime.ProposalOutcome;
import plumbline.server.KvServer;
import plumbline.server.LocalCluster;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;
import plumbline.server.store.Commands;
import plumbline.server.wire.StoreCommand;

/** Plumbline's store: servers on loopback TCP, each with its RocksDB. */
final class PlumblineStore implements ReplicatedStore {
    private static final long NANOSECONDS_TO_THE_NEXT_TRY = 1_000_000;

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

    /** Writes are handed to the leader, or to the next one until they are applied. */
    static PlumblineStore atLeader(Path directory) throws IOException, InterruptedException {
        LocalCluster cluster = start(directory);
        return new PlumblineStore(
                cluster,
                (key, value) -> {
                    StoreCommand command = Commands.put(key, value);
                    // When leadership moves, a put may be done twice, which changes nothing.
                    while (!isAppliedByLeader(cluster, command)) {
                        LockSupport.parkNanos(NANOSECONDS_TO_THE_NEXT_TRY);
                    }
                },
                () -> {});
    }

    private static boolean isAppliedByLeader(LocalCluster cluster, StoreCommand command) {
        Optional<KvServer> leader = cluster.leader();
        return leader.isPresent()
                && leader.get().propose(Commands.encoded(command)).join() instanceof ProposalOutcome.Applied;
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
