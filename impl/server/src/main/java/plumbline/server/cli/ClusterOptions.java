package plumbline.server.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import plumbline.server.net.ClusterAddresses;
import plumbline.server.net.Tls;

/** Which cluster, and how to prove that one belongs to it. */
final class ClusterOptions {
    @Option(
            names = "--cluster",
            paramLabel = "1=HOST:PORT,...",
            description = "All servers of the cluster and where they listen.")
    private @Nullable String cluster;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "plumbline",
            description = "The cluster's name, the same everywhere (default: ${DEFAULT-VALUE}).")
    private String name = "plumbline";

    @Option(
            names = "--tls-certificate",
            paramLabel = "PEM",
            description = "Encrypt; this end's certificate. A server's names it: DNS name server-ID.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "PEM", description = "The certificate's key, PKCS #8.")
    private @Nullable Path key;

    @Option(
            names = "--tls-authority",
            paramLabel = "PEM",
            description = "The authority whose certificates are trusted, at both ends.")
    private @Nullable Path authority;

    boolean isGiven() {
        return cluster != null;
    }

    ClusterAddresses addresses() {
        if (cluster == null) {
            throw new BadUsageException("missing required option: '--cluster=1=HOST:PORT,...'");
        }
        try {
            return ClusterAddresses.parse(name, cluster);
        } catch (IllegalArgumentException wrong) {
            throw new BadUsageException("--cluster: " + wrong.getMessage());
        }
    }

    Optional<Tls> tls() {
        if (certificate == null && key == null && authority == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null || authority == null) {
            throw new BadUsageException("--tls-certificate, --tls-key and --tls-authority go together");
        }
        try {
            return Optional.of(Tls.of(certificate, key, authority));
        } catch (IllegalArgumentException wrong) {
            throw new BadUsageException(String.valueOf(wrong.getMessage()));
        }
    }
}
