package plumbline.server.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plumbline.server.LocalCluster;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;

/** {@code plumb-kv bench}: closed-loop writers, and how long they wait. */
@Command(
        name = "bench",
        description = {
            "Threads that each write one value after the other, waiting for each answer. Without --cluster, three servers on",
            "loopback TCP in this process, with disks in --data: then the threads hand their writes to the leader itself,",
            "or with --client go through the client library and the network."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  plumb-kv bench --threads 64 --seconds 15",
            "  plumb-kv bench --threads 64 --seconds 15 --cluster 1=localhost:7001,2=localhost:7002,3=localhost:7003"
        })
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions cluster;

    @Option(names = "--threads", defaultValue = "64", description = "How many writers (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--seconds", defaultValue = "15", description = "How long to measure (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long to write before measuring (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--value-bytes",
            paramLabel = "N",
            defaultValue = "100",
            description = "Length of the values; keys have 16 bytes (default: ${DEFAULT-VALUE}).")
    private int valueBytes;

    @Option(names = "--client", description = "Through the client library even when the servers are in this process.")
    private boolean throughClient;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Below which the servers of this process keep their disks (default: the temporary directory).")
    private @Nullable Path data;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        within("--threads", threads, 1, 4_096);
        within("--seconds", seconds, 1, 86_400);
        within("--warmup", warmup, 0, 3_600);
        within("--value-bytes", valueBytes, 0, 48 * 1_024);
        if (cluster.isGiven()) {
            try (KvClient client = new KvClient(cluster.addresses(), cluster.tls(), ClientOptions.DEFAULTS)) {
                return measure(Load.through(client), "through the client library");
            }
        }
        Path parent = data == null ? Path.of(System.getProperty("java.io.tmpdir")) : data;
        try (LocalCluster local = LocalCluster.start(3, parent, UnaryOperator.identity())) {
            local.awaitLeader();
            if (!throughClient) {
                return measure(
                        Load.into(local), "three servers and the load in one process, writes handed to the leader");
            }
            try (KvClient client = new KvClient(local.addresses(), Optional.empty(), ClientOptions.DEFAULTS)) {
                return measure(
                        Load.through(client), "three servers and the load in one process, through the client library");
            }
        }
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BadUsageException(option + " is " + value + ", must be " + least + " to " + most);
        }
    }

    private int measure(Load load, String how) throws InterruptedException {
        if (warmup > 0) {
            load.run(threads, valueBytes, warmup);
        }
        Load.Outcome outcome = load.run(threads, valueBytes, seconds);
        Histogram latencies = outcome.latenciesNanos();
        double perSecond = latencies.getTotalCount() / outcome.seconds();
        PrintStream out = System.out;
        if (json) {
            out.printf(
                    Locale.ROOT,
                    "{\"threads\":%d,\"seconds\":%.3f,\"writesPerSecond\":%.0f,\"p50Ms\":%.3f,\"p99Ms\":%.3f,\"maxMs\":%.3f,\"failed\":%d}%n",
                    threads,
                    outcome.seconds(),
                    perSecond,
                    millis(latencies, 50),
                    millis(latencies, 99),
                    millis(latencies, 100),
                    outcome.failed());
        } else {
            out.println(how + "; keys of 16 bytes, values of " + valueBytes + ", every write synced");
            out.printf(
                    Locale.ROOT,
                    "%d threads, %.1f s: %,.0f writes/s; latency median %.2f ms, 99%% %.2f ms, longest %.1f ms%s%n",
                    threads,
                    outcome.seconds(),
                    perSecond,
                    millis(latencies, 50),
                    millis(latencies, 99),
                    millis(latencies, 100),
                    outcome.failed() == 0 ? "" : "; " + outcome.failed() + " failed");
        }
        return outcome.failed() == 0 ? ExitCode.DONE : ExitCode.NO;
    }

    private static double millis(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
