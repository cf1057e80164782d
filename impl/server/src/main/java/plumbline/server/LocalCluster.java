package plumbline.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import plumbline.runtime.ServerStatus;
import plumbline.server.net.ClusterAddresses;

/**
 * A whole cluster in this process: real servers on loopback TCP with real disks. For demonstrations, benchmarks and tests.
 * Not thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
    private static final long POLL_MILLIS = 1;
    private static final int LOWEST_PORT = 20_000;
    private static final int PORTS = 12_000;

    private final Path directory;
    private final boolean temporary;
    private final ClusterAddresses addresses;
    private final UnaryOperator<ServerOptions> options;
    private final SortedMap<Integer, KvServer> running = new TreeMap<>();

    private LocalCluster(
            Path directory, boolean temporary, ClusterAddresses addresses, UnaryOperator<ServerOptions> options) {
        this.directory = directory;
        this.temporary = temporary;
        this.addresses = addresses;
        this.options = options;
    }

    /**
     * Starts {@code servers} servers in a new directory below {@code parent}, which {@link #close} deletes, with
     * {@code options} made of the defaults.
     */
    public static LocalCluster start(int servers, Path parent, UnaryOperator<ServerOptions> options)
            throws IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(parent), "plumb-kv-");
        return start(directory, true, servers, options);
    }

    /** Starts {@code servers} servers in {@code directory}, with what it holds of them; it stays when they are closed. */
    public static LocalCluster in(Path directory, int servers, UnaryOperator<ServerOptions> options)
            throws IOException {
        return start(Files.createDirectories(directory), false, servers, options);
    }

    private static LocalCluster start(
            Path directory, boolean temporary, int servers, UnaryOperator<ServerOptions> options) throws IOException {
        ClusterAddresses addresses = new ClusterAddresses("plumbline", freeAddresses(servers));
        LocalCluster cluster = new LocalCluster(directory, temporary, addresses, options);
        try {
            cluster.startAll();
            return cluster;
        } catch (IOException | RuntimeException failure) {
            try {
                cluster.close();
            } catch (IOException | RuntimeException inClosing) {
                failure.addSuppressed(inClosing);
            }
            throw failure;
        }
    }

    /** All side by side: reading a long log keeps a processor busy. Waits for each of them, whatever becomes of the others. */
    private void startAll() throws IOException {
        SortedMap<Integer, CompletableFuture<KvServer>> starts = new TreeMap<>();
        ExecutorService starters = Executors.newFixedThreadPool(addresses.size());
        for (int server = 1; server <= addresses.size(); server++) {
            ServerOptions told = optionsOf(server);
            starts.put(server, CompletableFuture.supplyAsync(() -> started(told), starters));
        }
        starters.shutdown();
        List<IOException> failures = new ArrayList<>();
        starts.forEach((server, start) -> {
            try {
                running.put(server, start.join());
            } catch (CompletionException failure) {
                failures.add(
                        failure.getCause() instanceof UncheckedIOException told
                                ? told.getCause()
                                : new IOException("server " + server + " could not be started", failure));
            }
        });
        if (!failures.isEmpty()) {
            IOException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private static KvServer started(ServerOptions options) {
        try {
            return KvServer.start(options);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Ports of loopback that nobody uses at the moment, below those that systems give to whoever asks for any: a server that
     * was down finds its own free when it comes back.
     */
    public static SortedMap<Integer, InetSocketAddress> freeAddresses(int servers) throws IOException {
        SortedMap<Integer, InetSocketAddress> free = new TreeMap<>();
        Random random = new Random();
        while (free.size() < servers) {
            int port = LOWEST_PORT + random.nextInt(PORTS);
            if (free.values().stream().allMatch(other -> other.getPort() != port) && isFree(port)) {
                free.put(free.size() + 1, InetSocketAddress.createUnresolved("127.0.0.1", port));
            }
        }
        return free;
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException taken) {
            return false;
        }
    }

    /** Where its servers are. */
    public ClusterAddresses addresses() {
        return addresses;
    }

    /** Starts {@code server}, for the first time or from what its disk holds. */
    public void start(int server) throws IOException {
        running.put(server, KvServer.start(optionsOf(server)));
    }

    private ServerOptions optionsOf(int server) {
        return options.apply(ServerOptions.of(server, addresses, directory.resolve("server-" + server)));
    }

    /** Stops {@code server}. */
    public void stop(int server) throws IOException {
        KvServer stopped = running.remove(server);
        if (stopped != null) {
            stopped.close();
        }
    }

    /** The servers that run, by their numbers. */
    public SortedMap<Integer, KvServer> running() {
        return running;
    }

    /** The server that leads the highest term, if any that runs does. */
    public Optional<KvServer> leader() {
        return running.values().stream()
                .filter(server -> server.status().isLeader())
                .max(Comparator.comparingLong(server -> server.status().term()));
    }

    /** Waits until one leads and the other running servers follow it; its status. */
    public ServerStatus awaitLeader() throws InterruptedException {
        while (true) {
            Optional<KvServer> leader = leader();
            if (leader.isPresent()) {
                ServerStatus status = leader.get().status();
                if (running.values().stream()
                        .map(KvServer::status)
                        .allMatch(other -> other.term() == status.term() && other.leader() == status.id())) {
                    return status;
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        for (KvServer server : running.values()) {
            server.close();
        }
        running.clear();
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(LocalCluster::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
