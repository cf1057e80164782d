package plumbline.simulation.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.property.Property;
import plumbline.checker.world.StepFunction;
import plumbline.runtime.StateMachine;
import plumbline.server.store.Commands;
import plumbline.server.wire.StoreCommand;
import plumbline.simulation.ClusterFailure;
import plumbline.simulation.StepRecorder;
import plumbline.simulation.ViolationFound;
import plumbline.simulation.schedule.Schedule;
import plumbline.simulation.schedule.ScheduleTrace;

/** Nothing is wrong with the core in the runtime, and every known bug in its place is found. */
class SwarmTest {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private static final int RUNS = 600;

    private static Swarm.Tally run(StepFunction rules, long runs) {
        return new Swarm(rules, 1, runs).run(THREADS, () -> false, soFar -> {});
    }

    @Test
    void aHundredRunsOfTheCorePassAndSeeAllRareEvents() {
        Swarm.Tally tally = run(StepFunction.RAFT, 100);
        assertEquals(Optional.empty(), tally.failure());
        assertEquals(100, tally.runs());
        List<RareEvent> unseen = Stream.of(RareEvent.values())
                .filter(event -> tally.coverage().times(event) == 0 && event != RareEvent.HISTORY_NOT_JUDGED)
                .toList();
        assertEquals(List.of(), unseen);
        assertTrue(tally.coverage().runs(RareEvent.HISTORY_NOT_JUDGED) < 50, "most histories are judged");
    }

    static Stream<KnownBug> bugs() {
        return KnownBug.all().stream();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void everyKnownBugIsFound(KnownBug bug) {
        Swarm.Tally tally = run(bug.rules(), RUNS);
        SwarmRun.Result failed =
                tally.failure().orElseThrow(() -> new AssertionError(bug + " is not found in " + RUNS + " runs"));
        Throwable failure = failed.failure().orElseThrow();
        // A cluster that has wedged itself is noticed by what it does not do; all else by a property of the core.
        boolean wedges = bug.violates()
                .filter(property -> property.scope() == Property.Scope.GRAPH)
                .isPresent();
        assertTrue(failure instanceof ViolationFound || failure instanceof ClusterFailure, failure::toString);
        if (wedges) {
            assertTrue(failure.getMessage().startsWith("in quiet"), failure::getMessage);
        } else {
            assertTrue(hasTrace(failed.seed(), bug), "a trace of the failing steps, shrunk");
        }
        if (bug.violates().isEmpty()) {
            Property found = ((ViolationFound) failure).violation().property();
            assertEquals(Property.ONE_VOTE_PER_TERM, found, "the control breaks nothing of Figure 3");
        }
    }

    private static boolean hasTrace(long seed, KnownBug bug) {
        Schedule shrunk = SwarmRun.record(seed, bug.rules()).schedule().shrink();
        return ScheduleTrace.of("test", "A test.", Optional.of(bug.title()), bug.rules(), shrunk, shrunk.play())
                .isPresent();
    }

    /** An append whose answer got lost is given again, and done again; somebody reads it. */
    @Test
    void aStoreThatForgetsWhatItsSessionsDidIsFound() {
        Throwable failure = LongStream.rangeClosed(1, RUNS)
                .mapToObj(seed -> SwarmRun.run(seed, StepFunction.RAFT, StepRecorder.NONE, SwarmTest::forgetful))
                .flatMap(result -> result.failure().stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("not found in " + RUNS + " runs"));
        assertTrue(failure.getMessage().startsWith("not linearizable"), failure::getMessage);
    }

    private static StateMachine forgetful(StateMachine store) {
        return (index, command) -> {
            StoreCommand asked = StoreRequests.parsed(command);
            return store.apply(
                    index,
                    Commands.encoded(
                            asked.toBuilder().clearSession().clearSequence().build()));
        };
    }

    @Test
    void aFailingScheduleShrinksToATraceThatFailsAsWell() {
        KnownBug bug = KnownBug.named("E11").orElseThrow();
        long seed = run(bug.rules(), RUNS).failure().orElseThrow().seed();
        Schedule recorded = SwarmRun.record(seed, bug.rules()).schedule();
        Schedule shrunk = recorded.shrink();
        assertTrue(shrunk.size() <= recorded.size() / 50, () -> shrunk.size() + " choices of " + recorded.size());
        var trace = ScheduleTrace.of("test", "A test.", Optional.of(bug.title()), bug.rules(), shrunk, shrunk.play())
                .orElseThrow();
        assertEquals(Property.LEADER_COMPLETENESS, trace.header().property().orElseThrow());
        assertEquals(Optional.empty(), shrunk.play(StepFunction.RAFT).violation(), "the core makes nothing of it");
    }

    @Test
    @Tag("deep")
    void thousandsOfRunsOfTheCorePass() {
        assertEquals(Optional.empty(), run(StepFunction.RAFT, 5_000).failure());
    }

    @Test
    void plansDifferInEverythingThatTheyCan() {
        List<SwarmRun.Result> results = Stream.iterate(1L, seed -> seed + 1)
                .limit(30)
                .map(seed -> SwarmRun.run(seed, StepFunction.RAFT, StepRecorder.NONE))
                .toList();
        Set<String> plans =
                Set.copyOf(results.stream().map(SwarmRun.Result::plan).toList());
        assertEquals(30, plans.size());
    }
}
