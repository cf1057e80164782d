package plumbline.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.Message;
import plumbline.runtime.RaftConfiguration;
import plumbline.runtime.Transport;

/**
 * One server's network: it listens at one address for peers and clients, and dials each peer.
 *
 * <p>All happens on one event loop, which is also the {@link #executor} for the server's turns. A message that has arrived
 * is stepped, and what the turn has to say is written to the sockets, by the thread that read it: nobody hands anything over
 * to anybody, and whatever has arrived in the meantime makes the next turn's batch.
 */
public final class NettyTransport implements Transport, AutoCloseable {
    private static final int BACKLOG = 256;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final SortedMap<Integer, PeerLink> links = new TreeMap<>();
    private final Acceptor acceptor;
    private final ChannelGroup accepted;
    private final Channel listener;
    private volatile @Nullable Consumer<Message> receiver;

    private NettyTransport(
            ClusterAddresses addresses,
            int self,
            InetSocketAddress listenAt,
            RaftConfiguration configuration,
            Optional<Tls> tls)
            throws IOException {
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("plumbline-server-" + self, true), NioIoHandler.newFactory());
        loop = group.next();
        accepted = new DefaultChannelGroup(loop);
        for (int peer = 1; peer <= addresses.size(); peer++) {
            if (peer != self) {
                links.put(peer, new PeerLink(loop, addresses, self, peer, configuration, tls));
            }
        }
        acceptor = new Acceptor(
                addresses, self, configuration, tls, accepted, this::received, this::peerDialled, this::peerHeard);
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(acceptor)
                .bind(listenAt)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException("cannot listen at " + listenAt.getHostString() + ":" + listenAt.getPort() + ": "
                    + Failures.line(bound.cause()));
        }
        listener = bound.channel();
    }

    /**
     * Listens, and begins to dial the peers.
     *
     * @param listenAt where to listen; with port 0 at any that is free, see {@link #address}
     * @throws IOException if it cannot listen there
     */
    public static NettyTransport start(
            ClusterAddresses addresses,
            int self,
            InetSocketAddress listenAt,
            RaftConfiguration configuration,
            Optional<Tls> tls)
            throws IOException {
        NettyTransport transport = new NettyTransport(addresses, self, listenAt, configuration, tls);
        transport.loop.execute(() -> transport.links.values().forEach(PeerLink::dial));
        return transport;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /**
     * Runs the server's turns on the event loop, and has it look at the sockets between one turn and the next: it would
     * otherwise take turn after turn, 64 of them, while those who wait to be heard take this server for dead.
     */
    public Executor executor() {
        return turn -> {
            if (loop.inEventLoop()) {
                // What is scheduled while tasks run is no task of this round.
                loop.schedule(turn, 0, TimeUnit.NANOSECONDS);
            } else {
                loop.execute(turn);
            }
        };
    }

    @Override
    public void open(Consumer<Message> messages) {
        receiver = messages;
    }

    /** From now on clients are served by {@code service}. */
    public void serve(ClientService service) {
        loop.execute(() -> acceptor.serve(service));
    }

    private void received(Message message) {
        Consumer<Message> messages = receiver;
        if (messages != null) {
            messages.accept(message);
        }
    }

    private void peerDialled(int peer) {
        PeerLink link = links.get(peer);
        if (link != null) {
            link.dial();
        }
    }

    private void peerHeard(int peer) {
        PeerLink link = links.get(peer);
        if (link != null) {
            link.heard();
        }
    }

    /** On the event loop, as turns are. */
    @Override
    public void send(List<Message> messages) {
        Message last = null;
        ByteBuf frame = null;
        for (Message message : messages) {
            if (frame == null || last == null || !sameFrame(last, message)) {
                if (frame != null) {
                    frame.release();
                }
                frame = Frames.encode(MessageCodec.encode(message), listener.alloc());
                last = message;
            }
            PeerLink link = links.get(message.to());
            if (link != null) {
                link.write(frame.retainedDuplicate());
            }
        }
        if (frame != null) {
            frame.release();
        }
        links.values().forEach(PeerLink::flush);
    }

    /**
     * Whether two messages of one turn are the same but for their receivers, so that entries are encoded once for all. A
     * leader only appends (Figure 3), so in its term position and count say what the entries are.
     */
    private static boolean sameFrame(Message one, Message other) {
        return one instanceof AppendEntriesRequest a
                && other instanceof AppendEntriesRequest b
                && a.term() == b.term()
                && a.prevLogIndex() == b.prevLogIndex()
                && a.entries().size() == b.entries().size()
                && a.leaderCommit() == b.leaderCommit();
    }

    /** Closes every connection. Stop the server first. */
    @Override
    public void close() {
        loop.submit(() -> links.values().forEach(PeerLink::close)).awaitUninterruptibly();
        listener.close().awaitUninterruptibly();
        accepted.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
