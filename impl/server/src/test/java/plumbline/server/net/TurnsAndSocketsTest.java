package plumbline.server.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import plumbline.runtime.RaftConfiguration;
import plumbline.server.wire.Wire.Hello;

class TurnsAndSocketsTest {
    private static final int MOST_TURNS = 200;

    /** As a server's turns do that has a long log to apply: each asks for the next. */
    private static final class Turns implements Runnable {
        private final NettyTransport transport;
        private final CompletableFuture<Integer> turnsUntilReply = new CompletableFuture<>();
        private Socket socket = new Socket();
        private int turns;

        Turns(NettyTransport transport) {
            this.transport = transport;
        }

        @Override
        public void run() {
            try {
                if (turns == 0) {
                    sayHello();
                }
                turns++;
                if (socket.getInputStream().available() > 0 || turns == MOST_TURNS) {
                    socket.close();
                    turnsUntilReply.complete(turns);
                    return;
                }
                // So that loopback has passed on what was written.
                TimeUnit.MILLISECONDS.sleep(2);
                transport.executor().execute(this);
            } catch (IOException | InterruptedException failure) {
                turnsUntilReply.completeExceptionally(failure);
            }
        }

        private void sayHello() throws IOException {
            byte[] hello = Hello.newBuilder()
                    .setProtocolVersion(Frames.PROTOCOL_VERSION)
                    .setCluster("test")
                    .setTo(1)
                    .setFrom(2)
                    .build()
                    .toByteArray();
            socket = new Socket(
                    transport.address().getAddress(), transport.address().getPort());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(hello.length);
            out.write(hello);
        }
    }

    @Test
    void whoeverWantsToBeHeardIsHeardBetweenOneTurnAndTheNext() throws Exception {
        TreeMap<Integer, InetSocketAddress> servers = new TreeMap<>();
        servers.put(1, InetSocketAddress.createUnresolved("127.0.0.1", 1));
        servers.put(2, InetSocketAddress.createUnresolved("127.0.0.1", 1));
        try (NettyTransport transport = NettyTransport.start(
                new ClusterAddresses("test", servers),
                1,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                RaftConfiguration.defaults(),
                Optional.empty())) {
            Turns turns = new Turns(transport);
            transport.executor().execute(turns);
            int count = turns.turnsUntilReply.get(60, TimeUnit.SECONDS);
            assertTrue(count < 20, () -> "the reply to a handshake took " + count + " turns");
        }
    }
}
