package plumbline.server.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plumbline.runtime.RaftConfiguration;
import plumbline.server.KvServer;
import plumbline.server.ServerOptions;
import plumbline.server.net.ClusterAddresses;

/** {@code plumb-kv serve}: one server, until it is told to stop. */
@Command(
        name = "serve",
        description = "Runs one server of a cluster, until it is interrupted (Ctrl-C, SIGTERM) or fails.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was told to stop",
            "1:it failed: its disk, most likely; the log says how",
            "2:bad usage, an address or data that cannot be used"
        },
        footer = {
            "",
            "Example, a cluster on one machine (each in its own terminal):",
            "  plumb-kv serve --id 1 --cluster 1=localhost:7001,2=localhost:7002,3=localhost:7003 --data data/1",
            "  plumb-kv serve --id 2 --cluster 1=localhost:7001,2=localhost:7002,3=localhost:7003 --data data/2",
            "  plumb-kv serve --id 3 --cluster 1=localhost:7001,2=localhost:7002,3=localhost:7003 --data data/3"
        })
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--id", required = true, paramLabel = "N", description = "Which of the servers this is.")
    private int id;

    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Where the log and the vote are kept. A server that has lost its data must not come back.")
    private Path data = Path.of("");

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Listen here, if it is not the address in --cluster (behind a proxy, say).")
    private @Nullable String listen;

    @Option(
            names = "--election-timeout",
            paramLabel = "MS",
            defaultValue = "150",
            description =
                    "Shortest wait for a leader; the longest is twice that, and a leader is heard every third of it (default: ${DEFAULT-VALUE}).")
    private int electionTimeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        KvServer server = KvServer.start(options());
        Thread stop = new Thread(() -> stop(server), "plumbline-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        server.terminated().join();
        if (server.status().failure().isEmpty()) {
            // It was told to stop, and the virtual machine goes down with exit code 0 when the hook has run.
            stop.join();
            return ExitCode.DONE;
        }
        System.err.println("plumb-kv: server " + id + " failed: "
                + server.status().failure().map(Throwable::getMessage).orElse(""));
        return ExitCode.NO;
    }

    private static void stop(KvServer server) {
        try {
            server.close();
        } catch (IOException failure) {
            System.err.println("plumb-kv: while stopping: " + failure.getMessage());
        }
    }

    private ServerOptions options() {
        ClusterAddresses addresses = cluster.addresses();
        try {
            ServerOptions options = ServerOptions.of(id, addresses, data);
            return new ServerOptions(
                    id,
                    addresses,
                    listen == null ? options.listenAt() : address(listen),
                    data,
                    cluster.tls(),
                    times(options.raft()),
                    options.limits());
        } catch (IllegalArgumentException wrong) {
            throw new BadUsageException("--id: " + wrong.getMessage());
        }
    }

    private RaftConfiguration times(RaftConfiguration defaults) {
        if (electionTimeout < 10 || electionTimeout > 60_000) {
            throw new BadUsageException("--election-timeout is " + electionTimeout + ", must be 10 to 60000");
        }
        return defaults.withTimes(
                Duration.ofMillis(electionTimeout),
                Duration.ofMillis(2L * electionTimeout),
                Duration.ofMillis(Math.max(1, electionTimeout / 3)));
    }

    private static InetSocketAddress address(String text) {
        try {
            InetSocketAddress parsed =
                    ClusterAddresses.parse("any", "1=" + text).of(1);
            return new InetSocketAddress(parsed.getHostString(), parsed.getPort());
        } catch (IllegalArgumentException wrong) {
            throw new BadUsageException("--listen is '" + text + "', must be HOST:PORT");
        }
    }
}
