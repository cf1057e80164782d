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
import plumbline.checker.world.StepFunction;

class StoryTest {
    @Test
    void aViolationIsToldUpToTheStepThatBreaksIt() throws IOException {
        Trace trace = Traces.votesTwice();
        Golden.check("trace/server-votes-twice.txt", Story.of(trace, Replay.of(trace, Mutants.VOTES_TWICE)));
    }

    @Test
    void everyKindOfStepHasItsWords() throws IOException {
        Trace trace = SampleTraces.everyKindOfStep();
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
}
