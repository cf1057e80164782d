package plumbline.runtime;

import java.util.List;
import java.util.function.Consumer;
import plumbline.core.Message;

/**
 * The network as one server sees it. It may lose, delay, repeat and reorder messages; it must not change them, and it
 * must know who sent them.
 *
 * <h2>Bounds</h2>
 *
 * <p>{@link #send} neither blocks nor waits for anybody. For each peer the transport holds at most
 * {@link RaftConfiguration#outbound()} of messages that are not on their way yet, each peer's apart from the others', and
 * drops what does not fit: a dead or slow peer costs so much memory, and nobody else any time. Raft repeats what was lost.
 * Messages to one peer should arrive in the order in which they were sent, as far as the network allows: a request that
 * overtakes another is refused and costs a round trip. Where a connection broke, what was queued for it is better dropped
 * than sent late.
 *
 * <p>A message is at most {@link RaftConfiguration#largestMessageBytes()} long.
 *
 * <p>Whoever made the transport closes it, after {@link RaftServer#terminated}.
 */
public interface Transport {
    /**
     * From now on hands each message that arrives for this server to {@code receiver}, from any thread, several at once if
     * it likes. The receiver neither blocks nor throws.
     */
    void open(Consumer<Message> receiver);

    /**
     * Sends what one batch of steps had to say. Called from the server's turns alone; an exception is logged, and the
     * messages count as lost.
     *
     * @param messages in the order of the steps; the transport may keep the list
     */
    void send(List<Message> messages);
}
