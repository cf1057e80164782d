package plumbline.runtime;

import java.util.Optional;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * Is told what a server does: for metrics, for recording its steps, and for checks in tests.
 *
 * <p>All calls come from the server's turns, one after the other, so a listener needs no locks and must be quick. An
 * exception stops the server, as any failure does; so a check that is not met cannot go unseen.
 */
public interface RuntimeListener {
    /** Listens to nothing. */
    RuntimeListener NONE = new RuntimeListener() {};

    /** The server starts in {@code state}. */
    default void started(ServerState state) {}

    /** One step. Nothing of it is stored or sent yet. */
    default void stepped(ServerState before, Event event, Step step) {}

    /** The server has adopted {@code term}. */
    default void termChanged(long term) {}

    /** The server has started an election in {@code term}. */
    default void electionStarted(long term) {}

    /** The server, in {@code term}, is something else than before. */
    default void roleChanged(long term, ServerRole role) {}

    /** The leader of {@code term} is known, or with 0 no longer. */
    default void leaderChanged(long term, int leader) {}

    /**
     * One turn has stepped what it found.
     *
     * @param messages how many messages it took out of the inbox
     * @param proposals how many proposals it took out, all stepped as one
     * @param waitingMessages how many messages are still there
     * @param pendingProposals how many proposals have been taken from clients and not been answered, these included
     */
    default void batchStepped(int messages, int proposals, int waitingMessages, int pendingProposals) {}

    /** A change is durable; writing and syncing took {@code nanos}. */
    default void persisted(PersistentChange change, long nanos) {}

    /** All up to {@code index} is applied; the last {@code count} entries just now. */
    default void applied(long index, int count) {}

    /** A client has its answer, {@code nanos} after it asked: with {@link ProposalOutcome.Applied}, the commit latency. */
    default void answered(ProposalOutcome outcome, long nanos) {}

    /** A message was dropped that no server of the cluster can have sent. */
    default void messageRefused(Message message, IllegalArgumentException reason) {}

    /** So many messages were dropped since the last call, because the inbox was full. */
    default void messagesDropped(int count) {}

    /** The server's last word. {@code failure} is why, if nobody asked it to stop. */
    default void stopped(Optional<Throwable> failure) {}
}
