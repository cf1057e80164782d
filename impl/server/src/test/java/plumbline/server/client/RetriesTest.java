package plumbline.server.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import plumbline.server.net.ClusterAddresses;
import plumbline.server.net.Frames;
import plumbline.server.net.PlainFrames;
import plumbline.server.store.Commands;
import plumbline.server.wire.Done;
import plumbline.server.wire.Refused;
import plumbline.server.wire.SessionOpened;
import plumbline.server.wire.StoreCommand;
import plumbline.server.wire.StoreResult;
import plumbline.server.wire.Value;
import plumbline.server.wire.Wire.ClientRequest;
import plumbline.server.wire.Wire.ClientResponse;
import plumbline.server.wire.Wire.Hello;
import plumbline.server.wire.Wire.NotAccepted;
import plumbline.server.wire.Wire.OutcomeUnknown;
import plumbline.server.wire.Wire.Reply;
import plumbline.server.wire.Wire.Welcome;

/** A client, and servers that the test plays: they say when it matters what real ones say by chance. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RetriesTest {
    private static final ByteString KEY = ByteString.copyFromUtf8("key");
    private static final StoreCommand WRITE = Commands.append(KEY, KEY);
    private static final StoreResult DONE =
            StoreResult.newBuilder().setDone(Done.newBuilder().setChanged(true)).build();
    private static final ClientOptions PATIENT =
            new ClientOptions(Duration.ofSeconds(60), Duration.ofSeconds(60), 64 * 1_024);

    private static final class PlayedServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private Socket socket = new Socket();
        private long lastId;

        PlayedServer() throws IOException {}

        void accept() throws IOException {
            listener.setSoTimeout(20_000);
            socket = listener.accept();
            socket.setSoTimeout(20_000);
            assertEquals(0, Hello.parseFrom(PlainFrames.receive(socket)).getFrom());
            PlainFrames.send(
                    socket,
                    Reply.newBuilder()
                            .setWelcome(Welcome.newBuilder().setProtocolVersion(Frames.PROTOCOL_VERSION))
                            .build());
        }

        boolean wasDialled() throws IOException {
            listener.setSoTimeout(1);
            try {
                listener.accept().close();
                return true;
            } catch (SocketTimeoutException nobody) {
                return false;
            }
        }

        StoreCommand command() throws IOException {
            ClientRequest request = ClientRequest.parseFrom(PlainFrames.receive(socket));
            lastId = request.getId();
            return StoreCommand.parseFrom(request.getCommand());
        }

        void answer(StoreResult result) throws IOException {
            answer(ClientResponse.newBuilder().setResult(result.toByteString()));
        }

        void answer(ClientResponse.Builder response) throws IOException {
            PlainFrames.send(socket, response.setId(lastId).build());
        }

        void openSession(long session) throws IOException {
            assertTrue(command().hasOpenSession());
            answer(StoreResult.newBuilder()
                    .setSessionOpened(SessionOpened.newBuilder().setSession(session))
                    .build());
        }

        void refuse(Refused.Reason reason) throws IOException {
            answer(StoreResult.newBuilder()
                    .setRefused(Refused.newBuilder().setReason(reason).setDetail("refused"))
                    .build());
        }

        @Override
        public void close() throws IOException {
            socket.close();
            listener.close();
        }
    }

    private static final ClientResponse OUTCOME_UNKNOWN = ClientResponse.newBuilder()
            .setOutcomeUnknown(OutcomeUnknown.newBuilder().setReason(OutcomeUnknown.Reason.LEADERSHIP_LOST))
            .build();

    private final List<PlayedServer> servers = new ArrayList<>();
    private PlayedServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new PlayedServer();
        servers.add(server);
    }

    @AfterEach
    void close() throws IOException {
        for (PlayedServer played : servers) {
            played.close();
        }
    }

    private KvClient client(ClientOptions options) {
        TreeMap<Integer, InetSocketAddress> addresses = new TreeMap<>();
        for (PlayedServer played : servers) {
            addresses.put(
                    addresses.size() + 1,
                    InetSocketAddress.createUnresolved("127.0.0.1", played.listener.getLocalPort()));
        }
        return new KvClient(new ClusterAddresses("test", addresses), Optional.empty(), options);
    }

    private static StoreResult result(CompletableFuture<StoreResult> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static KvException.Kind failure(CompletableFuture<StoreResult> answer) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> result(answer));
        return ((KvException) failure.getCause()).kind();
    }

    private static StoreCommand numbered(long session, long sequence) {
        return Commands.inSession(WRITE, session, sequence, sequence);
    }

    @Test
    void aWriteWhoseOutcomeIsUnknownIsSentAgainAsItWas() throws Exception {
        try (KvClient client = client(PATIENT)) {
            CompletableFuture<StoreResult> answer = client.submit(WRITE);
            server.accept();
            server.openSession(7);
            assertEquals(numbered(7, 1), server.command());
            server.answer(OUTCOME_UNKNOWN.toBuilder());
            assertEquals(numbered(7, 1), server.command());
            server.answer(DONE);
            assertEquals(DONE, result(answer));
        }
    }

    @Test
    void aWriteWhoseConnectionIsLostIsSentAgainAsItWas() throws Exception {
        try (KvClient client = client(PATIENT)) {
            CompletableFuture<StoreResult> answer = client.submit(WRITE);
            server.accept();
            server.openSession(7);
            assertEquals(numbered(7, 1), server.command());
            server.socket.close();
            server.accept();
            assertEquals(numbered(7, 1), server.command());
            server.answer(DONE);
            assertEquals(DONE, result(answer));
        }
    }

    @Test
    void aRetriedWriteWhoseSessionWasForgottenMayHaveBeenDone() throws Exception {
        try (KvClient client = client(PATIENT)) {
            CompletableFuture<StoreResult> unknown = client.submit(WRITE);
            server.accept();
            server.openSession(7);
            assertEquals(numbered(7, 1), server.command());
            server.answer(OUTCOME_UNKNOWN.toBuilder());
            assertEquals(numbered(7, 1), server.command());
            server.refuse(Refused.Reason.SESSION_EXPIRED);
            assertEquals(KvException.Kind.OUTCOME_UNKNOWN, failure(unknown));

            CompletableFuture<StoreResult> cutOff = client.submit(WRITE);
            server.openSession(8);
            assertEquals(numbered(8, 1), server.command());
            server.socket.close();
            server.accept();
            assertEquals(numbered(8, 1), server.command());
            server.refuse(Refused.Reason.SESSION_EXPIRED);
            assertEquals(KvException.Kind.OUTCOME_UNKNOWN, failure(cutOff));
        }
    }

    @Test
    void aWriteThatFindsItsSessionForgottenAtOnceIsDoneInAnother() throws Exception {
        try (KvClient client = client(PATIENT)) {
            CompletableFuture<StoreResult> answer = client.submit(WRITE);
            server.accept();
            server.openSession(7);
            assertEquals(numbered(7, 1), server.command());
            server.refuse(Refused.Reason.SESSION_EXPIRED);
            server.openSession(8);
            assertEquals(numbered(8, 1), server.command());
            server.answer(DONE);
            assertEquals(DONE, result(answer));
        }
    }

    @Test
    void aWriteTellsTheStoreWhichResultsHaveComeBack() throws Exception {
        try (KvClient client = client(PATIENT)) {
            CompletableFuture<StoreResult> first = client.submit(WRITE);
            server.accept();
            server.openSession(7);
            assertEquals(numbered(7, 1), server.command());
            CompletableFuture<StoreResult> second = client.submit(WRITE);
            assertEquals(Commands.inSession(WRITE, 7, 2, 1), server.command());
            server.answer(DONE);
            assertEquals(DONE, result(second));
            CompletableFuture<StoreResult> third = client.submit(WRITE);
            assertEquals(Commands.inSession(WRITE, 7, 3, 1), server.command());
            server.answer(DONE);
            assertEquals(DONE, result(third));
            server.lastId = 2;
            server.answer(DONE);
            assertEquals(DONE, result(first));
            CompletableFuture<StoreResult> fourth = client.submit(WRITE);
            assertEquals(numbered(7, 4), server.command());
            server.answer(DONE);
            assertEquals(DONE, result(fourth));
        }
    }

    @Test
    void aSessionThatCouldNotBeOpenedIsAskedForAgain() throws Exception {
        try (KvClient client = client(PATIENT)) {
            CompletableFuture<StoreResult> answer = client.submit(WRITE);
            server.accept();
            assertTrue(server.command().hasOpenSession());
            server.answer(ClientResponse.newBuilder());
            server.openSession(7);
            assertEquals(numbered(7, 1), server.command());
            server.answer(DONE);
            assertEquals(DONE, result(answer));
        }
    }

    @Test
    void callsThatWaitWhenTheClientIsClosedFailByWhatIsKnownOfThem() throws Exception {
        KvClient client = client(PATIENT);
        CompletableFuture<StoreResult> asked = client.submit(Commands.get(KEY));
        server.accept();
        server.command();
        CompletableFuture<StoreResult> held = client.submit(WRITE);
        assertTrue(server.command().hasOpenSession());
        client.close();
        assertEquals(KvException.Kind.OUTCOME_UNKNOWN, failure(asked));
        assertEquals(KvException.Kind.NOT_DONE, failure(held));
    }

    @Test
    void callsOfAClosedClientFail() {
        KvClient client = client(PATIENT);
        client.close();
        for (int call = 0; call < 2; call++) {
            assertEquals(KvException.Kind.NOT_DONE, failure(client.submit(Commands.get(KEY))));
            assertEquals(KvException.Kind.NOT_DONE, failure(client.submit(WRITE)));
        }
    }

    @Test
    void whoIsNamedAsTheLeaderIsAskedNext() throws Exception {
        PlayedServer second = new PlayedServer();
        PlayedServer third = new PlayedServer();
        servers.add(second);
        servers.add(third);
        StoreResult value = StoreResult.newBuilder()
                .setValue(Value.newBuilder().setValue(KEY))
                .build();
        try (KvClient client = client(PATIENT)) {
            CompletableFuture<StoreResult> answer = client.submit(Commands.get(KEY));
            server.accept();
            assertEquals(Commands.get(KEY), server.command());
            server.answer(ClientResponse.newBuilder()
                    .setNotAccepted(NotAccepted.newBuilder()
                            .setReason(NotAccepted.Reason.NOT_LEADER)
                            .setLeader(3)));
            third.accept();
            assertEquals(Commands.get(KEY), third.command());
            third.answer(value);
            assertEquals(value, result(answer));
            assertFalse(second.wasDialled(), "nobody named server 2");
        }
    }

    /** One was sent, one is held back until there is a session, and one waits for a connection. */
    @Test
    void aCallFailsAtItsDeadlineWhereverItIs() throws Exception {
        ClientOptions hasty = PATIENT.withDeadline(Duration.ofMillis(300));
        try (KvClient client = client(hasty)) {
            CompletableFuture<StoreResult> held = client.submit(WRITE);
            CompletableFuture<StoreResult> sent = client.submit(Commands.get(KEY));
            server.accept();
            server.command();
            server.command();
            assertEquals(KvException.Kind.NOT_DONE, failure(held));
            assertEquals(KvException.Kind.OUTCOME_UNKNOWN, failure(sent));
        }
        try (KvClient client = client(hasty)) {
            assertEquals(KvException.Kind.NOT_DONE, failure(client.submit(Commands.get(KEY))));
        }
    }
}
