package plumbline.checker.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import plumbline.checker.Mutants;
import plumbline.checker.explore.Verdict;
import plumbline.checker.trace.Outcome;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;

class WalkTest {
    private static final Bounds BOUNDS = Bounds.of(3, 2, 1, 1);
    private static final Walk START = Walk.along(List.of(), BOUNDS, StepFunction.RAFT);

    @Test
    void aPathSaysWhichOfTheEnabledChoicesWasTaken() {
        // Of each server, its election timeout and its crash.
        assertEquals(6, START.next().size());
        Walk walk = Walk.along(List.of(2, 1), BOUNDS, StepFunction.RAFT);
        assertEquals(List.of(Choice.electionTimeout(2), new Choice.Restart(1)), walk.choices());
        assertEquals(
                walk.path(), Walk.of(walk.choices(), BOUNDS, StepFunction.RAFT).path());
    }

    @Test
    void aWayThatIsNotThereIsRefusedWithTheReason() {
        assertEquals(
                "choice 2 of the path is number 9, there are 0 to 7",
                assertThrows(IllegalArgumentException.class, () -> Walk.along(List.of(0, 9), BOUNDS, StepFunction.RAFT))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Walk.along(List.of(-1), BOUNDS, StepFunction.RAFT));
        assertEquals(
                "the path has 1001 choices, at most are 1000",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Walk.along(Collections.nCopies(1001, 0), BOUNDS, StepFunction.RAFT))
                        .getMessage());
    }

    /** What the page shows, what is saved, and what replays are the same. */
    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void aRandomRunGoesOnFromHereAndReplaysAsATrace(@ForAll long seed) {
        Random random = new Random(seed);
        StepFunction rules = random.nextBoolean() ? StepFunction.RAFT : Mutants.VOTES_TWICE;
        Walk first = Walk.along(List.of(0), BOUNDS, rules).onAtRandom(10, random);
        Walk walk = first.onAtRandom(15, random);
        assertEquals(first.path(), walk.path().subList(0, first.path().size()));
        assertTrue(walk.path().size() <= 26);
        assertTrue(walk.run().steps().stream().allMatch(step -> !step.after().equals(step.before())));
        assertEquals(
                walk.run().steps(), Walk.along(walk.path(), BOUNDS, rules).run().steps());
        Trace trace = walk.trace("a-walk", Optional.empty());
        assertEquals(!walk.run().breaks().isEmpty(), trace.header().expected() == Verdict.VIOLATED);
        assertTrue(Outcome.of(trace, Replay.of(trace, rules), step -> {}).isExpectedBy(trace.header()));
    }

    @Test
    void randomRunsLeadSomewhere() {
        long leaders = 0;
        long commits = 0;
        for (int seed = 0; seed < 20; seed++) {
            Walk walk = START.onAtRandom(40, new Random(seed));
            leaders += walk.run().end().history().leaderOf().isEmpty() ? 0 : 1;
            commits += walk.run().end().history().committed().size();
        }
        assertTrue(leaders >= 15, leaders + " of 20 have a leader");
        assertTrue(commits >= 5, commits + " of 20 commit");
    }

    @Test
    void whatCanStillBeReachedIsSaidOfTheWorldAtTheEnd() {
        assertEquals(Optional.of(true), START.holds(plumbline.checker.property.Property.CAN_REACH_LEADER));
        StepFunction deaf = (state, event) -> event instanceof plumbline.core.Message
                ? new plumbline.core.Step(state, List.of())
                : plumbline.core.Raft.step(state, event);
        Walk walk = Walk.along(List.of(0), Bounds.of(3, 2, 0, 0), deaf);
        assertEquals(Optional.of(false), walk.holds(plumbline.checker.property.Property.CAN_REACH_LEADER));
    }
}
