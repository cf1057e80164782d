package plumbline.server.client;

import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import plumbline.server.net.ClusterAddresses;
import plumbline.server.net.Tls;
import plumbline.server.wire.Wire.ClientRequest;

/**
 * Whom to ask: the server that leads, as far as servers tell, else one after the other. Holds the connections. On the event
 * loop.
 */
final class LeaderSearch {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Map<Integer, ServerConnection> connections = new HashMap<>();
    private int asked = 1;
    private long turnedAt = System.nanoTime();
    private long pausedUntil = turnedAt;
    /** How often in a row one server named another as the leader. */
    private int redirects;

    LeaderSearch(
            EventLoop loop,
            ClusterAddresses addresses,
            Optional<Tls> tls,
            ClientOptions options,
            ServerConnection.Listener listener) {
        for (int server = 1; server <= addresses.size(); server++) {
            connections.put(server, new ServerConnection(loop, addresses, server, tls, options, listener));
        }
    }

    /** The server that is asked at the moment. */
    int asked() {
        return asked;
    }

    /** Whether it can be asked now; if there is no connection, it is dialled. */
    boolean isReady() {
        ServerConnection connection = connection(asked);
        connection.dial();
        return connection.isOpen() && !isPausing();
    }

    boolean isPausing() {
        return System.nanoTime() - pausedUntil < 0;
    }

    /** Asks nobody for a moment. */
    void pause() {
        pausedUntil = System.nanoTime() + PAUSE_NANOS;
    }

    void write(ClientRequest request) {
        connection(asked).write(request);
    }

    /** The server that is asked leads. */
    void found() {
        redirects = 0;
    }

    /**
     * {@code server} does not lead and named {@code leader}, 0 if it knows none. Whether to ask at once; else it is the turn
     * of the next, in a moment. Servers that name one another are not followed for ever.
     */
    boolean refused(int server, int leader) {
        if (server != asked) {
            return true;
        }
        if (leader != server && connections.containsKey(leader) && redirects < connections.size()) {
            redirects++;
            turnTo(leader);
            pausedUntil = turnedAt;
            return true;
        }
        redirects = 0;
        turnTo(next(server));
        return false;
    }

    /** {@code server} cannot be reached: if it is asked, it is the turn of the next, in a moment. */
    void lost(int server) {
        if (server == asked) {
            turnTo(next(server));
        }
    }

    /** Whether the server that is asked has not been reached for {@code nanos}. */
    boolean isUnreached(long now, long nanos) {
        return !connection(asked).isOpen() && now - turnedAt >= nanos;
    }

    private int next(int server) {
        return server % connections.size() + 1;
    }

    private void turnTo(int server) {
        asked = server;
        turnedAt = System.nanoTime();
        pause();
        connection(server).dial();
    }

    /** Closes the connection to {@code server}; it may be dialled again. */
    void drop(int server) {
        connection(server).drop();
    }

    void close() {
        connections.values().forEach(ServerConnection::drop);
    }

    private ServerConnection connection(int server) {
        ServerConnection connection = connections.get(server);
        if (connection == null) {
            throw new IllegalArgumentException("there is no server " + server);
        }
        return connection;
    }
}
