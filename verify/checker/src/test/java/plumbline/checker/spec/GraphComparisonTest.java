package plumbline.checker.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plumbline.checker.explore.WorldGraph;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/** The spec's graph and the code's are one. The bounds of every build are compared by {@code plumb spec diff} in its test. */
class GraphComparisonTest {
    private static GraphComparison comparison(int servers, int terms, int entries, int restarts) {
        return new GraphComparison(
                Spec.ours(), StepFunction.RAFT, Bounds.of(servers, terms, entries, restarts), Tlc.here());
    }

    private static void equal(Comparison comparison, long states, long depth) {
        assertTrue(comparison.equal(), comparison::toString);
        assertEquals(states, comparison.specStates());
        assertEquals(states, comparison.codeStates());
        assertEquals(depth, comparison.specDepth());
        assertEquals(depth, comparison.codeDepth());
    }

    @Test
    void oneServerWithRestarts() throws IOException {
        equal(comparison(1, 2, 2, 1).statesAndSteps(), 17, 5);
    }

    @Test
    void everyStepOfTwoServers() throws IOException {
        Comparison comparison = comparison(2, 2, 1, 0).statesAndSteps();
        equal(comparison, 5015, 19);
        assertEquals(comparison.specSteps(), comparison.codeSteps());
    }

    /** So who compares the larger graphs needs not compare the smaller ones. */
    @ParameterizedTest
    @CsvSource({"3, 1, 1, 107585", "2, 2, 1, 5015"})
    void theStatesWithoutACrashAreThoseOfBoundsWithoutCrashes(int servers, int terms, int entries, long states) {
        WorldGraph with = WorldGraph.of(Bounds.of(servers, terms, entries, 1), StepFunction.RAFT);
        WorldGraph without = WorldGraph.of(Bounds.of(servers, terms, entries, 0), StepFunction.RAFT);
        long shared = LongStream.range(0, with.size())
                .mapToObj(with::world)
                .filter(world -> world.restarts() == 0)
                .filter(world -> without.find(world) >= 0)
                .count();
        assertEquals(states, shared);
        assertEquals(states, without.size());
    }

    @Test
    void aTlcWhoseDepthsAreNotExactIsRefused() {
        Tlc two = Tlc.here().withWorkers(2);
        assertThrows(
                IllegalArgumentException.class,
                () -> new GraphComparison(Spec.ours(), StepFunction.RAFT, Bounds.of(1, 1, 0, 0), two));
    }

    /** More than TLC does in a build: some ten minutes each, and about 4 GB for the file that it writes. */
    @Tag("deep")
    @ParameterizedTest
    @CsvSource({"2, 2, 2, 1, 1108636, 28", "3, 2, 0, 0, 1279461, 23", "2, 3, 1, 1, 1579328, 28"})
    void everyStateAtLargerBounds(int servers, int terms, int entries, int restarts, long states, long depth)
            throws IOException {
        equal(comparison(servers, terms, entries, restarts).states(), states, depth);
    }
}
