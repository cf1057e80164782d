package plumbline.runtime;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import plumbline.core.Message;

/**
 * What waits for the server's next turn. Any thread puts in, only the turn takes out.
 *
 * <p>Messages are bounded here. Proposals are bounded by whoever lets them in, from then until they are answered.
 */
final class Inbox {
    private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
    private final Queue<Proposal> proposals = new ConcurrentLinkedQueue<>();
    private final Bound room;
    private final AtomicInteger dropped = new AtomicInteger();
    private volatile boolean closed;

    Inbox(Capacity capacity) {
        room = new Bound(capacity);
    }

    /** Whether it is in; if not, it is dropped, as the network might have done. */
    boolean offer(Message message) {
        if (closed) {
            return false;
        }
        if (!room.tryTake(MessageSize.of(message))) {
            dropped.incrementAndGet();
            return false;
        }
        messages.add(message);
        return true;
    }

    /** Whether it is in, and will be taken out; if not, no turn will ever see it. */
    boolean offer(Proposal proposal) {
        if (closed) {
            return false;
        }
        proposals.add(proposal);
        // Should the inbox have been closed meanwhile, then either this takes the proposal out again or a turn did.
        return !closed || !proposals.remove(proposal);
    }

    /** Takes out at most {@code most} messages, oldest first. How many there were. */
    int takeMessages(int most, Consumer<Message> taker) {
        for (int taken = 0; taken < most; taken++) {
            Message message = messages.poll();
            if (message == null) {
                return taken;
            }
            room.giveBack(MessageSize.of(message));
            taker.accept(message);
        }
        return most;
    }

    /** Takes out at most {@code most} proposals, oldest first. How many there were. */
    int takeProposals(int most, Consumer<Proposal> taker) {
        for (int taken = 0; taken < most; taken++) {
            Proposal proposal = proposals.poll();
            if (proposal == null) {
                return taken;
            }
            taker.accept(proposal);
        }
        return most;
    }

    /** Lets nothing in any more. What is in can still be taken out. */
    void close() {
        closed = true;
    }

    boolean hasMessages() {
        return !messages.isEmpty();
    }

    boolean hasProposals() {
        return !proposals.isEmpty();
    }

    /** How many messages wait. */
    int waitingMessages() {
        return room.count();
    }

    /** How many messages were dropped since this was last asked. */
    int takeDropped() {
        return dropped.get() == 0 ? 0 : dropped.getAndSet(0);
    }
}
