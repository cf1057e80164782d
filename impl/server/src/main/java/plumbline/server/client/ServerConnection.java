package plumbline.server.client;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import plumbline.server.net.ClusterAddresses;
import plumbline.server.net.Failures;
import plumbline.server.net.Frames;
import plumbline.server.net.Greeting;
import plumbline.server.net.Tls;
import plumbline.server.wire.Wire.ClientRequest;
import plumbline.server.wire.Wire.ClientResponse;

/** A client's connection to one server, dialled when it is needed. On the event loop. */
final class ServerConnection {
    /** Is told what comes of the connection. */
    interface Listener {
        /** Requests may be written now. */
        void opened(int server);

        /** A response has come. */
        void responded(int server, ClientResponse response);

        /** There is no connection, or not any more; whatever was written may or may not have arrived. */
        void closed(int server, String reason);
    }

    private final EventLoop loop;
    private final ClusterAddresses addresses;
    private final int server;
    private final Optional<Tls> tls;
    private final int frameBytes;
    private final Listener listener;
    private final Bootstrap bootstrap;
    private boolean dialling;
    private @Nullable Channel open;

    ServerConnection(
            EventLoop loop,
            ClusterAddresses addresses,
            int server,
            Optional<Tls> tls,
            ClientOptions options,
            Listener listener) {
        this.loop = loop;
        this.addresses = addresses;
        this.server = server;
        this.tls = tls;
        this.frameBytes = Frames.clientBytes(options.maxCommandBytes());
        this.listener = listener;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(
                                Math.min(60_000, options.attemptTimeout().toMillis())));
    }

    boolean isOpen() {
        return open != null;
    }

    void dial() {
        if (dialling || open != null) {
            return;
        }
        dialling = true;
        InetSocketAddress address = addresses.of(server);
        // Asking for a name may take long, so not here on the event loop.
        CompletableFuture.supplyAsync(() -> new InetSocketAddress(address.getHostString(), address.getPort()))
                .thenAcceptAsync(this::connect, loop);
    }

    private void connect(InetSocketAddress address) {
        if (address.isUnresolved()) {
            failed("the host " + address.getHostString() + " is not known");
            return;
        }
        bootstrap
                .clone()
                .handler(Greeting.initializer(
                        addresses.name(), 0, server, tls, frameBytes, this::welcomed, this::failed))
                .connect(address)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        failed(Failures.line(connected.cause()));
                    }
                });
    }

    private void welcomed(Channel channel) {
        dialling = false;
        open = channel;
        channel.pipeline().addLast(new Responses());
        listener.opened(server);
    }

    private void failed(String reason) {
        dialling = false;
        open = null;
        listener.closed(server, reason);
    }

    void write(ClientRequest request) {
        Channel channel = open;
        if (channel != null) {
            channel.writeAndFlush(Frames.encode(request, channel.alloc()), channel.voidPromise());
        }
    }

    /** Closes the connection without telling the listener. */
    void drop() {
        Channel channel = open;
        open = null;
        if (channel != null) {
            channel.close();
        }
    }

    private final class Responses extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame)
                throws InvalidProtocolBufferException {
            listener.responded(server, ClientResponse.parseFrom(frame.nioBuffer()));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (open == context.channel()) {
                failed("the connection was closed");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (open == context.channel()) {
                failed(Failures.line(cause));
            }
            context.close();
        }
    }
}
