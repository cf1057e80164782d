package plumbline.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plumbline.core.Command;
import plumbline.runtime.ProposalOutcome;
import plumbline.runtime.RaftServer;
import plumbline.runtime.ServerStatus;
import plumbline.runtime.Surroundings;
import plumbline.runtime.SystemClock;
import plumbline.server.net.ClientService;
import plumbline.server.net.NettyTransport;
import plumbline.server.storage.Owner;
import plumbline.server.storage.RocksStorage;
import plumbline.server.store.KeyValueStore;

/**
 * One server of the replicated store, running. Programs may embed it: {@link #propose} takes commands without a network in
 * between, as {@link plumbline.server.store.Commands#encoded} makes them.
 *
 * <p>Any thread may call any method.
 */
public final class KvServer implements ClientService, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KvServer.class);

    private final RocksStorage storage;
    private final NettyTransport transport;
    private final SystemClock clock;
    private final RaftServer raft;

    private KvServer(RocksStorage storage, NettyTransport transport, SystemClock clock, RaftServer raft) {
        this.storage = storage;
        this.transport = transport;
        this.clock = clock;
        this.raft = raft;
    }

    /**
     * Starts a server.
     *
     * @throws IOException in one line, if its data or its address cannot be used
     */
    public static KvServer start(ServerOptions options) throws IOException {
        return start(options, UnaryOperator.identity());
    }

    /**
     * Starts a server in surroundings that are changed by {@code around}: with a listener, say.
     *
     * @throws IOException in one line, if its data or its address cannot be used
     */
    public static KvServer start(ServerOptions options, UnaryOperator<Surroundings> around) throws IOException {
        int id = options.id();
        int servers = options.cluster().size();
        RocksStorage storage =
                RocksStorage.open(options.data(), new Owner(options.cluster().name(), id, servers));
        SystemClock clock = new SystemClock();
        NettyTransport transport = null;
        try {
            transport = NettyTransport.start(options.cluster(), id, options.listenAt(), options.raft(), options.tls());
            Surroundings surroundings = around.apply(Surroundings.of(
                    transport.executor(), clock, storage, transport, new KeyValueStore(options.limits())));
            RaftServer raft = RaftServer.start(id, servers, options.raft(), surroundings);
            KvServer server = new KvServer(storage, transport, clock, raft);
            transport.serve(server);
            LOG.info(
                    "server {} of cluster '{}' listens at {}, with {} entries in {}",
                    id,
                    options.cluster().name(),
                    transport.address(),
                    raft.status().lastIndex(),
                    options.data());
            return server;
        } catch (IOException | RuntimeException failure) {
            if (transport != null) {
                transport.close();
            }
            clock.close();
            storage.close();
            throw failure;
        }
    }

    @Override
    public CompletableFuture<ProposalOutcome> propose(Command command) {
        return raft.propose(command);
    }

    @Override
    public ServerStatus status() {
        return raft.status();
    }

    /** Where it listens for peers and clients. */
    public InetSocketAddress address() {
        return transport.address();
    }

    /** Complete once the server has stopped, asked to or because it failed: {@link ServerStatus#failure} says. */
    public CompletableFuture<Void> terminated() {
        return raft.terminated();
    }

    /** Stops the server and waits until it has let go of its data and its address. */
    @Override
    public void close() throws IOException {
        raft.stop();
        raft.terminated().join();
        transport.close();
        clock.close();
        storage.close();
    }
}
