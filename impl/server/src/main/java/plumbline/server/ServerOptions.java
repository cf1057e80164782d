package plumbline.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import plumbline.runtime.RaftConfiguration;
import plumbline.server.net.ClusterAddresses;
import plumbline.server.net.Tls;
import plumbline.server.store.StoreLimits;

/**
 * All that a server is told.
 *
 * @param id which of the cluster's servers it is
 * @param cluster all servers, this one included
 * @param listenAt where it listens for peers and clients
 * @param data the directory of what survives a crash; made if it does not exist
 * @param tls certificates, if connections are to be encrypted and authenticated
 * @param raft times, sizes and bounds
 * @param limits what the store takes, the same on all servers
 */
public record ServerOptions(
        int id,
        ClusterAddresses cluster,
        InetSocketAddress listenAt,
        Path data,
        Optional<Tls> tls,
        RaftConfiguration raft,
        StoreLimits limits) {
    /** Server {@code id} at its address in {@code cluster}, with the defaults. */
    public static ServerOptions of(int id, ClusterAddresses cluster, Path data) {
        InetSocketAddress address = cluster.of(id);
        return new ServerOptions(
                id,
                cluster,
                new InetSocketAddress(address.getHostString(), address.getPort()),
                data,
                Optional.empty(),
                RaftConfiguration.defaults(),
                StoreLimits.DEFAULTS);
    }
}
