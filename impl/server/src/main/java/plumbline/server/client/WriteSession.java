package plumbline.server.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plumbline.server.store.Commands;

/**
 * The client's side of a session: gives writes their numbers, and holds back those that would leave the store with too many
 * results to remember. On the event loop.
 */
final class WriteSession {
    /** Half of what the store remembers for a session by default. */
    private static final int MOST_AHEAD = 512;

    private final Deque<Request> heldBack = new ArrayDeque<>();
    private final SortedSet<Long> pending = new TreeSet<>();
    private long session;
    private long lastSequence;

    boolean isOpen() {
        return session != 0;
    }

    /** The store has opened session {@code number}; writes count from 1 again. */
    void opened(long number) {
        session = number;
        lastSequence = 0;
        pending.clear();
    }

    boolean isHolding() {
        return !heldBack.isEmpty();
    }

    /** The store has forgotten the session: a new one is needed. */
    void expired(long number) {
        if (session == number) {
            session = 0;
        }
    }

    void hold(Request write) {
        heldBack.addLast(write);
    }

    /** Takes out those that are held back and whose deadline is before {@code now}. */
    void takeLate(long now, Consumer<Request> taker) {
        heldBack.removeIf(write -> {
            boolean late = now - write.deadline >= 0;
            if (late) {
                taker.accept(write);
            }
            return late;
        });
    }

    /** Takes out all that are held back. */
    List<Request> takeAll() {
        List<Request> all = List.copyOf(heldBack);
        heldBack.clear();
        return all;
    }

    /** The next write that may be sent, with its number; null if none may. */
    @Nullable
    Request next() {
        if (!isOpen() || heldBack.isEmpty() || lastSequence - lowestPending() >= MOST_AHEAD) {
            return null;
        }
        Request write = heldBack.removeFirst();
        write.session = session;
        write.sequence = ++lastSequence;
        pending.add(write.sequence);
        write.encoded = Commands.inSession(write.command, session, write.sequence, lowestPending())
                .toByteString();
        return write;
    }

    private long lowestPending() {
        return pending.isEmpty() ? lastSequence + 1 : pending.first();
    }

    /** {@code write}, which was sent, has been answered or given up. */
    void done(Request write) {
        if (write.session == session) {
            pending.remove(write.sequence);
        }
    }
}
