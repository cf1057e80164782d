package plumbline.checker.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/** The spec's graph and the code's are one. */
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

    @Test
    void everyStateOfThreeServers() throws IOException {
        equal(comparison(3, 1, 1, 0).states(), 107_585, 21);
    }
}
