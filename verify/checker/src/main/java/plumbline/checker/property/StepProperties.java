package plumbline.checker.property;

import java.util.List;
import java.util.Optional;
import plumbline.core.Log;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerState;

/** The properties of one step of one server, a restart included. */
public final class StepProperties {
    private StepProperties() {}

    /**
     * Why {@code property} fails on this step, if it does.
     *
     * @param restart whether the step was a crash and restart
     * @param messages what the step sent
     */
    public static Optional<String> explain(
            Property property, ServerState before, boolean restart, ServerState after, List<Message> messages) {
        return switch (property) {
            case LEADER_APPEND_ONLY -> leaderAppendOnly(before, after);
            case ONE_VOTE_PER_TERM -> oneVotePerTerm(before, after, messages);
            case TERM_MONOTONIC -> decreases("currentTerm", after, before.currentTerm(), after.currentTerm());
            case COMMIT_INDEX_MONOTONIC ->
                restart ? Optional.empty() : decreases("commitIndex", after, before.commitIndex(), after.commitIndex());
            case APPLIED_PREFIX_STABLE -> appliedPrefixStable(before, after);
            case MATCH_INDEX_MONOTONIC -> matchIndexMonotonic(before, after);
            default -> Optional.empty();
        };
    }

    private static Optional<String> leaderAppendOnly(ServerState before, ServerState after) {
        if (!before.isLeader() || !after.isLeader() || before.currentTerm() != after.currentTerm()) {
            return Optional.empty();
        }
        Log old = before.log();
        if (old.lastIndex() <= after.log().lastIndex()
                && after.log().prefix(old.lastIndex()).equals(old)) {
            return Optional.empty();
        }
        return Optional.of("server " + after.id() + " leads term " + after.currentTerm() + " and changed its log from "
                + old + " to " + after.log());
    }

    private static Optional<String> oneVotePerTerm(ServerState before, ServerState after, List<Message> messages) {
        boolean changed = before.currentTerm() == after.currentTerm()
                && before.votedFor() != PersistentState.NOBODY
                && before.votedFor() != after.votedFor();
        if (changed) {
            return Optional.of("server " + after.id() + " voted for server " + before.votedFor() + " in term "
                    + after.currentTerm() + " and now has "
                    + (after.votedFor() == PersistentState.NOBODY
                            ? "forgotten it"
                            : "voted for server " + after.votedFor()));
        }
        for (Message message : messages) {
            if (message instanceof RequestVoteResponse vote
                    && vote.voteGranted()
                    && (vote.term() != after.currentTerm() || vote.to() != after.votedFor())) {
                return Optional.of("server " + after.id() + " granted server " + vote.to() + " its vote in term "
                        + vote.term() + ", but its own record says server " + after.votedFor() + " in term "
                        + after.currentTerm());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decreases(String field, ServerState server, long before, long after) {
        return after >= before
                ? Optional.empty()
                : Optional.of(field + " of server " + server.id() + " went back from " + before + " to " + after);
    }

    private static Optional<String> appliedPrefixStable(ServerState before, ServerState after) {
        long applied = Math.min(before.commitIndex(), before.log().lastIndex());
        if (applied <= after.log().lastIndex()
                && after.log().prefix(applied).equals(before.log().prefix(applied))) {
            return Optional.empty();
        }
        return Optional.of("server " + after.id() + " has applied "
                + before.log().prefix(applied) + " and changed its log to " + after.log());
    }

    private static Optional<String> matchIndexMonotonic(ServerState before, ServerState after) {
        if (before.currentTerm() == after.currentTerm()
                && before.role() instanceof Role.Leader was
                && after.role() instanceof Role.Leader is) {
            for (int server = 1; server <= after.cluster().size(); server++) {
                Optional<String> reason = decreases(
                        "matchIndex for server " + server,
                        after,
                        was.matchIndex().get(server),
                        is.matchIndex().get(server));
                if (reason.isPresent()) {
                    return reason;
                }
            }
        }
        return Optional.empty();
    }
}
