package plumbline.checker.conform;

import java.util.List;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;

/**
 * A Raft server in Java, as {@link Conformance} examines it. Four methods tell how to put one of your servers into a state,
 * what an event and a crash do to it, and in which state it is.
 *
 * <p>Must be deterministic. Servers may be changed in place. Called by one thread.
 *
 * @param <S> one of your servers
 */
public interface Implementation<S> {
    /** A server of yours in {@code state}. */
    S load(ServerState state);

    /**
     * Hands {@code event} to {@code server}: a timeout, a client's request, or a message.
     *
     * @return the messages that it sends, in any order
     */
    List<Message> handle(S server, Event event);

    /** What is left of {@code server} after a crash: a server that starts with what it had persisted. */
    S restart(S server);

    /** The state of {@code server}, in the core's terms. */
    ServerState read(S server);
}
