package plumbline.bench.store;

import io.microraft.Ordered;
import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.message.RaftMessage;
import io.microraft.report.RaftTerm;
import io.microraft.statemachine.StateMachine;
import io.microraft.store.sqlite.RaftSqliteStore;
import io.microraft.transport.Transport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * MicroRaft on its SQLite store. It comes without a network: messages are handed over as objects, which spares it what the
 * others pay for TCP and encoding.
 */
final class MicroRaftStore implements ReplicatedStore {
    private static final List<RaftEndpoint> MEMBERS = List.of(new Member("1"), new Member("2"), new Member("3"));
    private static final long ELECTION_SECONDS = 30;
    private static final int ENTRIES_OF_A_RUN = 4_000_000;

    /** A server's name. */
    record Member(String id) implements RaftEndpoint {
        @Override
        public Object getId() {
            return id;
        }
    }

    private final Map<RaftEndpoint, RaftNode> servers = new ConcurrentHashMap<>();
    private final RaftNode leader;

    MicroRaftStore(Path directory) throws Exception {
        // No snapshot during a run, as with the others.
        RaftConfig configuration = RaftConfig.newBuilder()
                .setCommitCountToTakeSnapshot(ENTRIES_OF_A_RUN)
                .setMaxPendingLogEntryCount(10_000)
                .build();
        List<RaftNode> starting = new ArrayList<>();
        for (RaftEndpoint member : MEMBERS) {
            DefaultRaftModelFactory models = new DefaultRaftModelFactory();
            RaftNode server = RaftNode.newBuilder()
                    .setGroupId("bench")
                    .setLocalEndpoint(member)
                    .setInitialGroupMembers(MEMBERS)
                    .setConfig(configuration)
                    .setTransport(new Direct())
                    .setStateMachine(new MapMachine())
                    .setStore(RaftSqliteStore.create(
                            directory.resolve(member.getId() + ".db").toFile(), models, new MicroRaftSerializer()))
                    .build();
            servers.put(member, server);
            starting.add(server);
        }
        for (RaftNode server : starting) {
            server.start().get(ELECTION_SECONDS, TimeUnit.SECONDS);
        }
        leader = awaitLeader();
    }

    private RaftNode awaitLeader() throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ELECTION_SECONDS);
        while (System.nanoTime() < end) {
            for (RaftNode server : servers.values()) {
                RaftTerm term = server.getTerm();
                if (server.getLocalEndpoint().equals(term.getLeaderEndpoint())) {
                    return server;
                }
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new TimeoutException("no leader");
    }

    @Override
    public void put(byte[] key, byte[] value) throws Exception {
        Ordered<Object> unused = leader.replicate(PutMap.command(key, value)).get();
    }

    @Override
    public void close() {
        for (RaftNode server : servers.values()) {
            Ordered<Object> unused = server.terminate().join();
        }
    }

    /** Hands a message to the server that it is for. */
    private final class Direct implements Transport {
        @Override
        public void send(RaftEndpoint target, RaftMessage message) {
            RaftNode server = servers.get(target);
            if (server != null) {
                server.handle(message);
            }
        }

        @Override
        public boolean isReachable(RaftEndpoint endpoint) {
            return servers.containsKey(endpoint);
        }
    }

    /** A map. */
    private static final class MapMachine implements StateMachine {
        private final PutMap map = new PutMap();

        @Override
        public @Nullable Object runOperation(long commitIndex, @Nullable Object operation) {
            if (operation instanceof byte[] command) {
                map.apply(command, 0, command.length);
            }
            return null;
        }

        @Override
        public void takeSnapshot(long commitIndex, Consumer<Object> chunks) {
            throw new UnsupportedOperationException("no snapshots here");
        }

        @Override
        public void installSnapshot(long commitIndex, List<Object> chunks) {
            throw new UnsupportedOperationException("no snapshots here");
        }

        @Override
        public @Nullable Object getNewTermOperation() {
            return null;
        }
    }
}
