package plumbline.server.cli;

import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;

/** The options of a command that is a client. */
final class ClientSettings {
    @Mixin
    private ClusterOptions cluster;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to try (default: ${DEFAULT-VALUE}).")
    private double timeout = 10;

    ClusterOptions cluster() {
        return cluster;
    }

    Duration timeout() {
        if (!(timeout > 0 && timeout <= 86_400)) {
            throw new BadUsageException("--timeout is " + timeout + ", must be above 0 and at most 86400");
        }
        return Duration.ofNanos((long) (timeout * 1e9));
    }

    KvClient connect() {
        return new KvClient(cluster.addresses(), cluster.tls(), ClientOptions.DEFAULTS.withDeadline(timeout()));
    }
}
