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
    private final Map<Link, LinkBehaviour> special = new ConcurrentHashMap<>();
    private final AtomicLong messagesSent = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong messagesDropped = new AtomicLong();
    private final AtomicLong messagesLost = new AtomicLong();
    private final AtomicLong messagesRepeated = new AtomicLong();
    private volatile LinkBehaviour behaviour = LinkBehaviour.IMMEDIATE;
    private volatile boolean orderKept;

    /** What is under way on a link. */
    private static final class Traffic {
        final AtomicInteger messages = new AtomicInteger();
        final AtomicLong bytes = new AtomicLong();
        final AtomicLong lastArrival = new AtomicLong(Long.MIN_VALUE);
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

    /** From now on messages behave like that, on every link. */
    public void behave(LinkBehaviour next) {
        special.clear();
        behaviour = next;
    }

    /** From now on, and until the next {@link #behave(LinkBehaviour)}, messages of this link behave like that. */
    public void behave(int from, int to, LinkBehaviour next) {
        special.put(new Link(from, to), next);
    }

    /** Whether what is sent from now on stays in order on each link, as a connection keeps it; at first it does not. */
    public void keepOrder(boolean kept) {
        orderKept = kept;
    }

    /** Nobody listens at {@code server} any more, until a new transport is opened for it. */
    public void detach(int server) {
        receivers.remove(server);
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

    /** How many messages were lost, by the behaviour of their link. */
    public long messagesLost() {
        return messagesLost.get();
    }

    /** How many copies set out beside the first. */
    public long messagesRepeated() {
        return messagesRepeated.get();
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
        LinkBehaviour there = special.isEmpty() ? behaviour : special.getOrDefault(link, behaviour);
        int copies = there.copies(message, clock);
        if (copies > 1) {
            messagesRepeated.addAndGet(copies - 1);
        }
        for (int copy = 1; copy <= copies; copy++) {
            long delay = there.delay(message, clock);
            if (delay < 0) {
                messagesLost.incrementAndGet();
            } else if (!cut.contains(link)) {
                carry(link, message, size, delay);
            }
        }
    }

    private void carry(Link link, Message message, long size, long delay) {
        if (delay == 0 && !orderKept) {
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
        long arrival = clock.nanoTime() + delay;
        if (orderKept) {
            arrival = there.lastArrival.accumulateAndGet(arrival, Math::max);
        }
        clock.at(arrival, () -> {
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
