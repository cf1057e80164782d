package plumbline.server.net;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plumbline.core.Message;
import plumbline.runtime.RaftConfiguration;
import plumbline.server.wire.Wire;
import plumbline.server.wire.Wire.Hello;

/**
 * Takes connections in. Each must say hello within {@link Greeting#SECONDS} seconds, and is then a peer's or a client's.
 * Whatever does not fit closes that connection, with one line in the log, and nothing else. All on the event loop.
 */
final class Acceptor extends ChannelInitializer<SocketChannel> {
    private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);
    private static final String TIMEOUT = "handshakeTimeout";
    private static final String DECODER = "decoder";
    private static final int MOST_CONNECTIONS = 4_096;
    private static final int MOST_FLUSHES_TOGETHER = 256;

    private final ClusterAddresses addresses;
    private final int self;
    private final RaftConfiguration configuration;
    private final Optional<Tls> tls;
    private final Consumer<Message> receiver;
    private final IntConsumer peerDialled;
    private final IntConsumer peerHeard;
    private @Nullable ClientService clients;
    private final ChannelGroup connections;

    /**
     * @param peerDialled is told of each peer that has dialled, and so is up
     * @param peerHeard is told of each peer that has sent a message
     */
    Acceptor(
            ClusterAddresses addresses,
            int self,
            RaftConfiguration configuration,
            Optional<Tls> tls,
            ChannelGroup connections,
            Consumer<Message> receiver,
            IntConsumer peerDialled,
            IntConsumer peerHeard) {
        this.addresses = addresses;
        this.self = self;
        this.configuration = configuration;
        this.tls = tls;
        this.connections = connections;
        this.receiver = receiver;
        this.peerDialled = peerDialled;
        this.peerHeard = peerHeard;
    }

    /** From now on clients are served too. */
    void serve(ClientService service) {
        clients = service;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        if (connections.size() >= MOST_CONNECTIONS) {
            LOG.warn("server {} refuses {}: it has {} connections", self, channel.remoteAddress(), connections.size());
            channel.close();
            return;
        }
        connections.add(channel);
        tls.ifPresent(used -> channel.pipeline().addLast(used.accepting(channel.alloc())));
        channel.pipeline()
                .addLast(new FlushConsolidationHandler(MOST_FLUSHES_TOGETHER, true))
                .addLast(TIMEOUT, new ReadTimeoutHandler(Greeting.SECONDS, TimeUnit.SECONDS))
                .addLast(DECODER, Frames.decoder(Frames.HANDSHAKE_BYTES))
                .addLast(new Handshake());
    }

    /** The first frame of a connection. */
    private final class Handshake extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) throws IOException {
            Hello hello = Hello.parseFrom(frame.nioBuffer());
            Optional<String> objection = objection(context, hello);
            if (objection.isPresent()) {
                refuse(context, objection.get());
            } else {
                welcome(context, hello.getFrom());
            }
        }

        private Optional<String> objection(ChannelHandlerContext context, Hello hello) throws IOException {
            int from = hello.getFrom();
            if (hello.getProtocolVersion() != Frames.PROTOCOL_VERSION) {
                return Optional.of("protocol version " + Integer.toUnsignedString(hello.getProtocolVersion())
                        + ", this server speaks " + Frames.PROTOCOL_VERSION);
            }
            if (!hello.getCluster().equals(addresses.name())) {
                return Optional.of("cluster '" + Failures.printable(hello.getCluster()) + "', this one is '"
                        + addresses.name() + "'");
            }
            if (hello.getTo() != self) {
                return Optional.of(
                        "meant for server " + Integer.toUnsignedString(hello.getTo()) + ", this is server " + self);
            }
            if (from < 0 || from > addresses.size() || from == self) {
                return Optional.of(
                        "from server " + Integer.toUnsignedString(from) + ", which is no peer of server " + self);
            }
            SslHandler handler = context.pipeline().get(SslHandler.class);
            if (from != 0 && handler != null && !Tls.isServer(handler, from)) {
                return Optional.of("from server " + from + ", but the certificate does not name " + Tls.nameOf(from));
            }
            return from == 0 && clients == null ? Optional.of("the server is starting") : Optional.empty();
        }

        private void refuse(ChannelHandlerContext context, String reason) {
            LOG.warn("server {} refuses {}: {}", self, context.channel().remoteAddress(), reason);
            Wire.Reply reply = Wire.Reply.newBuilder()
                    .setRefusal(Wire.Refusal.newBuilder().setReason(reason))
                    .build();
            context.pipeline().remove(this);
            context.writeAndFlush(Frames.encode(reply, context.alloc())).addListener(ChannelFutureListener.CLOSE);
        }

        private void welcome(ChannelHandlerContext context, int from) {
            Wire.Reply reply = Wire.Reply.newBuilder()
                    .setWelcome(Wire.Welcome.newBuilder().setProtocolVersion(Frames.PROTOCOL_VERSION))
                    .build();
            context.writeAndFlush(Frames.encode(reply, context.alloc()));
            context.pipeline().remove(TIMEOUT);
            int longest =
                    from == 0 ? Frames.clientBytes(configuration.maxCommandBytes()) : Frames.peerBytes(configuration);
            context.pipeline().replace(DECODER, DECODER, Frames.decoder(longest));
            context.pipeline().replace(this, null, next(from));
        }

        private ChannelHandler next(int from) {
            ClientService service = clients;
            if (from == 0 && service != null) {
                return new ClientConnection(service, configuration.maxCommandBytes());
            }
            peerDialled.accept(from);
            return new PeerConnection(from);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            closeWithALine(context, "handshake", cause);
        }
    }

    /** What a peer sends. */
    private final class PeerConnection extends SimpleChannelInboundHandler<ByteBuf> {
        private final int from;

        PeerConnection(int from) {
            this.from = from;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame)
                throws InvalidProtocolBufferException {
            peerHeard.accept(from);
            receiver.accept(MessageCodec.decode(frame, from, self));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            closeWithALine(context, "server " + from, cause);
        }
    }

    static void closeWithALine(ChannelHandlerContext context, String who, Throwable cause) {
        if (context.channel().isOpen()) {
            LOG.warn(
                    "closes the connection of {} ({}): {}",
                    context.channel().remoteAddress(),
                    who,
                    Failures.line(cause));
            context.close();
        }
    }
}
