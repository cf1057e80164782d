/**
 * One server around the pure step function of {@code plumbline.core}: the part of Plumbline that has time, threads, disks
 * and networks to do with, and no rule of Raft.
 *
 * <h2>One turn</h2>
 *
 * <p>All that a server does, it does in turns, never two at a time. A turn takes what waits in the inbox, at most a batch,
 * and goes on in the order that the core's contract asks for:
 *
 * <ol>
 *   <li><b>step</b>: each message that has arrived, the timeout if it is due, and all waiting proposals as one client
 *       request go through {@link plumbline.core.Raft#step};
 *   <li><b>persist</b>: if that changed the persistent state, the change is written and synced, once for the batch;
 *   <li><b>send</b>: what the steps had to say goes to the transport;
 *   <li><b>apply</b>: committed entries go to the state machine, at most a batch; the rest waits for the next turn;
 *   <li><b>answer</b>: clients hear what became of their proposals.
 * </ol>
 *
 * <p>Proposals wait for their turn until those before them are committed, or until they are as many as those, or for a
 * heartbeat interval: the more there is to do, the larger are the batches.
 *
 * <p>The state belongs to the turn, so there are no locks. Around it, threads share the inbox, the count of pending
 * proposals, the request for a next turn and the {@linkplain plumbline.runtime.ServerStatus status snapshot}.
 *
 * <h2>Where turns run</h2>
 *
 * <p>{@link plumbline.runtime.Surroundings} says: on a {@link plumbline.runtime.ServerThread} with a
 * {@link plumbline.runtime.SystemClock}, on a network library's event loop, or in a simulation that steps through time by
 * itself, in one thread. The classes are the same. The server starts no thread, reads no clock and draws no random number
 * but through them.
 *
 * <h2>Time</h2>
 *
 * <p>Timeouts are events like any other; when they are due is decided here, from what the steps did, in one class
 * ({@code Timers}). The election timeout is drawn anew when a server hears from the leader of its term, grants a vote,
 * starts an election or stops leading (§5.2). A message that has arrived counts before a timeout that is due: a server
 * which was held up itself does not blame its leader. A leader is heard every heartbeat interval.
 *
 * <h2>What is bounded</h2>
 *
 * <p>Messages that wait for a turn ({@link plumbline.runtime.RaftConfiguration#inbox}, more are dropped), proposals that
 * are not answered ({@link plumbline.runtime.RaftConfiguration#pending}, more are told to try later), messages that wait
 * in the transport ({@link plumbline.runtime.RaftConfiguration#outbound}, more are dropped), entries under way to one
 * follower ({@link plumbline.runtime.RaftConfiguration#window}). The log itself is not: it is kept whole, in memory too.
 *
 * <h2>What fails</h2>
 *
 * <p>A message that no server of the cluster can have sent is logged and dropped. A failure of the storage, of the state
 * machine or of a listener stops the server for good, loudly: nothing of that batch is sent, every waiting client is
 * answered, the status says why.
 */
package plumbline.runtime;
