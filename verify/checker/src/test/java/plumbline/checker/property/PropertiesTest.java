package plumbline.checker.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import plumbline.checker.world.Committed;
import plumbline.checker.world.History;
import plumbline.core.Cluster;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.IndexByServer;
import plumbline.core.Log;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerSet;
import plumbline.core.ServerState;

class PropertiesTest {
    private static final Cluster THREE = Cluster.of(3);
    private static final Entry A1 = entry(1, "a");
    private static final Entry B1 = entry(1, "b");
    private static final Entry A2 = entry(2, "a");

    private static Entry entry(long term, String command) {
        return new Entry(term, Command.of(command));
    }

    private static ServerState follower(int id, long term, Entry... log) {
        return new ServerState(id, THREE, new PersistentState(term, 0, Log.of(log)), 0, new Role.Follower());
    }

    private static ServerState leader(int id, long term, Entry... log) {
        return leading(follower(id, term, log), log.length + 1, 0);
    }

    private static ServerState leading(ServerState server, long next, long match) {
        Role role = new Role.Leader(
                IndexByServer.ofPeers(3, server.id(), next), IndexByServer.ofPeers(3, server.id(), match));
        return new ServerState(server.id(), THREE, server.persistent(), server.commitIndex(), role);
    }

    private static ServerState voted(ServerState server, int candidate) {
        return new ServerState(
                server.id(),
                THREE,
                new PersistentState(server.currentTerm(), candidate, server.log()),
                server.commitIndex(),
                server.role());
    }

    private static ServerState committed(ServerState server, long index) {
        return new ServerState(server.id(), THREE, server.persistent(), index, server.role());
    }

    private static History history(List<Integer> leaders, Committed... committed) {
        return new History(leaders, Arrays.asList(committed));
    }

    private static void holds(Optional<String> reason) {
        assertEquals(Optional.empty(), reason);
    }

    private static void fails(String expected, Optional<String> reason) {
        assertEquals(Optional.of(expected), reason);
    }

    private static Optional<String> step(Property property, ServerState before, ServerState after, Message... sent) {
        return StepProperties.explain(property, before, false, after, List.of(sent));
    }

    private static Optional<String> restart(Property property, ServerState before, ServerState after) {
        return StepProperties.explain(property, before, true, after, List.of());
    }

    @Nested
    @DisplayName("ElectionSafety")
    class ElectionSafety {
        private Optional<String> explain(ServerState server, History history) {
            return WorldProperties.explain(Property.ELECTION_SAFETY, server, history);
        }

        @Test
        void holdsWhereTheLeaderIsTheFirstOfItsTerm() {
            holds(explain(leader(2, 2), history(List.of(1, 2))));
        }

        @Test
        void holdsForAFollowerInATermThatAnotherLeads() {
            holds(explain(follower(2, 1), history(List.of(1))));
        }

        @Test
        void failsForASecondLeaderEvenWhenTheFirstIsGone() {
            fails(
                    "server 2 was elected in term 1, in which server 3 was elected before",
                    explain(leader(2, 1), history(List.of(3))));
        }
    }

    @Nested
    @DisplayName("LeaderAppendOnly")
    class LeaderAppendOnly {
        private static final Property PROPERTY = Property.LEADER_APPEND_ONLY;

        @Test
        void holdsWhereALeaderAppends() {
            holds(step(PROPERTY, leader(1, 1, A1), leader(1, 1, A1, B1)));
        }

        @Test
        void holdsWhereAFollowerIsOverwritten() {
            holds(step(PROPERTY, follower(1, 2, A1), follower(1, 2, A2)));
        }

        @Test
        void holdsWhereALeaderStepsDownAndIsOverwritten() {
            holds(step(PROPERTY, leader(1, 1, A1), follower(1, 2, A2)));
        }

        @Test
        void failsWhereALeaderLosesAnEntry() {
            fails(
                    "server 1 leads term 1 and changed its log from [1:a, 1:b] to [1:a]",
                    step(PROPERTY, leader(1, 1, A1, B1), leader(1, 1, A1)));
        }

        @Test
        void failsWhereALeaderReplacesAnEntryInARestart() {
            fails(
                    "server 1 leads term 1 and changed its log from [1:a] to [1:b]",
                    restart(PROPERTY, leader(1, 1, A1), leader(1, 1, B1)));
        }
    }

    @Nested
    @DisplayName("LogMatching")
    class LogMatching {
        @Test
        void holdsWhereLogsPartForGood() {
            holds(WorldProperties.explainLogMatching(follower(1, 2, A1, A1), follower(2, 2, A1, A2)));
        }

        @Test
        void holdsWhereOneLogIsTheStartOfTheOther() {
            holds(WorldProperties.explainLogMatching(follower(1, 2), follower(2, 2, A1, A2)));
        }

        @Test
        void failsWhereOneIndexAndTermHasTwoCommands() {
            fails(
                    "servers 1 and 2 agree on the term of an entry, but not on index 1:"
                            + " their logs are [1:a] and [1:b]",
                    WorldProperties.explainLogMatching(follower(1, 1, A1), follower(2, 1, B1)));
        }

        @Test
        void failsWhereLogsAgreeAgainBehindADifference() {
            fails(
                    "servers 1 and 2 agree on the term of an entry, but not on index 1:"
                            + " their logs are [1:a, 2:a] and [2:a, 2:a]",
                    WorldProperties.explainLogMatching(follower(1, 2, A1, A2), follower(2, 2, A2, A2)));
        }
    }

    @Nested
    @DisplayName("LeaderCompleteness")
    class LeaderCompleteness {
        private final History committedInTermTwo = history(List.of(1, 1), new Committed(A1, 2));

        private Optional<String> explain(ServerState server) {
            return WorldProperties.explain(Property.LEADER_COMPLETENESS, server, committedInTermTwo);
        }

        @Test
        void holdsWhereALaterLeaderHasTheEntry() {
            holds(explain(leader(2, 3, A1)));
        }

        @Test
        void holdsForALeaderOfTheTermOfTheCommitOrBefore() {
            holds(explain(leader(2, 2)));
            holds(explain(leader(2, 1)));
        }

        @Test
        void holdsForAFollowerWithoutTheEntry() {
            holds(explain(follower(2, 3)));
        }

        @Test
        void failsWhereALaterLeaderLacksTheEntry() {
            fails(
                    "server 2 leads term 3 without entry a (index 1, term 1), which was committed in term 2;"
                            + " its log is [2:a]",
                    explain(leader(2, 3, A2)));
        }
    }

    @Nested
    @DisplayName("StateMachineSafety")
    class StateMachineSafety {
        private final History history = history(List.of(1), new Committed(A1, 1));

        private Optional<String> explain(ServerState server) {
            return WorldProperties.explain(Property.STATE_MACHINE_SAFETY, server, history);
        }

        @Test
        void holdsWhereTheSameEntryIsCommitted() {
            holds(explain(committed(follower(2, 1, A1, B1), 1)));
        }

        @Test
        void holdsWhereTheDifferentEntryIsNotCommitted() {
            holds(explain(follower(2, 2, A2)));
        }

        @Test
        void failsWhereADifferentEntryIsCommitted() {
            fails(
                    "server 2 has committed entry b (index 1, term 1), but entry a (index 1, term 1) was committed"
                            + " before",
                    explain(committed(follower(2, 1, B1), 1)));
        }

        @Test
        void failsWhereCommitIndexIsPastTheLog() {
            fails("server 2 has commitIndex 1, past the end of its log []", explain(committed(follower(2, 1), 1)));
        }
    }

    @Nested
    @DisplayName("CommittedOnMajority")
    class CommittedOnMajority {
        private final History history = history(List.of(1), new Committed(A1, 1));

        @Test
        void holdsWhereTwoOfThreeHaveTheEntry() {
            holds(WorldProperties.explainCommittedOnMajority(
                    List.of(follower(1, 1, A1), follower(2, 1), follower(3, 1, A1)), history));
        }

        @Test
        void failsWhereOnlyOneOfThreeHasIt() {
            fails(
                    "entry a (index 1, term 1) was committed, but only servers [3] of 3 have it",
                    WorldProperties.explainCommittedOnMajority(
                            List.of(follower(1, 1, B1), follower(2, 1), follower(3, 1, A1)), history));
        }
    }

    @Nested
    @DisplayName("OneVotePerTerm")
    class OneVotePerTerm {
        private static final Property PROPERTY = Property.ONE_VOTE_PER_TERM;

        private final ServerState voter = voted(follower(1, 1), 2);

        private Message grants(int candidate, long term) {
            return new RequestVoteResponse(1, candidate, term, true);
        }

        @Test
        void holdsWhereTheVoteIsGrantedAgainToTheSame() {
            holds(step(PROPERTY, voter, voter, grants(2, 1)));
        }

        @Test
        void holdsWhereANewTermFreesTheVote() {
            holds(step(PROPERTY, voter, voted(follower(1, 2), 3), grants(3, 2)));
        }

        @Test
        void holdsForARefusal() {
            holds(step(PROPERTY, voter, voter, new RequestVoteResponse(1, 3, 1, false)));
        }

        @Test
        void failsWhereTheVoteChanges() {
            fails(
                    "server 1 voted for server 2 in term 1 and now has voted for server 3",
                    step(PROPERTY, voter, voted(voter, 3)));
        }

        @Test
        void failsWhereARestartForgetsTheVote() {
            fails(
                    "server 1 voted for server 2 in term 1 and now has forgotten it",
                    restart(PROPERTY, voter, voted(voter, 0)));
        }

        @Test
        void failsWhereAVoteIsGrantedThatIsNotWrittenDown() {
            fails(
                    "server 1 granted server 3 its vote in term 1, but its own record says server 2 in term 1",
                    step(PROPERTY, voter, voter, grants(3, 1)));
            fails(
                    "server 1 granted server 2 its vote in term 2, but its own record says server 2 in term 1",
                    step(PROPERTY, voter, voter, grants(2, 2)));
        }
    }

    @Nested
    @DisplayName("TermMonotonic, CommitIndexMonotonic, AppliedPrefixStable")
    class NothingGoesBack {
        @Test
        void holdsWhereATermStaysOrGrows() {
            holds(step(Property.TERM_MONOTONIC, follower(1, 2), follower(1, 2)));
            holds(restart(Property.TERM_MONOTONIC, follower(1, 2), follower(1, 3)));
        }

        @Test
        void failsWhereATermShrinksEvenInARestart() {
            String reason = "currentTerm of server 1 went back from 2 to 1";
            fails(reason, step(Property.TERM_MONOTONIC, follower(1, 2), follower(1, 1)));
            fails(reason, restart(Property.TERM_MONOTONIC, follower(1, 2), follower(1, 1)));
        }

        @Test
        void failsWhereACommitIndexShrinksButNotInARestart() {
            ServerState server = follower(1, 1, A1);
            holds(step(Property.COMMIT_INDEX_MONOTONIC, server, committed(server, 1)));
            holds(restart(Property.COMMIT_INDEX_MONOTONIC, committed(server, 1), server));
            fails(
                    "commitIndex of server 1 went back from 1 to 0",
                    step(Property.COMMIT_INDEX_MONOTONIC, committed(server, 1), server));
        }

        @Test
        void failsWhereAnAppliedEntryChangesEvenInARestart() {
            ServerState applied = committed(follower(1, 1, A1, B1), 1);
            holds(step(Property.APPLIED_PREFIX_STABLE, applied, committed(follower(1, 2, A1, A2), 1)));
            holds(restart(Property.APPLIED_PREFIX_STABLE, applied, follower(1, 1, A1)));
            String reason = "server 1 has applied [1:a] and changed its log to ";
            fails(reason + "[1:b]", step(Property.APPLIED_PREFIX_STABLE, applied, committed(follower(1, 1, B1), 1)));
            fails(reason + "[]", restart(Property.APPLIED_PREFIX_STABLE, applied, follower(1, 1)));
        }
    }

    @Nested
    @DisplayName("NextIndexAboveMatchIndex")
    class NextIndexAboveMatchIndex {
        private Optional<String> explain(ServerState server) {
            return WorldProperties.explain(Property.NEXT_INDEX_ABOVE_MATCH_INDEX, server, History.EMPTY);
        }

        @Test
        void holdsWhereNextIndexIsJustAbove() {
            holds(explain(leading(follower(1, 1, A1), 2, 1)));
        }

        @Test
        void failsWhereTheyAreEqual() {
            fails(
                    "leader 1 has nextIndex 1 and matchIndex 1 for server 2, with a log of 1",
                    explain(leading(follower(1, 1, A1), 1, 1)));
        }

        @Test
        void failsWhereMatchIndexIsPastTheLog() {
            fails(
                    "leader 1 has nextIndex 3 and matchIndex 2 for server 2, with a log of 1",
                    explain(leading(follower(1, 1, A1), 3, 2)));
        }
    }

    @Nested
    @DisplayName("MatchIndexMonotonic")
    class MatchIndexMonotonic {
        private static final Property PROPERTY = Property.MATCH_INDEX_MONOTONIC;

        private final ServerState knowing = leading(follower(1, 1, A1, B1), 3, 2);

        @Test
        void holdsWhereItGrows() {
            holds(step(PROPERTY, leading(knowing, 3, 1), knowing));
        }

        @Test
        void holdsWhereTheLeaderStepsDownOrLeadsAnotherTerm() {
            holds(step(PROPERTY, knowing, follower(1, 2, A1, B1)));
            holds(step(PROPERTY, knowing, leader(1, 2, A1, B1)));
        }

        @Test
        void failsWhereItShrinks() {
            fails(
                    "matchIndex for server 2 of server 1 went back from 2 to 1",
                    step(PROPERTY, knowing, leading(knowing, 3, 1)));
        }
    }

    @Test
    void aCandidateIsJudgedLikeAFollower() {
        ServerState candidate =
                new ServerState(1, THREE, new PersistentState(2, 1, Log.EMPTY), 0, new Role.Candidate(ServerSet.of(1)));
        History history = history(List.of(3, 3), new Committed(A1, 1));
        for (Property property : Property.all()) {
            holds(WorldProperties.explain(property, candidate, history));
            holds(step(property, follower(1, 1), candidate));
        }
    }

    @Test
    void everyPropertyIsFoundByItsName() {
        for (Property property : Property.all()) {
            assertEquals(Optional.of(property), Property.named(property.title()));
        }
        assertEquals(Optional.empty(), Property.named("electionsafety"));
    }
}
