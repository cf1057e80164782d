package plumbline.checker.knownbug;

import java.util.Arrays;
import java.util.List;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Message;
import plumbline.core.Raft;
import plumbline.core.Role;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** Broken rules of what is committed (§5.3, §5.4.2). */
final class CommitBugs {
    static final List<KnownBug> ALL = List.of(
            KnownBug.breaking(
                    "C01",
                    "leader-commits-older-term-by-counting",
                    "Figure 8: a leader commits an entry of an older term because a majority stores it.",
                    "A later leader with a last entry of a term in between replaces it.",
                    Property.LEADER_COMPLETENESS,
                    Bounds.of(3, 4, 1, 0),
                    "PySyncObj; the paper, §5.4.2",
                    CommitBugs.leaderCommits(CommitBugs::commitAnyTerm)),
            KnownBug.breaking(
                    "C02",
                    "follower-commits-unverified-entry",
                    "A follower commits up to leaderCommit as far as its log goes, beyond what the request vouches for.",
                    "Its tail is of another leader, and it applies what was never committed.",
                    Property.STATE_MACHINE_SAFETY,
                    Bounds.of(3, 2, 2, 0).withWindow(1),
                    "copycat 265, CCF 8172",
                    Broken.on(AppendEntriesRequest.class, CommitBugs::commitUnverified)),
            KnownBug.breaking(
                    "C07",
                    "leader-commits-on-half",
                    "A leader commits what half of the servers store.",
                    "Of three servers that is itself alone.",
                    Property.COMMITTED_ON_MAJORITY,
                    Bounds.of(3, 1, 1, 0),
                    "many, early on",
                    CommitBugs.leaderCommits(CommitBugs::commitOnHalf)),
            KnownBug.breaking(
                    "C09",
                    "commit-scan-stops-at-older-term",
                    "A leader looks for what to commit entry by entry, and stops at one of an older term.",
                    "An entry that was replicated but not committed in its term blocks all that follow it.",
                    Property.CAN_REACH_COMMIT,
                    Bounds.of(2, 2, 2, 0),
                    "raftos 30",
                    CommitBugs.leaderCommits(CommitBugs::stopAtOlderTerm)));

    private CommitBugs() {}

    /** How far a leader commits. */
    @FunctionalInterface
    interface CommitRule {
        /**
         * The new commit index.
         *
         * @param commitIndex the commit index before the step
         * @param state the leader after it
         * @param leader the role of {@code state}
         */
        long commit(long commitIndex, ServerState state, Role.Leader leader);
    }

    /** The core, but for the rule by which a leader commits after an answer or a client's request. */
    static StepFunction leaderCommits(CommitRule rule) {
        return (before, event) -> {
            Step step = Raft.step(before, event);
            boolean commits = event instanceof ClientRequest || event instanceof AppendEntriesResponse;
            if (!commits || !(step.state().role() instanceof Role.Leader leader)) {
                return step;
            }
            long commitIndex = Math.max(before.commitIndex(), rule.commit(before.commitIndex(), step.state(), leader));
            return new Step(
                    Broken.withCommitIndex(step.state(), commitIndex),
                    step.messages().stream()
                            .map(message -> withLeaderCommit(message, commitIndex))
                            .toList());
        };
    }

    private static Message withLeaderCommit(Message message, long commitIndex) {
        return message instanceof AppendEntriesRequest request
                ? new AppendEntriesRequest(
                        request.from(),
                        request.to(),
                        request.term(),
                        request.prevLogIndex(),
                        request.prevLogTerm(),
                        request.entries(),
                        commitIndex)
                : message;
    }

    /** What a majority stores is committed, of whatever term (Figure 8). */
    static long commitAnyTerm(long commitIndex, ServerState state, Role.Leader leader) {
        return storedBy(state.cluster().majority(), state, leader);
    }

    /** Half of the servers are enough. */
    static long commitOnHalf(long commitIndex, ServerState state, Role.Leader leader) {
        long stored = storedBy(Math.max(1, state.cluster().size() / 2), state, leader);
        return state.log().termAt(stored) == state.currentTerm() ? stored : commitIndex;
    }

    /** Entries are looked at one by one, and the first of an older term ends the scan. */
    static long stopAtOlderTerm(long commitIndex, ServerState state, Role.Leader leader) {
        long stored = storedBy(state.cluster().majority(), state, leader);
        long commit = commitIndex;
        while (commit < stored && state.log().termAt(commit + 1) == state.currentTerm()) {
            commit++;
        }
        return commit;
    }

    /** The highest index that {@code copies} servers store, as far as the leader knows. */
    private static long storedBy(int copies, ServerState state, Role.Leader leader) {
        int servers = state.cluster().size();
        long[] stored = new long[servers];
        for (int server = 1; server <= servers; server++) {
            stored[server - 1] = server == state.id()
                    ? state.log().lastIndex()
                    : leader.matchIndex().get(server);
        }
        Arrays.sort(stored);
        return stored[servers - copies];
    }

    /** The follower commits whatever it has, up to leaderCommit, not only what the request vouches for. */
    static Step commitUnverified(ServerState follower, AppendEntriesRequest request) {
        Step step = Raft.step(follower, request);
        ServerState after = step.state();
        long commitIndex = Math.min(request.leaderCommit(), after.log().lastIndex());
        return Broken.acceptsEntries(step) && commitIndex > after.commitIndex()
                ? Broken.with(step, Broken.withCommitIndex(after, commitIndex))
                : step;
    }
}
