package plumbline.checker.spec;

import java.io.IOException;
import java.util.Optional;
import plumbline.checker.explore.WorldGraph;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/**
 * Compares TLC's graph with the explorer's: every state as a whole, and every step if asked to.
 *
 * @param spec the spec
 * @param rules the code
 * @param bounds how far
 * @param tlc how to run TLC; must have one worker, so that depths are exact and the first difference is one nearest to the
 *     start
 */
public record GraphComparison(Spec spec, StepFunction rules, Bounds bounds, Tlc tlc) {
    /** @throws IllegalArgumentException if TLC has more than one worker */
    public GraphComparison {
        if (tlc.workers() != 1) {
            throw new IllegalArgumentException("workers is " + tlc.workers() + ", must be 1");
        }
    }

    /**
     * Compares all states.
     *
     * @throws TlaFormatException if the spec or what TLC wrote makes no sense
     */
    public Comparison states() throws IOException {
        try (SpecGraph graph = SpecGraph.states(spec, bounds, tlc)) {
            return with(graph);
        }
    }

    /**
     * Compares all states and all steps, those that change nothing included. TLC's graph with steps is many times larger
     * than its states, so this is for smaller bounds.
     *
     * @throws TlaFormatException if the spec or what TLC wrote makes no sense
     */
    public Comparison statesAndSteps() throws IOException {
        try (SpecGraph graph = SpecGraph.statesAndSteps(spec, bounds, tlc)) {
            return with(graph);
        }
    }

    /** Compares with what TLC wrote of the same spec within the same bounds. */
    Comparison with(SpecGraph theirs) throws IOException {
        WorldGraph ours = WorldGraph.of(bounds, rules);
        StateSet states = new StateSet(ours);
        StepSet specSteps = theirs.read(states);
        Explanation explanation = new Explanation(this, ours);
        Optional<Difference> difference = explanation.ofStates(states);
        int codeSteps = 0;
        if (theirs.hasSteps()) {
            StepSet steps = StepSet.of(ours);
            codeSteps = steps.size();
            if (difference.isEmpty()) {
                difference = explanation.ofSteps(specSteps, steps);
            }
        }
        return new Comparison(
                states.size(),
                ours.size(),
                theirs.depth(),
                ours.depth(),
                states.onlySpec(),
                states.onlyCode(),
                specSteps.size(),
                codeSteps,
                difference);
    }
}
