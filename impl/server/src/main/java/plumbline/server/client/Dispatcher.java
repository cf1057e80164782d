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
 * Sends requests to whoever leads, and again until they are answered or too late; {@link LeaderSearch} says to whom. All on
 * the event loop.
 *
 * <p>To send a request again is always safe: a read changes nothing, and a write has its number in a session, which the store
 * does once.
 */
final class Dispatcher implements ServerConnection.Listener {
    private static final long TICK_MILLIS = 5;
    private static final long FOR_EVER = TimeUnit.DAYS.toNanos(365);

    private final ClientOptions options;
    private final LeaderSearch leader;
    private final Map<Long, Request> underWay = new HashMap<>();
    private final List<Request> waiting = new ArrayList<>();
    private final WriteSession session = new WriteSession();
    private boolean openingSession;
    private long lastId;
    private String lastTrouble = "no server was reached";
    private boolean closed;

    Dispatcher(EventLoop loop, ClusterAddresses addresses, Optional<Tls> tls, ClientOptions options) {
        this.options = options;
        this.leader = new LeaderSearch(loop, addresses, tls, options, this);
        loop.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    void submit(Request request) {
        if (closed) {
            refuseAsClosed(request);
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

    /** Any thread: a closed client has none of its own. */
    static void refuseAsClosed(Request request) {
        request.answer.completeExceptionally(new KvException(KvException.Kind.NOT_DONE, "the client is closed"));
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
        open.answer.whenComplete((result, failure) -> {
            openingSession = false;
            if (failure == null) {
                session.opened(result.getSessionOpened().getSession());
                sendWrites();
            }
        });
        send(open);
    }

    private void send(Request request) {
        if (!leader.isReady()) {
            waiting.add(request);
            return;
        }
        long id = ++lastId;
        request.askedServer = leader.asked();
        request.askedAt = System.nanoTime();
        underWay.put(id, request);
        leader.write(
                ClientRequest.newBuilder().setId(id).setCommand(request.encoded).build());
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
        if (server == leader.asked()) {
            sendWaiting();
        }
    }

    @Override
    public void closed(int server, String reason) {
        lastTrouble = "server " + server + ": " + reason;
        retryAllAskedOf(server);
        leader.lost(server);
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
                leader.pause();
                waiting.add(request);
            }
            default -> {
                lastTrouble = "server " + server + " does not lead";
                again(request, server, answer.getLeader());
            }
        }
    }

    /** {@code server} said no; {@code named} is whom it took for the leader. */
    private void again(Request request, int server, int named) {
        waiting.add(request);
        if (leader.refused(server, named)) {
            sendWaiting();
        }
    }

    private void answered(Request request, ClientResponse response) {
        StoreResult result;
        try {
            result = StoreResult.parseFrom(response.getResult());
        } catch (InvalidProtocolBufferException e) {
            fail(request, KvException.Kind.OUTCOME_UNKNOWN, "the answer is not a StoreResult");
            return;
        }
        leader.found();
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
        if (!leader.isPausing()) {
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
                leader.drop(silent);
                closed(silent, "no answer in time");
                return;
            }
        }
        // A server may be stopped in such a way that it takes connections in and says nothing.
        if (!waiting.isEmpty() && leader.isUnreached(now, longest)) {
            lastTrouble = "server " + leader.asked() + ": no connection in time";
            leader.lost(leader.asked());
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
        underWay.values().forEach(request -> request.uncertain = true);
        List<Request> open = new ArrayList<>(waiting);
        open.addAll(underWay.values());
        open.addAll(session.takeAll());
        waiting.clear();
        underWay.clear();
        for (Request request : open) {
            request.answer.completeExceptionally(new KvException(
                    request.uncertain ? KvException.Kind.OUTCOME_UNKNOWN : KvException.Kind.NOT_DONE,
                    "the client was closed"));
        }
        leader.close();
    }
}
