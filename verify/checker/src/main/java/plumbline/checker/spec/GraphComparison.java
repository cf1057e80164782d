package plumbline.checker.spec;

import java.io.IOException;
import java.util.List;
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
 * @param tlc how to run TLC; with one worker, the first difference is one nearest to the start
 */
public record GraphComparison(Spec spec, StepFunction rules, Bounds bounds, Tlc tlc) {
    private static final String STATES = "states.dump";
    private static final String GRAPH = "graph.dot";

    /**
     * Compares all states.
     *
     * @throws TlaFormatException if the spec or what TLC wrote makes no sense
     */
    public Comparison states() throws IOException {
        long started = System.nanoTime();
        try (Tlc.Run run = dump(List.of("-dump", STATES))) {
            WorldGraph graph = WorldGraph.of(bounds, rules);
            StateSet states = new StateSet(graph);
            StateDump.read(run.file(STATES), WorldReader.VARIABLES, (number, variables) -> {
                states.add(variables);
                return true;
            });
            complete(run, STATES, states.size());
            Optional<Difference> difference = new Explanation(this, graph).ofStates(states);
            return comparison(run.output(), graph, states, 0, 0, difference, started);
        }
    }

    /**
     * Compares all states and all steps, those that change nothing included. TLC's graph with steps is many times larger
     * than its states, so this is for smaller bounds.
     *
     * @throws TlaFormatException if the spec or what TLC wrote makes no sense
     */
    public Comparison statesAndSteps() throws IOException {
        long started = System.nanoTime();
        try (Tlc.Run run = dump(List.of("-dump", "dot,actionlabels", GRAPH))) {
            WorldGraph graph = WorldGraph.of(bounds, rules);
            StateSet states = new StateSet(graph);
            StepSet.Builder theirs = new StepSet.Builder(states);
            DotGraph.read(run.file(GRAPH), theirs);
            complete(run, GRAPH, states.size());
            StepSet ours = StepSet.of(graph);
            StepSet spec = theirs.build();
            Explanation explanation = new Explanation(this, graph);
            Optional<Difference> difference = explanation.ofStates(states);
            if (difference.isEmpty()) {
                difference = explanation.ofSteps(spec, ours);
            }
            return comparison(run.output(), graph, states, spec.size(), ours.size(), difference, started);
        }
    }

    private Tlc.Run dump(List<String> options) throws IOException {
        Tlc.Run run = tlc.run(spec, "", spec.module(), SpecConfig.states(bounds, "Spec"), options);
        Optional<TlaFormatException> failure = run.output().failure(spec, spec.module());
        if (failure.isPresent()) {
            run.close();
            throw failure.get();
        }
        return run;
    }

    private static void complete(Tlc.Run run, String file, long states) throws TlaFormatException {
        if (states != run.output().distinct()) {
            throw new TlaFormatException(
                    file,
                    1,
                    1,
                    "TLC found " + run.output().distinct() + " distinct states, but the file has " + states);
        }
    }

    private static Comparison comparison(
            TlcOutput output,
            WorldGraph graph,
            StateSet states,
            long specSteps,
            long codeSteps,
            Optional<Difference> difference,
            long started) {
        return new Comparison(
                states.size(),
                graph.size(),
                output.depth() - 1,
                graph.depth(),
                states.onlySpec(),
                states.onlyCode(),
                specSteps,
                codeSteps,
                difference,
                (System.nanoTime() - started) / 1e9);
    }
}
