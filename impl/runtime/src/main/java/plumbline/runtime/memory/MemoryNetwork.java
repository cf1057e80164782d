package plumbline.runtime.memory;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import plumbline.core.Message;
import plumbline.runtime.Capacity;
import plumbline.runtime.Clock;
import plumbline.runtime.MessageSize;
import plumbline.runtime.Transport;

/**
 * A network between the servers of one process, with a link from each server to each other. Links can be cut one by one,
 * and lose and delay what they carry. Whatever takes time goes through the {@link Clock}.
 *
 * <p>Any thread may call any method.
 */
public final class MemoryNetwork {
    /** The way from one server to another. */
    private record Link(int from, int to) {}

    private final Clock clock;
    private final Capacity outbound;
    private final Map<Integer, Consumer<Message>> receivers = new ConcurrentHashMap<>();
    private final Map<Link, Traffic> traffic = new ConcurrentHashMap<>();
    private final Set<Link> cut = ConcurrentHashMap.newKeySet();
    private final AtomicLong messagesSent = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong messagesDropped = new AtomicLong();
    private volatile LinkBehaviour behaviour = LinkBehaviour.IMMEDIATE;

    /** What is under way on a link. */
    private static final class Traffic {
        final AtomicInteger messages = new AtomicInteger();
        final AtomicLong bytes = new AtomicLong();
    }

    /** A network whose links are whole and fast, and carry {@code outbound} at a time each. */
    public MemoryNetwork(Clock clock, Capacity outbound) {
        this.clock = clock;
        this.outbound = outbound;
    }

    /** The network as {@code server} sees it. When a server starts again, its new transport replaces the old one. */
    public Transport transport(int server) {
        return new Transport() {
            @Override
            public void open(Consumer<Message> receiver) {
                receivers.put(server, receiver);
            }

            @Override
            public void send(List<Message> messages) {
                messages.forEach(MemoryNetwork.this::send);
            }
        };
    }

    /** From now on messages behave like that. */
    public void behave(LinkBehaviour next) {
        behaviour = next;
    }

    /** Nothing goes from {@code from} to {@code to} any more, nor arrives if it is under way. */
    public void cut(int from, int to) {
        cut.add(new Link(from, to));
    }

    /** Undoes {@link #cut}. */
    public void mend(int from, int to) {
        cut.remove(new Link(from, to));
    }

    /** How many messages servers wanted to send. */
    public long messagesSent() {
        return messagesSent.get();
    }

    /** How many bytes servers wanted to send, by {@link MessageSize}. */
    public long bytesSent() {
        return bytesSent.get();
    }

    /** How many messages were dropped since their link carried all that it can. */
    public long messagesDropped() {
        return messagesDropped.get();
    }

    /** How many bytes are on their way from {@code from} to {@code to}. */
    public long bytesUnderWay(int from, int to) {
        Traffic found = traffic.get(new Link(from, to));
        return found == null ? 0 : found.bytes.get();
    }

    private void send(Message message) {
        Link link = new Link(message.from(), message.to());
        long size = MessageSize.of(message);
        messagesSent.incrementAndGet();
        bytesSent.addAndGet(size);
        long delay = behaviour.delay(message, clock);
        if (delay < 0 || cut.contains(link)) {
            return;
        }
        if (delay == 0) {
            deliver(link, message);
            return;
        }
        Traffic there = traffic.computeIfAbsent(link, any -> new Traffic());
        // One server's turns fill a link, one after the other; so what fits now still fits in the next line.
        if (there.messages.get() > 0
                && (there.messages.get() >= outbound.count() || there.bytes.get() + size > outbound.bytes())) {
            messagesDropped.incrementAndGet();
            return;
        }
        there.messages.incrementAndGet();
        there.bytes.addAndGet(size);
        clock.at(clock.nanoTime() + delay, () -> {
            there.messages.decrementAndGet();
            there.bytes.addAndGet(-size);
            deliver(link, message);
        });
    }

    private void deliver(Link link, Message message) {
        Consumer<Message> receiver = receivers.get(link.to());
        if (receiver != null && !cut.contains(link)) {
            receiver.accept(message);
        }
    }
}
