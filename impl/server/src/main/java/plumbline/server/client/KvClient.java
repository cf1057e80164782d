package plumbline.server.client;

import com.google.protobuf.ByteString;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plumbline.server.net.ClusterAddresses;
import plumbline.server.net.Tls;
import plumbline.server.store.Commands;
import plumbline.server.wire.StoreCommand;
import plumbline.server.wire.StoreResult;

/**
 * A client of the replicated store. It finds the leader, follows it when it changes, and tries again until the deadline of
 * each call. All calls are linearizable; a write is done at most once, however often it is sent.
 *
 * <p>Any thread may call any method; calls from many threads share one connection. Each call comes in two forms: one that
 * waits, and {@link #submit}, which gives a future. A call that fails throws, or its future has, a {@link KvException}.
 */
public final class KvClient implements AutoCloseable {
    private final ClientOptions options;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final Dispatcher dispatcher;
    private final Queue<Request> submitted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean takingOut = new AtomicBoolean();

    /** A client of the cluster at {@code addresses}. It connects when it is first used. */
    public KvClient(ClusterAddresses addresses, Optional<Tls> tls, ClientOptions options) {
        this.options = options;
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("plumbline-client", true), NioIoHandler.newFactory());
        this.loop = group.next();
        this.dispatcher = new Dispatcher(loop, addresses, tls, options);
    }

    /** The value of {@code key}; empty if it has none. */
    public Optional<ByteString> get(ByteString key) {
        StoreResult result = await(submit(Commands.get(key)));
        return result.getValue().hasValue() ? Optional.of(result.getValue().getValue()) : Optional.empty();
    }

    /** Sets {@code key} to {@code value}. */
    public void put(ByteString key, ByteString value) {
        await(submit(Commands.put(key, value)));
    }

    /** Puts {@code value} behind the value of {@code key}. */
    public void append(ByteString key, ByteString value) {
        await(submit(Commands.append(key, value)));
    }

    /** Removes {@code key}; whether it was there. */
    public boolean delete(ByteString key) {
        return await(submit(Commands.delete(key))).getDone().getChanged();
    }

    /**
     * Sets {@code key} to {@code value} if it has the value {@code expected}; whether it had.
     *
     * @param expected null stands for a key that is absent
     */
    public boolean compareAndSet(ByteString key, @Nullable ByteString expected, ByteString value) {
        return await(submit(Commands.compareAndSet(key, expected, value)))
                .getDone()
                .getChanged();
    }

    /**
     * Sends {@code command}, one of {@link Commands} without a session: writes are given theirs here. The future is completed
     * on this client's own thread, which what is chained to it must not hold up.
     */
    public CompletableFuture<StoreResult> submit(StoreCommand command) {
        Request request =
                new Request(command, System.nanoTime() + options.deadline().toNanos());
        submitted.add(request);
        // Many that submit at once wake the event loop once.
        if (takingOut.compareAndSet(false, true)) {
            try {
                loop.execute(() -> takeOut(dispatcher::submit));
            } catch (RejectedExecutionException closed) {
                takeOut(Dispatcher::refuseAsClosed);
            }
        }
        return request.answer;
    }

    private void takeOut(Consumer<Request> taker) {
        takingOut.set(false);
        for (Request request = submitted.poll(); request != null; request = submitted.poll()) {
            taker.accept(request);
        }
    }

    private static StoreResult await(CompletableFuture<StoreResult> answer) {
        try {
            return answer.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof KvException known) {
                throw known;
            }
            throw failure;
        }
    }

    /** Calls that wait fail, and so do later ones. */
    @Override
    public void close() {
        loop.submit(() -> {
                    takeOut(dispatcher::submit);
                    dispatcher.close();
                })
                .awaitUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
