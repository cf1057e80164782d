package plumbline.checker.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.explore.Verdict;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.simulate.Faults;
import plumbline.checker.simulate.RandomSchedule;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;

/** Long random schedules of the code, far beyond what TLC can exhaust: the spec takes every step to the same state. */
class RandomSchedulesTest {
    /** Known bugs that the graphs show only at bounds beyond TLC's reach: logs must conflict, for which it takes three. */
    static final List<String> BUGS = List.of("E13", "E14", "R08", "R09", "C02", "C09");

    private static final int SCHEDULES = 200;
    private static final int STEPS = 220;
    private static final Bounds FIVE_SERVERS = new Bounds(5, 6, 8, 2, 2, 6, 3, Network.SET);

    private static final int NEAR = 10;
    private static final int MOST_DRAWN = 5_000;

    private static Trace draw(int seed, StepFunction rules) {
        return new Trace(
                new Trace.Header(
                        "random-" + seed,
                        List.of("Drawn from seed " + seed + ".", "The spec takes every step."),
                        FIVE_SERVERS,
                        Optional.empty(),
                        Verdict.HOLDS),
                RandomSchedule.of(seed, FIVE_SERVERS, STEPS, Faults.draw(new Random(seed)), rules),
                Optional.empty());
    }

    private static List<Acceptance> accept(int schedules, Spec spec, StepFunction rules) throws IOException {
        return Acceptance.of(
                IntStream.range(0, schedules)
                        .mapToObj(seed -> draw(seed, rules))
                        .toList(),
                spec,
                rules,
                Tlc.here());
    }

    @Test
    void theSpecTakesEveryStepOfHundredsOfLongSchedules() throws IOException {
        List<Acceptance> results = accept(SCHEDULES, Spec.ours(), StepFunction.RAFT);
        for (Acceptance result : results) {
            assertEquals(
                    Optional.empty(),
                    result.rejection(),
                    result.trace().header().name());
            assertEquals(STEPS, result.steps(), result.trace().header().name());
        }
        for (Action action : FIVE_SERVERS.actions()) {
            assertTrue(
                    results.stream()
                            .flatMap(result -> result.trace().choices().stream())
                            .anyMatch(choice -> choice.action() == action),
                    action.specName());
        }
    }

    /** A schedule of the core in which some step of {@code broken} is another; TLC then says whether the spec's is, too. */
    private static Trace firstThatShows(StepFunction broken) {
        for (int seed = 0; seed < MOST_DRAWN; seed++) {
            Trace trace = draw(seed, StepFunction.RAFT);
            if (shows(trace, broken)) {
                return trace;
            }
        }
        throw new AssertionError("none of " + MOST_DRAWN + " schedules shows it");
    }

    private static boolean shows(Trace trace, StepFunction broken) {
        World world = World.initial(FIVE_SERVERS);
        for (Choice choice : trace.choices()) {
            World next = world.after(choice, StepFunction.RAFT, FIVE_SERVERS);
            if (!next.equals(world.after(choice, broken, FIVE_SERVERS))) {
                return true;
            }
            world = next;
        }
        return false;
    }

    private static StepFunction rules(String bug) {
        return KnownBug.named(bug).orElseThrow().rules();
    }

    private static Optional<Acceptance.Rejection> rejection(Trace trace, Spec spec, StepFunction rules)
            throws IOException {
        return Acceptance.of(List.of(trace), spec, rules, Tlc.here()).get(0).rejection();
    }

    static List<String> bugs() {
        return BUGS;
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void aRuleChangedInTheCodeIsNoticed(String bug) throws IOException {
        Trace trace = firstThatShows(rules(bug));
        Acceptance.Rejection rejection =
                rejection(trace, Spec.ours(), rules(bug)).orElseThrow();
        assertEquals("has another outcome in the spec than in the code", rejection.reason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "R08 | \\/ TermAt(log, m.prevLogIndex) # m.prevLogTerm | \\/ FALSE",
                "R08 | Answer(m, m.term, FALSE, 0, term, LastIndexUpToTerm | Answer(m, m.term, FALSE, 0, 0, LastIndexUpToTerm",
                "C02 | Min(m.leaderCommit, lastNewIndex) | Min(m.leaderCommit, Len(Merge(log, m.prevLogIndex, m.entries)))"
            })
    void aRuleChangedInTheSpecIsNoticed(String near, String rule, String other) throws IOException {
        // A bug in the code finds schedules that come near the rule; that one of them meets it is for TLC to say.
        List<Trace> schedules = IntStream.range(0, MOST_DRAWN)
                .mapToObj(seed -> draw(seed, StepFunction.RAFT))
                .filter(trace -> shows(trace, rules(near)))
                .limit(NEAR)
                .toList();
        List<String> actions =
                Acceptance.of(schedules, Spec.ours().with(rule, other), StepFunction.RAFT, Tlc.here()).stream()
                        .flatMap(result -> result.rejection().stream())
                        .map(Acceptance.Rejection::action)
                        .distinct()
                        .toList();
        assertEquals(List.of("HandleAppendEntriesRequest"), actions);
    }
}
