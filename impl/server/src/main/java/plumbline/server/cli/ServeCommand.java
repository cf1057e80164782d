package plumbline.server.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
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
import plumbline.runtime.RuntimeListener;
import plumbline.runtime.StepFunction;
import plumbline.runtime.Surroundings;
import plumbline.server.KvServer;
import plumbline.server.ServerOptions;
import plumbline.server.http.HttpEndpoint;
import plumbline.server.http.Metrics;
import plumbline.server.net.ClusterAddresses;
import plumbline.server.record.Recorder;

/** {@code plumb-kv serve}: one server, until it is told to stop. */
@Command(
        name = "serve",
        description = "Runs one server of a cluster, until it is interrupted (Ctrl-C, SIGTERM) or fails.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "130, 143:it was interrupted or terminated, and has stopped in good order",
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

    @Option(
            names = "--http",
            paramLabel = "[HOST:]PORT",
            description = "Answer /health and /metrics (Prometheus) here; on loopback if no host is given.")
    private @Nullable String http;

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = {
                "Write down each step, for 'plumb replay FILE' to take again. An earlier recording is kept under another",
                "name. Costs time and disk."
            })
    private @Nullable Path record;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerOptions options = options();
        InetSocketAddress httpAt = http == null ? null : httpAddress(http);
        try (Recorder recorder = record == null ? null : Recorder.to(record, StepFunction.RAFT)) {
            return httpAt == null
                    ? run(KvServer.start(options, around -> recorded(around, recorder)))
                    : runWithHttp(options, httpAt, recorder);
        }
    }

    private static Surroundings recorded(Surroundings around, @Nullable Recorder recorder) {
        return recorder == null ? around : around.with((StepFunction) recorder);
    }

    private int runWithHttp(ServerOptions options, InetSocketAddress httpAt, @Nullable Recorder recorder)
            throws IOException, InterruptedException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Metrics metrics = new Metrics(registry);
        KvServer server =
                KvServer.start(options, around -> recorded(around, recorder).with((RuntimeListener) metrics));
        metrics.watch(server::status, options.cluster().size());
        HttpEndpoint endpoint;
        try {
            endpoint = HttpEndpoint.start(httpAt, server::status, registry);
        } catch (IOException failure) {
            server.close();
            throw failure;
        }
        try (endpoint) {
            return run(server);
        }
    }

    private int run(KvServer server) throws InterruptedException {
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
                    listen == null ? options.listenAt() : address("--listen", listen, listen, "HOST:PORT"),
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

    private static InetSocketAddress httpAddress(String text) {
        return address("--http", text, text.indexOf(':') < 0 ? "127.0.0.1:" + text : text, "[HOST:]PORT");
    }

    private static InetSocketAddress address(String option, String given, String meant, String form) {
        try {
            InetSocketAddress parsed =
                    ClusterAddresses.parse("any", "1=" + meant).of(1);
            return new InetSocketAddress(parsed.getHostString(), parsed.getPort());
        } catch (IllegalArgumentException wrong) {
            throw new BadUsageException(option + " is '" + given + "', must be " + form);
        }
    }
}
