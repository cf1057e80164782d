package plumbline.server.net;

import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import plumbline.server.wire.Wire;
import plumbline.server.wire.Wire.Hello;

/** The handshake, as whoever dialled makes it: says hello, waits for the reply, and makes way for what comes then. */
public final class Greeting extends SimpleChannelInboundHandler<ByteBuf> {
    /** How long a handshake may take. */
    static final long SECONDS = 5;

    private static final String TIMEOUT = "handshakeTimeout";
    private static final String DECODER = "decoder";
    private static final int MOST_FLUSHES_TOGETHER = 256;

    private final Hello hello;
    private final boolean afterTls;
    private final int frameBytes;
    private final Consumer<Channel> welcomed;
    private final Consumer<String> failed;

    private Greeting(
            Hello hello, boolean afterTls, int frameBytes, Consumer<Channel> welcomed, Consumer<String> failed) {
        this.hello = hello;
        this.afterTls = afterTls;
        this.frameBytes = frameBytes;
        this.welcomed = welcomed;
        this.failed = failed;
    }

    /**
     * Sets up a channel that dials.
     *
     * @param from the server that dials; 0 for a client
     * @param frameBytes the longest frame that may come after the handshake
     * @param welcomed gets the channel once the other end has agreed; it adds the handler of what comes then
     * @param failed gets one line, if it did not come to that
     */
    public static ChannelInitializer<SocketChannel> initializer(
            String cluster,
            int from,
            int to,
            Optional<Tls> tls,
            int frameBytes,
            Consumer<Channel> welcomed,
            Consumer<String> failed) {
        Hello hello = Hello.newBuilder()
                .setProtocolVersion(Frames.PROTOCOL_VERSION)
                .setCluster(cluster)
                .setFrom(from)
                .setTo(to)
                .build();
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                tls.ifPresent(used -> channel.pipeline().addLast(used.dialling(channel.alloc(), to)));
                channel.pipeline()
                        .addLast(new FlushConsolidationHandler(MOST_FLUSHES_TOGETHER, true))
                        .addLast(TIMEOUT, new ReadTimeoutHandler(SECONDS, TimeUnit.SECONDS))
                        .addLast(DECODER, Frames.decoder(Frames.HANDSHAKE_BYTES))
                        .addLast(new Greeting(hello, tls.isPresent(), frameBytes, welcomed, failed));
            }
        };
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!afterTls) {
            greet(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            greet(context);
        }
        super.userEventTriggered(context, event);
    }

    private void greet(ChannelHandlerContext context) {
        context.writeAndFlush(Frames.encode(hello, context.alloc()));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) throws InvalidProtocolBufferException {
        Wire.Reply reply = Wire.Reply.parseFrom(frame.nioBuffer());
        if (!reply.hasWelcome()) {
            fail(
                    context,
                    reply.hasRefusal() ? "refused: " + reply.getRefusal().getReason() : "no reply to the handshake");
            return;
        }
        int version = reply.getWelcome().getProtocolVersion();
        if (version != Frames.PROTOCOL_VERSION) {
            fail(context, "it speaks protocol version " + version + ", this is " + Frames.PROTOCOL_VERSION);
            return;
        }
        context.pipeline().remove(TIMEOUT);
        context.pipeline().replace(DECODER, DECODER, Frames.decoder(frameBytes));
        context.pipeline().remove(this);
        welcomed.accept(context.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, "the connection was closed during the handshake");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, Failures.line(cause));
    }

    private void fail(ChannelHandlerContext context, String reason) {
        context.pipeline().remove(this);
        context.close();
        failed.accept(reason);
    }
}
