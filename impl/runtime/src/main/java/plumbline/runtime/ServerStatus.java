package plumbline.runtime;

import java.util.Optional;
import java.util.OptionalLong;
import plumbline.core.IndexByServer;
import plumbline.core.Role;
import plumbline.core.ServerState;

/**
 * How a server is doing, as of the end of one of its turns: all from the same moment.
 *
 * @param id the server
 * @param condition whether it runs
 * @param role its role; the last it had, if it does not run
 * @param term its term
 * @param leader the leader of that term, if the server has heard from it (or is it); else 0
 * @param commitIndex the highest index known to be committed
 * @param appliedIndex the highest index applied
 * @param lastIndex the highest index in the log
 * @param matchIndex on a leader, for each server up to where its log is known to equal the leader's; else all 0
 * @param failure why the server {@link Condition#FAILED}
 */
public record ServerStatus(
        int id,
        Condition condition,
        ServerRole role,
        long term,
        int leader,
        long commitIndex,
        long appliedIndex,
        long lastIndex,
        IndexByServer matchIndex,
        Optional<Throwable> failure) {
    /** Whether a server runs. */
    public enum Condition {
        /** It does. */
        RUNNING,
        /** It was stopped. */
        STOPPED,
        /** It stopped because something failed. */
        FAILED
    }

    static ServerStatus running(ServerState state, int leader, long appliedIndex) {
        return new ServerStatus(
                state.id(),
                Condition.RUNNING,
                ServerRole.of(state),
                state.currentTerm(),
                leader,
                state.commitIndex(),
                appliedIndex,
                state.log().lastIndex(),
                state.role() instanceof Role.Leader role
                        ? role.matchIndex()
                        : IndexByServer.ofPeers(state.cluster().size(), state.id(), 0),
                Optional.empty());
    }

    ServerStatus ended(Optional<Throwable> reason) {
        return new ServerStatus(
                id,
                reason.isPresent() ? Condition.FAILED : Condition.STOPPED,
                role,
                term,
                leader,
                commitIndex,
                appliedIndex,
                lastIndex,
                matchIndex,
                reason);
    }

    /** Whether the server runs. */
    public boolean isRunning() {
        return condition == Condition.RUNNING;
    }

    /** Whether the server runs and leads. */
    public boolean isLeader() {
        return isRunning() && role == ServerRole.LEADER;
    }

    /**
     * How many entries {@code follower} may lack of this leader's log; empty if this server does not lead, or is
     * {@code follower} itself.
     */
    public OptionalLong lag(int follower) {
        return isLeader() && follower != id
                ? OptionalLong.of(lastIndex - matchIndex.get(follower))
                : OptionalLong.empty();
    }
}
