package plumbline.server.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import plumbline.server.net.ClusterAddresses;
import plumbline.server.net.Tls;
import plumbline.server.store.Commands;
import plumbline.server.wire.Refused;
import plumbline.server.wire.StoreResult;
import plumbline.server.wire.Wire.ClientRequest;
import plumbline.server.wire.Wire.ClientResponse;
import plumbline.server.wire.Wire.NotAccepted;

/**
 * Sends requests to whoever leads, and again to another until they are answered or too late. All on the event loop.
 *
 * <p>To send a request again is always safe: a read changes nothing, and a write has its number in a session, which the store
 * does once.
 */
final class Dispatcher implements ServerConnection.Listener {
    private static final long TICK_MILLIS = 5;
    private static final long PAUSE_MILLIS = 5;
    private static final long FOR_EVER = TimeUnit.DAYS.toNanos(365);

    private final ClientOptions options;
    private final Map<Integer, ServerConnection> connections = new HashMap<>();
    private final Map<Long, Request> underWay = new HashMap<>();
    private final List<Request> waiting = new ArrayList<>();
    private final WriteSession session = new WriteSession();
    private boolean openingSession;
    private long lastId;
    private int target = 1;
    private long turnedAt = System.nanoTime();
    private int redirects;
    private long pausedUntil;
    private String lastTrouble = "no server was reached";
    private boolean closed;

    Dispatcher(EventLoop loop, ClusterAddresses addresses, Optional<Tls> tls, ClientOptions options) {
        this.options = options;
        for (int server = 1; server <= addresses.size(); server++) {
            connections.put(server, new ServerConnection(loop, addresses, server, tls, options, this));
        }
        loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void submit(Request request) {
        if (closed) {
            fail(request, KvException.Kind.NOT_DONE, "the client is closed");
        } else if (request.command.getSerializedSize() > options.maxCommandBytes()) {
            fail(
                    request,
                    KvException.Kind.REFUSED,
                    "the command has more than " + options.maxCommandBytes() + " bytes");
        } else if (request.isWrite()) {
            session.hold(request);
            sendWrites();
        } else {
            request.encoded = request.command.toByteString();
            send(request);
        }
    }

    // Sending

    private void sendWrites() {
        if (!session.isOpen()) {
            if (session.isHolding()) {
                openSession();
            }
            return;
        }
        for (Request write = session.next(); write != null; write = session.next()) {
            send(write);
        }
    }

    private void openSession() {
        if (openingSession) {
            return;
        }
        openingSession = true;
        Request open = new Request(Commands.openSession(), System.nanoTime() + FOR_EVER);
        open.encoded = open.command.toByteString();
        open.answer.thenAccept(result -> {
            openingSession = false;
            session.opened(result.getSessionOpened().getSession());
            sendWrites();
        });
        send(open);
    }

    private void send(Request request) {
        ServerConnection connection = connection(target);
        if (!connection.isOpen() || System.nanoTime() - pausedUntil < 0) {
            waiting.add(request);
            connection.dial();
            return;
        }
        long id = ++lastId;
        request.askedServer = target;
        request.askedAt = System.nanoTime();
        underWay.put(id, request);
        connection.write(
                ClientRequest.newBuilder().setId(id).setCommand(request.encoded).build());
    }

    private ServerConnection connection(int server) {
        ServerConnection connection = connections.get(server);
        if (connection == null) {
            throw new IllegalArgumentException("there is no server " + server);
        }
        return connection;
    }

    private void sendWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Request> ready = List.copyOf(waiting);
        waiting.clear();
        ready.forEach(this::send);
    }

    // What comes back

    @Override
    public void opened(int server) {
        if (server == target) {
            sendWaiting();
        }
    }

    @Override
    public void closed(int server, String reason) {
        lastTrouble = "server " + server + ": " + reason;
        retryAllAskedOf(server);
        if (server == target) {
            turnTo(next(server));
        }
    }

    private void retryAllAskedOf(int server) {
        underWay.values().removeIf(request -> {
            if (request.askedServer != server) {
                return false;
            }
            request.uncertain = true;
            waiting.add(request);
            return true;
        });
    }

    @Override
    public void responded(int server, ClientResponse response) {
        Request request = underWay.remove(response.getId());
        if (request == null) {
            return;
        }
        switch (response.getResponseCase()) {
            case RESULT -> answered(request, response);
            case NOT_ACCEPTED -> notAccepted(server, request, response.getNotAccepted());
            case OUTCOME_UNKNOWN -> {
                request.uncertain = true;
                lastTrouble = "server " + server + " stopped leading";
                again(request, server, response.getOutcomeUnknown().getLeader());
            }
            case STATUS, RESPONSE_NOT_SET ->
                fail(request, KvException.Kind.OUTCOME_UNKNOWN, "server " + server + " answered with nonsense");
        }
    }

    private void notAccepted(int server, Request request, NotAccepted answer) {
        switch (answer.getReason()) {
            case TOO_LONG -> fail(request, KvException.Kind.REFUSED, "the command is longer than the servers take");
            case TRY_LATER -> {
                lastTrouble = "server " + server + " has too much to do";
                pause();
                waiting.add(request);
            }
            default -> {
                lastTrouble = "server " + server + " does not lead";
                again(request, server, answer.getLeader());
            }
        }
    }

    /** {@code server} said no; {@code leader} is whom it named. */
    private void again(Request request, int server, int leader) {
        waiting.add(request);
        if (server != target) {
            sendWaiting();
        } else if (leader != 0
                && leader != server
                && connections.containsKey(leader)
                && redirects < connections.size()) {
            redirects++;
            turnTo(leader);
            pausedUntil = turnedAt;
            sendWaiting();
        } else {
            redirects = 0;
            turnTo(next(server));
        }
    }

    private int next(int server) {
        return server % connections.size() + 1;
    }

    /** From now on {@code server} is asked, in a moment. */
    private void turnTo(int server) {
        target = server;
        turnedAt = System.nanoTime();
        pause();
        connection(server).dial();
    }

    private void pause() {
        pausedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
    }

    private void answered(Request request, ClientResponse response) {
        StoreResult result;
        try {
            result = StoreResult.parseFrom(response.getResult());
        } catch (InvalidProtocolBufferException e) {
            fail(request, KvException.Kind.OUTCOME_UNKNOWN, "the answer is not a StoreResult");
            return;
        }
        redirects = 0;
        if (!result.hasRefused()) {
            done(request);
            request.answer.complete(result);
            return;
        }
        Refused refused = result.getRefused();
        switch (refused.getReason()) {
            case SESSION_EXPIRED -> sessionExpired(request, refused);
            case RESULT_FORGOTTEN -> fail(request, KvException.Kind.OUTCOME_UNKNOWN, refused.getDetail());
            default -> fail(request, KvException.Kind.REFUSED, refused.getDetail());
        }
    }

    private void sessionExpired(Request request, Refused refused) {
        session.expired(request.session);
        if (request.uncertain) {
            fail(request, KvException.Kind.OUTCOME_UNKNOWN, refused.getDetail());
            return;
        }
        // It was sent once, and refused: as if it had never been sent.
        session.hold(request);
        sendWrites();
    }

    // Time

    private void tick() {
        long now = System.nanoTime();
        giveUpOnSilentServer(now);
        giveUpTheLate(now);
        if (now - pausedUntil >= 0) {
            sendWaiting();
        }
        sendWrites();
    }

    private void giveUpTheLate(long now) {
        List<Request> late = new ArrayList<>();
        underWay.values().removeIf(request -> {
            boolean isLate = now - request.deadline >= 0;
            if (isLate) {
                request.uncertain = true;
                late.add(request);
            }
            return isLate;
        });
        waiting.removeIf(request -> now - request.deadline >= 0 && late.add(request));
        session.takeLate(now, late::add);
        for (Request request : late) {
            fail(
                    request,
                    request.uncertain ? KvException.Kind.OUTCOME_UNKNOWN : KvException.Kind.NOT_DONE,
                    "no answer within " + options.deadline().toMillis() + " ms; last: " + lastTrouble);
        }
    }

    private void giveUpOnSilentServer(long now) {
        long longest = options.attemptTimeout().toNanos();
        for (Request request : underWay.values()) {
            if (now - request.askedAt >= longest) {
                int silent = request.askedServer;
                connection(silent).drop();
                closed(silent, "no answer in time");
                return;
            }
        }
        // A server may be stopped in such a way that it takes connections in and says nothing.
        if (!waiting.isEmpty() && !connection(target).isOpen() && now - turnedAt >= longest) {
            lastTrouble = "server " + target + ": no connection in time";
            turnTo(next(target));
        }
    }

    private void fail(Request request, KvException.Kind kind, String reason) {
        done(request);
        request.answer.completeExceptionally(new KvException(kind, reason));
    }

    private void done(Request request) {
        if (request.isWrite()) {
            session.done(request);
            sendWrites();
        }
    }

    void close() {
        closed = true;
        List<Request> open = new ArrayList<>(waiting);
        open.addAll(underWay.values());
        open.addAll(session.takeAll());
        waiting.clear();
        underWay.clear();
        for (Request request : open) {
            request.answer.completeExceptionally(new KvException(
                    request.uncertain || request.askedServer != 0
                            ? KvException.Kind.OUTCOME_UNKNOWN
                            : KvException.Kind.NOT_DONE,
                    "the client was closed"));
        }
        connections.values().forEach(ServerConnection::drop);
    }
}
