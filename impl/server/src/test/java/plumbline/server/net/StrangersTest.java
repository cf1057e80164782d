package plumbline.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.runtime.RaftConfiguration;
import plumbline.server.LocalCluster;
import plumbline.server.client.ClientOptions;
import plumbline.server.client.KvClient;
import plumbline.server.wire.Wire.ClientRequest;
import plumbline.server.wire.Wire.ClientResponse;
import plumbline.server.wire.Wire.Hello;
import plumbline.server.wire.Wire.PeerFrame;
import plumbline.server.wire.Wire.Reply;

/** Whoever does not keep to the contract is closed, with one line in the log, and the server goes on. */
class StrangersTest {
    private static final Hello CLIENT = Hello.newBuilder()
            .setProtocolVersion(1)
            .setCluster("plumbline")
            .setTo(1)
            .build();

    @TempDir
    private Path directory;

    private LocalCluster cluster;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws Exception {
        cluster = LocalCluster.start(1, directory, UnaryOperator.identity());
        cluster.awaitLeader();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    /** After each of them the server still serves, and it has said one line. */
    @AfterEach
    void theServerGoesOn() throws Exception {
        System.setErr(realErr);
        try (KvClient client = new KvClient(cluster.addresses(), Optional.empty(), ClientOptions.DEFAULTS)) {
            ByteString key = ByteString.copyFromUtf8("still");
            client.put(key, key);
            assertEquals(Optional.of(key), client.get(key));
        }
        cluster.close();
        List<String> lines = log.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(1, lines.size(), lines::toString);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), cluster.addresses().of(1).getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void assertClosed(Socket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (EOFException | SocketException reset) {
            // That, too, is closed.
        }
    }

    private void assertRefused(Hello hello, String reason) throws IOException {
        try (Socket socket = connect()) {
            PlainFrames.send(socket, hello);
            String told =
                    Reply.parseFrom(PlainFrames.receive(socket)).getRefusal().getReason();
            assertTrue(told.contains(reason), told);
            assertClosed(socket);
        }
        assertTrue(log.toString(StandardCharsets.UTF_8).contains(reason), log::toString);
    }

    private Socket welcomed() throws IOException {
        Socket socket = connect();
        PlainFrames.send(socket, CLIENT);
        assertTrue(Reply.parseFrom(PlainFrames.receive(socket)).hasWelcome());
        return socket;
    }

    @Test
    void garbage() throws IOException {
        byte[] garbage = new byte[1_000];
        new Random(1).nextBytes(garbage);
        garbage[0] = 0;
        garbage[1] = 0;
        garbage[2] = 1;
        try (Socket socket = connect()) {
            socket.getOutputStream().write(garbage);
            assertClosed(socket);
        }
    }

    @Test
    void aBrowser() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertClosed(socket);
        }
    }

    @Test
    void anOversizedFrame() throws IOException {
        try (Socket socket = welcomed()) {
            new DataOutputStream(socket.getOutputStream()).writeInt(1 << 30);
            assertClosed(socket);
        }
    }

    /** It is not waited for: whoever has not said hello gets no more memory than that takes. */
    @Test
    void aHandshakeThatIsTooLong() throws IOException {
        try (Socket socket = connect()) {
            new DataOutputStream(socket.getOutputStream()).writeInt(Frames.HANDSHAKE_BYTES + 1);
            assertClosed(socket);
        }
        assertTrue(log.toString(StandardCharsets.UTF_8).contains("length exceeds"), log::toString);
    }

    @Test
    void aFrameThatOnlyAPeerMaySend() throws IOException {
        try (Socket socket = welcomed()) {
            int longest = Frames.clientBytes(RaftConfiguration.defaults().maxCommandBytes());
            new DataOutputStream(socket.getOutputStream()).writeInt(longest + 1);
            assertClosed(socket);
        }
    }

    @Test
    void aNegativeLength() throws IOException {
        try (Socket socket = welcomed()) {
            new DataOutputStream(socket.getOutputStream()).writeInt(-1);
            assertClosed(socket);
        }
    }

    @Test
    void nonsenseAfterTheHandshake() throws IOException {
        try (Socket socket = welcomed()) {
            PlainFrames.send(socket, ClientRequest.getDefaultInstance());
            assertClosed(socket);
        }
    }

    @Test
    void anotherCluster() throws IOException {
        assertRefused(CLIENT.toBuilder().setCluster("other\nline").build(), "cluster 'other line'");
    }

    @Test
    void anotherVersion() throws IOException {
        assertRefused(CLIENT.toBuilder().setProtocolVersion(2).build(), "protocol version 2");
    }

    @Test
    void someoneWhoMeansAnotherServer() throws IOException {
        assertRefused(CLIENT.toBuilder().setTo(3).build(), "meant for server 3");
    }

    @Test
    void aServerThatIsNotOfTheCluster() throws IOException {
        assertRefused(CLIENT.toBuilder().setFrom(9).build(), "from server 9");
    }

    @Test
    void aServerOfANumberThatNoneCanHave() throws IOException {
        assertRefused(CLIENT.toBuilder().setFrom(-1).build(), "from server 4294967295");
    }

    @Test
    void aServerThatSaysItIsThisOne() throws IOException {
        assertRefused(CLIENT.toBuilder().setFrom(1).build(), "from server 1");
    }

    @Test
    void someoneWhoSaysNothing() throws IOException {
        try (Socket socket = connect()) {
            assertClosed(socket);
        }
        assertTrue(log.toString(StandardCharsets.UTF_8).contains("no handshake in time"), log::toString);
    }

    /** A client that does no harm, and the line in the log that the others must leave is that of an odd request. */
    @Test
    void aCommandThatIsTooLongIsRefusedAndTheConnectionStays() throws IOException {
        try (Socket socket = welcomed()) {
            PlainFrames.send(
                    socket,
                    ClientRequest.newBuilder()
                            .setId(5)
                            .setCommand(ByteString.copyFrom(new byte[64 * 1_024 + 1]))
                            .build());
            ClientResponse response = ClientResponse.parseFrom(PlainFrames.receive(socket));
            assertEquals(5, response.getId());
            assertTrue(response.hasNotAccepted(), response::toString);
            PlainFrames.send(socket, PeerFrame.newBuilder().setTerm(-1).build());
            assertClosed(socket);
        }
    }
}
