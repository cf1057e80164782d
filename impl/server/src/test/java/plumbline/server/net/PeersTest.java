package plumbline.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.Message;
import plumbline.core.RequestVoteResponse;
import plumbline.runtime.Capacity;
import plumbline.runtime.RaftConfiguration;
import plumbline.server.wire.Wire.Hello;
import plumbline.server.wire.Wire.Reply;
import plumbline.server.wire.Wire.Welcome;

/** What server 1 of 3 sends to the others, which the test plays, and takes from them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PeersTest {
    private static final RaftConfiguration CONFIGURATION = RaftConfiguration.defaults();

    /** A peer's end of the connection that server 1 has dialled. */
    private static final class Peer implements AutoCloseable {
        private final int number;
        private final ServerSocket listener;
        private Socket socket = new Socket();

        Peer(int number) throws IOException {
            this.number = number;
            this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            listener.setSoTimeout(20_000);
        }

        InetSocketAddress address() {
            return InetSocketAddress.createUnresolved("127.0.0.1", listener.getLocalPort());
        }

        void welcome() throws IOException {
            welcome(Frames.PROTOCOL_VERSION);
        }

        void welcome(int version) throws IOException {
            socket = listener.accept();
            socket.setSoTimeout(20_000);
            assertEquals(1, Hello.parseFrom(frame()).getFrom());
            PlainFrames.send(
                    socket,
                    Reply.newBuilder()
                            .setWelcome(Welcome.newBuilder().setProtocolVersion(version))
                            .build());
        }

        private byte[] frame() throws IOException {
            return PlainFrames.receive(socket);
        }

        Message message() throws IOException {
            return MessageCodec.decode(Unpooled.wrappedBuffer(frame()), 1, number);
        }

        boolean hasHeardSomething() throws IOException {
            return socket.getInputStream().available() > 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
            listener.close();
        }
    }

    private Peer second;
    private Peer third;
    private ClusterAddresses addresses;

    @BeforeEach
    void listen() throws IOException {
        second = new Peer(2);
        third = new Peer(3);
        TreeMap<Integer, InetSocketAddress> servers = new TreeMap<>();
        servers.put(1, InetSocketAddress.createUnresolved("127.0.0.1", 1));
        servers.put(2, second.address());
        servers.put(3, third.address());
        addresses = new ClusterAddresses("test", servers);
    }

    @AfterEach
    void close() throws IOException {
        second.close();
        third.close();
    }

    private NettyTransport start() throws IOException {
        return NettyTransport.start(
                addresses,
                1,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                CONFIGURATION,
                Optional.empty());
    }

    private static AppendEntriesRequest request(int to, long prevLogIndex, long leaderCommit, int entries) {
        return new AppendEntriesRequest(
                1,
                to,
                2,
                prevLogIndex,
                1,
                List.of(new Entry(2, Command.of("a")), new Entry(2, Command.of("b")))
                        .subList(0, entries),
                leaderCommit);
    }

    /** Equal messages of one turn share their bytes, and these are equal in all but one thing. */
    @Test
    void messagesOfOneTurnThatAreAlikeAreNotTakenForEqual() throws Exception {
        List<Message> messages = List.of(
                request(2, 3, 3, 1),
                request(3, 3, 3, 1),
                request(2, 3, 4, 1),
                request(3, 4, 4, 1),
                request(2, 4, 4, 2),
                new AppendEntriesRequest(1, 3, 3, 4, 1, request(3, 4, 4, 2).entries(), 4),
                new RequestVoteResponse(1, 2, 3, true),
                new RequestVoteResponse(1, 3, 3, false));
        try (NettyTransport transport = start()) {
            second.welcome();
            third.welcome();
            // A connection takes a turn's messages or, as long as it has not read the welcome, none of them.
            while (!second.hasHeardSomething() || !third.hasHeardSomething()) {
                CompletableFuture.runAsync(() -> transport.send(messages), transport.executor())
                        .get();
            }
            for (Message message : messages) {
                assertEquals(message, (message.to() == 2 ? second : third).message());
            }
        }
    }

    @Test
    void onlySoManyMessagesWaitForAPeer() throws Exception {
        Capacity three = new Capacity(3, CONFIGURATION.outbound().bytes());
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        EventLoop loop = group.next();
        try {
            PeerLink link = new PeerLink(
                    loop,
                    addresses,
                    1,
                    2,
                    CONFIGURATION.withCapacities(CONFIGURATION.inbox(), CONFIGURATION.pending(), three),
                    Optional.empty());
            loop.submit(link::dial).get();
            second.welcome();
            while (!writes(loop, link)) {
                // It has not read the welcome.
            }
            assertTrue(writes(loop, link));
            assertTrue(writes(loop, link));
            assertFalse(writes(loop, link), "three wait already");
            loop.submit(link::flush).get();
            for (int message = 0; message < 3; message++) {
                second.frame();
            }
            assertTrue(writes(loop, link), "none waits any more");
            loop.submit(link::close).get();
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** Whether {@code link} takes one more; what it does not take it must have let go of. */
    private static boolean writes(EventLoop loop, PeerLink link) throws Exception {
        return loop.submit(() -> {
                    // The peer says nothing, which is not what this is about.
                    link.heard();
                    ByteBuf frame = Unpooled.directBuffer().writeInt(0);
                    boolean taken = link.write(frame);
                    assertEquals(taken ? 1 : 0, frame.refCnt());
                    return taken;
                })
                .get();
    }

    @Test
    void aPeerThatSaysMoreThanAWindowIsClosed() throws Exception {
        try (NettyTransport transport = start();
                Socket socket = new Socket(
                        transport.address().getAddress(), transport.address().getPort())) {
            socket.setSoTimeout(20_000);
            PlainFrames.send(
                    socket,
                    Hello.newBuilder()
                            .setProtocolVersion(Frames.PROTOCOL_VERSION)
                            .setCluster("test")
                            .setTo(1)
                            .setFrom(2)
                            .build());
            assertTrue(Reply.parseFrom(PlainFrames.receive(socket)).hasWelcome());
            new DataOutputStream(socket.getOutputStream()).writeInt(Frames.peerBytes(CONFIGURATION) + 1);
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    /** Whoever dials looks at the version too: the other end may be of a time that this one does not know. */
    @Test
    void aPeerThatWelcomesInAnotherVersionIsHungUpOn() throws Exception {
        NettyTransport transport = start();
        try {
            second.welcome(Frames.PROTOCOL_VERSION + 1);
            assertEquals(-1, second.socket.getInputStream().read());
        } finally {
            transport.close();
        }
    }
}
