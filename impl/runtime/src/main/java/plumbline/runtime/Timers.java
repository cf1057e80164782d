package plumbline.runtime;

import plumbline.core.AppendEntriesRequest;
import plumbline.core.ElectionTimeout;
import plumbline.core.Event;
import plumbline.core.HeartbeatTimeout;
import plumbline.core.Message;
import plumbline.core.RequestVoteResponse;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * When the next timeout is due. A leader waits to be heard, all others wait to hear, so there is one wait at a time; when
 * it starts over is read off what the steps did.
 *
 * <p>A server that does not lead waits for a time drawn anew (§5.2)
 *
 * <ul>
 *   <li>when it hears from the leader of its term: its term is the request's after the step,
 *   <li>when it grants a vote: it sends one,
 *   <li>when it starts an election,
 *   <li>and when it stops leading.
 * </ul>
 *
 * <p>A leader waits for the heartbeat interval from its election and from each heartbeat.
 */
final class Timers {
    private static final Event ELECTION = new ElectionTimeout();
    private static final Event HEARTBEAT = new HeartbeatTimeout();

    private final Clock clock;
    private final long leastElectionTimeout;
    private final long mostElectionTimeout;
    private final long heartbeatInterval;
    private long due;

    Timers(Clock clock, RaftConfiguration configuration) {
        this.clock = clock;
        this.leastElectionTimeout = configuration.leastElectionTimeout().toNanos();
        this.mostElectionTimeout = configuration.mostElectionTimeout().toNanos();
        this.heartbeatInterval = configuration.heartbeatInterval().toNanos();
        this.due = nextElection(clock.nanoTime());
    }

    /** Whether it is time, at {@code now}, for {@link #timeout}. */
    boolean isDue(long now) {
        return now - due >= 0;
    }

    /** When that will be. */
    long due() {
        return due;
    }

    /** What a server in {@code state} waits for. */
    static Event timeout(ServerState state) {
        return state.isLeader() ? HEARTBEAT : ELECTION;
    }

    /** A step was made at {@code now}. */
    void stepped(ServerState before, Event event, Step step, long now) {
        ServerState after = step.state();
        if (after.isLeader()) {
            if (!before.isLeader() || event instanceof HeartbeatTimeout) {
                due = now + heartbeatInterval;
            }
        } else if (before.isLeader() || startsElection(event) || heardFromLeader(event, after) || grantsVote(step)) {
            due = nextElection(now);
        }
    }

    /** Whether {@code event}, on a server that does not lead, starts an election. */
    static boolean startsElection(Event event) {
        return event instanceof ElectionTimeout;
    }

    /** Whether {@code event} came from the leader of the term that the server is now in. */
    static boolean heardFromLeader(Event event, ServerState after) {
        return event instanceof AppendEntriesRequest request && request.term() == after.currentTerm();
    }

    private static boolean grantsVote(Step step) {
        for (Message message : step.messages()) {
            if (message instanceof RequestVoteResponse response && response.voteGranted()) {
                return true;
            }
        }
        return false;
    }

    private long nextElection(long now) {
        return now + clock.random(leastElectionTimeout, mostElectionTimeout);
    }
}
