package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.property.Property;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Cluster;
import plumbline.core.Raft;
import plumbline.core.RequestVoteRequest;
import plumbline.core.Step;

class ReachabilityTest {
    /** No voter ever answers. */
    static final StepFunction NOBODY_VOTES = (state, event) ->
            event instanceof RequestVoteRequest ? new Step(state, List.of()) : Raft.step(state, event);

    /** The leader does not hear acknowledgements. */
    static final StepFunction NOBODY_COMMITS = (state, event) ->
            event instanceof AppendEntriesResponse ? new Step(state, List.of()) : Raft.step(state, event);

    /** Whoever voted for another in term 1 cares for no election ever after. */
    static final StepFunction DEAF_AFTER_TERM_ONE = (state, event) -> {
        boolean deaf = state.currentTerm() == 1
                && state.votedFor() != state.id()
                && state.votedFor() != 0
                && !(event instanceof AppendEntriesRequest);
        return deaf ? new Step(state, List.of()) : Raft.step(state, event);
    };

    private static final Set<Property> BOTH = Set.of(Property.CAN_REACH_LEADER, Property.CAN_REACH_COMMIT);

    static Stream<Bounds> bounds() {
        return Stream.of(
                Bounds.of(1, 1, 1, 0),
                Bounds.of(1, 3, 3, 2),
                Bounds.of(2, 2, 1, 0).with(Network.bag(0, 0)),
                Bounds.of(2, 1, 1, 1),
                Bounds.of(2, 2, 1, 0),
                new Bounds(2, 1, 3, 1, 3, 0, 1, Network.SET),
                Bounds.of(3, 1, 1, 0),
                Bounds.of(3, 1, 1, 0).withWindow(1));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void theCoreCanAlwaysElectALeaderAndCommit(Bounds bounds) {
        assertEquals(Verdict.HOLDS, explore(bounds, StepFunction.RAFT, BOTH).verdict());
    }

    @Test
    void noLeaderIsInReachWhereNobodyVotes() {
        Report report = explore(Bounds.of(2, 1, 0, 0), NOBODY_VOTES, Set.of(Property.CAN_REACH_LEADER));
        Counterexample found = report.counterexample().orElseThrow();
        assertEquals(Property.CAN_REACH_LEADER, found.violation().property());
        assertEquals(
                "from here on no schedule elects a leader, although every term is below 1",
                found.violation().reason());
        assertEquals(List.of(), found.schedule());
    }

    @Test
    void noCommitIsInReachWhereTheLeaderIsDeaf() {
        Report report = explore(Bounds.of(2, 1, 1, 0), NOBODY_COMMITS, BOTH);
        Counterexample found = report.counterexample().orElseThrow();
        assertEquals(Property.CAN_REACH_COMMIT, found.violation().property());
        assertTrue(found.violation().reason().startsWith("from here on no schedule commits another entry"));
    }

    @Test
    void theScheduleLeadsToTheNearestDeadEnd() {
        Report report = explore(Bounds.of(2, 3, 0, 0), DEAF_AFTER_TERM_ONE, Set.of(Property.CAN_REACH_LEADER));
        assertEquals(Verdict.VIOLATED, report.verdict());
        List<Action> inAnyOrder = report.counterexample().orElseThrow().schedule().stream()
                .map(Choice::action)
                .sorted()
                .toList();
        assertEquals(
                List.of(Action.ELECTION_TIMEOUT, Action.ELECTION_TIMEOUT, Action.HANDLE_REQUEST_VOTE_REQUEST),
                inAnyOrder);
    }

    @Test
    void aLostMessageIsNoDeadEndAsLongAsItCanBeSentAgain() {
        Bounds bounds = Bounds.of(2, 2, 1, 0).with(Network.bag(1, 0));
        Optional<String> leader = explore(bounds, StepFunction.RAFT, Set.of(Property.CAN_REACH_LEADER))
                .counterexample()
                .map(found -> found.violation().reason());
        assertEquals(Optional.empty(), leader);
        assertEquals(
                Verdict.HOLDS,
                explore(bounds, StepFunction.RAFT, Set.of(Property.CAN_REACH_COMMIT))
                        .verdict());
    }

    @Test
    void aSingleServerCommitsAlone() {
        Bounds bounds = new Bounds(1, 2, 2, 1, 2, 1, Cluster.UNLIMITED, Network.SET);
        assertEquals(Verdict.HOLDS, explore(bounds, StepFunction.RAFT, BOTH).verdict());
    }

    private static Report explore(Bounds bounds, StepFunction rules, Set<Property> properties) {
        return Explorer.explore(Options.of(bounds).with(rules).with(properties), Progress.NONE);
    }
}
