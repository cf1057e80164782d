package plumbline.server.client;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import plumbline.server.net.ClusterAddresses;
import plumbline.server.net.Tls;
import plumbline.server.wire.Wire.ClientRequest;
import plumbline.server.wire.Wire.ClientResponse;
import plumbline.server.wire.Wire.StatusRequest;
import plumbline.server.wire.Wire.StatusResponse;

/** Asks each server of a cluster for its status, all at once, whether they have a leader or not. */
public final class StatusProbe implements ServerConnection.Listener {
    /**
     * What one server said.
     *
     * @param status its status, if it answered
     * @param failure why not, if it did not; else empty
     */
    public record Result(Optional<StatusResponse> status, String failure) {}

    private final Map<Integer, ServerConnection> connections = new ConcurrentHashMap<>();
    private final Map<Integer, CompletableFuture<Result>> results = new ConcurrentHashMap<>();

    private StatusProbe() {}

    /** The status of each server, or why there is none, within {@code timeout}. */
    public static SortedMap<Integer, Result> ask(ClusterAddresses addresses, Optional<Tls> tls, Duration timeout) {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            StatusProbe probe = new StatusProbe();
            probe.dialAll(group.next(), addresses, tls, timeout);
            SortedMap<Integer, Result> answers = new TreeMap<>();
            probe.results.forEach((server, result) -> answers.put(
                    server,
                    result.completeOnTimeout(
                                    new Result(Optional.empty(), "no answer in time"),
                                    timeout.toMillis(),
                                    TimeUnit.MILLISECONDS)
                            .join()));
            return answers;
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private void dialAll(EventLoop loop, ClusterAddresses addresses, Optional<Tls> tls, Duration timeout) {
        ClientOptions options = new ClientOptions(timeout, timeout, ClientOptions.DEFAULTS.maxCommandBytes());
        for (int server : addresses.servers().keySet()) {
            results.put(server, new CompletableFuture<>());
            connections.put(server, new ServerConnection(loop, addresses, server, tls, options, this));
        }
        loop.execute(() -> connections.values().forEach(ServerConnection::dial));
    }

    @Override
    public void opened(int server) {
        ServerConnection connection = connections.get(server);
        if (connection != null) {
            connection.write(ClientRequest.newBuilder()
                    .setStatus(StatusRequest.getDefaultInstance())
                    .build());
        }
    }

    @Override
    public void responded(int server, ClientResponse response) {
        complete(
                server,
                response.hasStatus()
                        ? new Result(Optional.of(response.getStatus()), "")
                        : new Result(Optional.empty(), "the answer is not a status"));
    }

    @Override
    public void closed(int server, String reason) {
        complete(server, new Result(Optional.empty(), reason));
    }

    private void complete(int server, Result result) {
        CompletableFuture<Result> waiting = results.get(server);
        if (waiting != null) {
            waiting.complete(result);
        }
    }
}
