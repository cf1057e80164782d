package plumbline.checker.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import plumbline.checker.Golden;
import plumbline.checker.Mutants;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;

class StoryTest {
    private static final Entry C1 = new Entry(1, Command.of("c1"));

    @Test
    void aViolationIsToldUpToTheStepThatBreaksIt() throws IOException {
        Trace trace = Traces.votesTwice();
        Golden.check("trace/server-votes-twice.txt", Story.of(trace, Replay.of(trace, Mutants.VOTES_TWICE)));
    }

    /** A life with an election, a replicated command, a deposed leader, a conflict, a loss, a copy and a crash. */
    @Test
    void everyKindOfStepHasItsWords() throws IOException {
        Bounds bounds = new Bounds(3, 3, 3, 2, 2, 1, 1, Network.bag(1, 1));
        ClientRequest both = new ClientRequest(List.of(Command.of("c1"), Command.of("c2")));
        ClientRequest second = new ClientRequest(List.of(Command.of("c2")));
        Trace trace = Traces.holds(
                bounds,
                List.of(
                        Choice.electionTimeout(1),
                        consumed(new RequestVoteRequest(1, 2, 1, 0, 0)),
                        new Choice.Drop(new RequestVoteRequest(1, 3, 1, 0, 0)),
                        consumed(new RequestVoteResponse(2, 1, 1, true)),
                        Choice.heartbeatTimeout(1),
                        Choice.clientRequest(1, both),
                        consumed(new AppendEntriesRequest(1, 2, 1, 0, 0, List.of(C1), 0)),
                        consumed(AppendEntriesResponse.accepted(2, 1, 1, 1)),
                        Choice.electionTimeout(2),
                        consumed(new RequestVoteRequest(2, 3, 2, 1, 1)),
                        consumed(new RequestVoteResponse(3, 2, 2, true)),
                        consumed(new AppendEntriesRequest(2, 3, 2, 1, 1, List.of(), 0)),
                        consumed(AppendEntriesResponse.conflicting(3, 2, 2, 0, 1)),
                        Choice.clientRequest(2, second),
                        consumed(new AppendEntriesRequest(2, 1, 2, 1, 1, List.of(), 0)),
                        consumed(AppendEntriesResponse.accepted(1, 2, 2, 1)),
                        consumed(new AppendEntriesRequest(2, 1, 2, 1, 1, List.of(new Entry(2, Command.of("c2"))), 0)),
                        Traces.deliver(new AppendEntriesRequest(1, 3, 1, 0, 0, List.of(C1), 0)),
                        new Choice.Restart(1)));
        Golden.check("trace/every-kind-of-step.txt", Story.of(trace, Replay.of(trace, StepFunction.RAFT)));
    }

    @Test
    void whatOnlyTheWholeGraphShowsIsSaidToBeSo() {
        Violation violation = new Violation(
                plumbline.checker.property.Property.CAN_REACH_LEADER, "no leader can be elected any more");
        Trace trace = new Trace(
                new Trace.Header(
                        "stuck",
                        List.of("One.", "Two."),
                        Bounds.of(3, 1, 1, 0),
                        Optional.of(violation.property()),
                        Verdict.VIOLATED),
                List.of(Choice.electionTimeout(1)),
                Optional.of(violation));
        String story = Story.of(trace, Replay.of(trace, StepFunction.RAFT));
        assertTrue(story.contains("canReachLeader is violated: no leader can be elected any more."), story);
        assertTrue(story.contains("Replaying one schedule can lead there, but cannot judge it."), story);
    }

    @Test
    void aStepThatIsPassedOverIsToldAsSuch() {
        Trace trace = Traces.votesTwice();
        String story = Story.of(
                trace,
                new Replay(
                        StepFunction.RAFT,
                        Replay.of(trace, StepFunction.RAFT).properties(),
                        Replay.Impossible.SKIPPED));
        assertTrue(story.contains("(term 1, yes): passed over, server 2 was never sent this message.\n"), story);
        assertTrue(
                story.endsWith("The trace records that ElectionSafety broke here; in this replay it did not.\n"),
                story);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void anyScheduleIsToldInOneLineEach(@ForAll long seed) {
        Random random = new Random(seed);
        Bounds bounds = Traces.bounds(random);
        Trace trace = Traces.holds(bounds, Traces.walk(random, bounds, StepFunction.RAFT, 60));
        String story = Story.of(trace, Replay.of(trace, StepFunction.RAFT));
        assertEquals(trace.choices().size() + 2, story.lines().count(), story);
        assertTrue(story.lines().allMatch(Printable::is));
    }

    private static Choice consumed(plumbline.core.Message message) {
        return new Choice.Deliver(message, false);
    }
}
