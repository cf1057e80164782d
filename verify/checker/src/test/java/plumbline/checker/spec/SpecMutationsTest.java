package plumbline.checker.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/**
 * One rule of the spec is changed, the code is as it is: the comparison notices, and names the action that has the rule.
 *
 * <p>Each at the smallest bounds that show it. They lie within those of every build, where it is seen, too: every bound is a
 * guard, so what both reach within the smaller ones they reach within the larger, and there the same step differs. What
 * takes larger bounds than TLC can exhaust is in {@link RandomSchedulesTest}.
 */
class SpecMutationsTest {
    private static final Bounds ELECTION = Bounds.of(2, 1, 0, 0);
    private static final Bounds TWO_ELECTIONS = Bounds.of(2, 2, 0, 0);
    private static final Bounds ENTRY = Bounds.of(2, 1, 1, 0);

    private static final List<Mutation> MUTATIONS = List.of(
            new Mutation(
                    "a majority is half of the servers",
                    "Majority == Servers \\div 2 + 1",
                    "Majority == (Servers + 1) \\div 2",
                    ELECTION,
                    "ElectionTimeout"),
            new Mutation(
                    "a voter votes twice in a term",
                    "voter.votedFor \\in {Nobody, m.from} /\\ upToDate",
                    "upToDate",
                    ELECTION,
                    "HandleRequestVoteRequest"),
            new Mutation(
                    "a voter ignores the candidate's log",
                    "voter.votedFor \\in {Nobody, m.from} /\\ upToDate",
                    "voter.votedFor \\in {Nobody, m.from}",
                    ENTRY,
                    "HandleRequestVoteRequest"),
            new Mutation(
                    "a candidate counts a stale vote",
                    "\"Candidate\" \\/ m.term < receiver.currentTerm \\/",
                    "\"Candidate\" \\/",
                    TWO_ELECTIONS,
                    "HandleRequestVoteResponse"),
            new Mutation(
                    "a vote that was refused is not received at all",
                    "/\\ m.type = \"RequestVoteResponse\"\n",
                    "/\\ m.type = \"RequestVoteResponse\" /\\ m.voteGranted\n",
                    ELECTION,
                    "HandleRequestVoteResponse"),
            new Mutation(
                    "history keeps no leaders",
                    "THEN [leaderOf EXCEPT ![s.currentTerm] = i]",
                    "THEN leaderOf",
                    ELECTION,
                    "HandleRequestVoteResponse"),
            new Mutation(
                    "heartbeats stop after the election",
                    "HeartbeatTimeout(i) ==\n    /\\ server[i].role = \"Leader\"",
                    "HeartbeatTimeout(i) ==\n    /\\ server[i].role = \"Nobody\"",
                    ELECTION,
                    "HeartbeatTimeout"),
            new Mutation(
                    "a leader ignores the window",
                    "LET last(j) == Min(Len(s.log), s.matchIndex[j] + Window)",
                    "LET last(j) == Len(s.log)",
                    Bounds.of(2, 1, 2, 0).withWindow(1),
                    "ClientRequest"),
            new Mutation(
                    "a follower leaves a stale leader without an answer",
                    "THEN Take(m.to, s, {Answer(m, s.currentTerm, FALSE, 0, 0, 0)})",
                    "THEN Take(m.to, s, {})",
                    TWO_ELECTIONS,
                    "HandleAppendEntriesRequest"),
            new Mutation(
                    "a follower truncates although nothing conflicts",
                    "IF \\A k \\in DOMAIN entries : present(k) THEN log",
                    "IF FALSE THEN log",
                    ENTRY,
                    "HandleAppendEntriesRequest"),
            new Mutation(
                    "a leader keeps leading after it hears of a higher term",
                    "/\\ LET receiver == Adopt(server[m.to], m.term)\n       IN  IF receiver.role # \"Leader\"",
                    "/\\ LET receiver == server[m.to]\n       IN  IF receiver.role # \"Leader\"",
                    TWO_ELECTIONS,
                    "HandleAppendEntriesResponse"),
            new Mutation(
                    "matchIndex goes back",
                    "!.matchIndex[m.from] = Max(@, m.matchIndex)]",
                    "!.matchIndex[m.from] = m.matchIndex]",
                    ENTRY,
                    "HandleAppendEntriesResponse"),
            new Mutation(
                    "nextIndex goes back",
                    "!.nextIndex[m.from] = Max(@, m.matchIndex + 1)",
                    "!.nextIndex[m.from] = m.matchIndex + 1",
                    ENTRY,
                    "HandleAppendEntriesResponse"),
            new Mutation(
                    "an entry of an earlier term is committed by counting (Figure 8)",
                    "/\\ s.log[index].term = s.currentTerm\n",
                    "\n",
                    Bounds.of(2, 2, 1, 0),
                    "HandleAppendEntriesResponse"),
            new Mutation(
                    "a crash loses the vote",
                    "[Follower(@) EXCEPT !.commitIndex = 0]",
                    "[Follower(@) EXCEPT !.commitIndex = 0, !.votedFor = Nobody]",
                    Bounds.of(2, 1, 0, 1),
                    "Restart"),
            new Mutation(
                    "a crash keeps commitIndex",
                    "[Follower(@) EXCEPT !.commitIndex = 0]",
                    "Follower(@)",
                    Bounds.of(2, 1, 1, 1),
                    "Restart"));

    /** A rule, what it is changed to, and the action that then is another. */
    record Mutation(String name, String rule, String other, Bounds bounds, String action) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Map<Mutation, Future<Comparison>> comparisons = Map.of();

    static List<Mutation> mutations() {
        return MUTATIONS;
    }

    @BeforeAll
    static void compareAll() {
        comparisons = TwoAtATime.each(
                MUTATIONS,
                mutation -> () -> new GraphComparison(
                                Spec.ours().with(mutation.rule, mutation.other),
                                StepFunction.RAFT,
                                mutation.bounds,
                                Tlc.here())
                        .statesAndSteps());
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void aChangedRuleIsNoticedAndItsActionNamed(Mutation mutation) throws InterruptedException {
        Comparison comparison = TwoAtATime.get(comparisons.get(mutation));
        assertFalse(comparison.equal(), comparison::toString);
        assertEquals(mutation.action, comparison.difference().orElseThrow().action(), comparison::toString);
    }
}
