package plumbline.server.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plumbline.runtime.RaftConfiguration;

/**
 * The connection from this server to one peer, dialled again whenever it is gone. What cannot be sent now is dropped: Raft
 * says it again. All on the event loop.
 */
final class PeerLink {
    private static final Logger LOG = LoggerFactory.getLogger(NettyTransport.class);
    private static final long FIRST_DELAY_MILLIS = 10;
    /** Shorter than an election timeout, so that a server which is back is heard before it starts an election. */
    private static final long LONGEST_DELAY_MILLIS = 80;

    private static final long DELAY_AFTER_REFUSAL_MILLIS = 1_000;
    private static final int CONNECT_MILLIS = 1_000;
    private static final long MOST_NANOS_UNANSWERED = TimeUnit.SECONDS.toNanos(2);

    private final EventLoop loop;
    private final ClusterAddresses addresses;
    private final int self;
    private final int peer;
    private final Optional<Tls> tls;
    private final int mostWaiting;
    private final Bootstrap bootstrap;
    private long delay = FIRST_DELAY_MILLIS;
    private String lastFailure = "";
    private boolean dialling;
    private boolean closed;
    private int waiting;
    private @Nullable Channel open;
    /** Since when messages have been sent without hearing anything from the peer; 0 if nothing was sent since. */
    private long unansweredSince;

    PeerLink(
            EventLoop loop,
            ClusterAddresses addresses,
            int self,
            int peer,
            RaftConfiguration configuration,
            Optional<Tls> tls) {
        this.loop = loop;
        this.addresses = addresses;
        this.self = self;
        this.peer = peer;
        this.tls = tls;
        this.mostWaiting = configuration.outbound().count();
        int bytes = Math.toIntExact(
                Math.min(Integer.MAX_VALUE, configuration.outbound().bytes()));
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(bytes / 2, bytes));
    }

    /** Dials, unless the link is up or being dialled. */
    void dial() {
        if (dialling || closed || open != null) {
            return;
        }
        dialling = true;
        InetSocketAddress address = addresses.of(peer);
        // Asking for a name may take long, so not here on the event loop.
        CompletableFuture.supplyAsync(() -> new InetSocketAddress(address.getHostString(), address.getPort()))
                .thenAcceptAsync(this::connect, loop);
    }

    private void connect(InetSocketAddress address) {
        if (closed) {
            return;
        }
        if (address.isUnresolved()) {
            failed("the host " + address.getHostString() + " is not known");
            return;
        }
        bootstrap
                .clone()
                .handler(Greeting.initializer(
                        addresses.name(), self, peer, tls, Frames.HANDSHAKE_BYTES, this::welcomed, this::refused))
                .connect(address)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        failed(Failures.line(connected.cause()));
                    }
                });
    }

    private void welcomed(Channel channel) {
        dialling = false;
        if (closed) {
            channel.close();
            return;
        }
        open = channel;
        delay = FIRST_DELAY_MILLIS;
        lastFailure = "";
        waiting = 0;
        unansweredSince = 0;
        LOG.info("server {} is connected to server {}", self, peer);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelInactive(ChannelHandlerContext context) {
                lost("the connection was closed");
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                lost(Failures.line(cause));
                context.close();
            }
        });
        if (!channel.isActive()) {
            lost("the connection was closed");
        }
    }

    private void lost(String reason) {
        if (open != null) {
            open = null;
            failed(reason);
        }
    }

    /** Somebody is there, and does not want this server: that is not over soon. */
    private void refused(String reason) {
        delay = DELAY_AFTER_REFUSAL_MILLIS;
        failed(reason);
    }

    private void failed(String reason) {
        dialling = false;
        if (closed) {
            return;
        }
        if (!reason.equals(lastFailure)) {
            LOG.info(
                    "server {} cannot reach server {} at {}:{}: {}",
                    self,
                    peer,
                    addresses.of(peer).getHostString(),
                    addresses.of(peer).getPort(),
                    reason);
            lastFailure = reason;
        }
        loop.schedule(this::dial, delay, TimeUnit.MILLISECONDS);
        delay = Math.min(LONGEST_DELAY_MILLIS, delay * 2);
    }

    /** The peer has sent something, on the connection that it has dialled. */
    void heard() {
        unansweredSince = 0;
    }

    /**
     * A connection whose other end has vanished looks sound until TCP gives up, which takes minutes, and after a partition
     * TCP waits long before it tries again. A new connection finds out at once.
     */
    private void dropIfUnanswered() {
        long now = System.nanoTime();
        if (unansweredSince == 0) {
            unansweredSince = now;
        } else if (open != null && now - unansweredSince > MOST_NANOS_UNANSWERED) {
            Channel silent = open;
            lost("no answer for " + TimeUnit.NANOSECONDS.toMillis(MOST_NANOS_UNANSWERED) + " ms");
            silent.close();
        }
    }

    /** Writes {@code frame}, which from now on is this link's, without flushing. Whether it is on its way. */
    boolean write(ByteBuf frame) {
        dropIfUnanswered();
        Channel channel = open;
        if (channel == null || !channel.isWritable() || waiting >= mostWaiting) {
            frame.release();
            return false;
        }
        waiting++;
        channel.write(frame).addListener(written -> {
            if (channel == open) {
                waiting--;
            }
        });
        return true;
    }

    void flush() {
        if (open != null) {
            open.flush();
        }
    }

    void close() {
        closed = true;
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
