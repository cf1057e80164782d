package plumbline.checker.spec;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import plumbline.checker.world.Bounds;

/**
 * The spec's graph within bounds, as TLC wrote it to a file: all states, and all steps if asked for. One may be compared
 * with several rules. Closing it removes the file.
 */
final class SpecGraph implements AutoCloseable {
    private static final String STATES = "states.dump";
    private static final String GRAPH = "graph.dot";

    private final boolean hasSteps;
    private final Tlc.Run run;

    private SpecGraph(boolean hasSteps, Tlc.Run run) {
        this.hasSteps = hasSteps;
        this.run = run;
    }

    /** @throws TlaFormatException if the spec makes no sense */
    static SpecGraph states(Spec spec, Bounds bounds, Tlc tlc) throws IOException {
        return new SpecGraph(false, dump(spec, bounds, tlc, List.of("-dump", STATES)));
    }

    /**
     * With steps, those that change nothing included. That is many times larger.
     *
     * @throws TlaFormatException if the spec makes no sense
     */
    static SpecGraph statesAndSteps(Spec spec, Bounds bounds, Tlc tlc) throws IOException {
        return new SpecGraph(true, dump(spec, bounds, tlc, List.of("-dump", "dot,actionlabels", GRAPH)));
    }

    private static Tlc.Run dump(Spec spec, Bounds bounds, Tlc tlc, List<String> options) throws IOException {
        Tlc.Run run = tlc.run(spec, "", spec.module(), SpecConfig.states(bounds, "Spec"), options);
        Optional<TlaFormatException> failure = run.output().failure(spec, spec.module());
        if (failure.isPresent()) {
            run.close();
            throw failure.get();
        }
        return run;
    }

    boolean hasSteps() {
        return hasSteps;
    }

    /** How many steps the farthest state is from the start. */
    long depth() {
        return run.output().depth() - 1;
    }

    /**
     * Adds all states to {@code states}, and returns the steps between those that are worlds; none if steps were not asked
     * for.
     *
     * @throws TlaFormatException if what TLC wrote makes no sense, or is not all of it
     */
    StepSet read(StateSet states) throws IOException {
        StepSet.Builder steps = new StepSet.Builder(states);
        if (hasSteps) {
            DotGraph.read(run.file(GRAPH), steps);
        } else {
            StateDump.read(run.file(STATES), WorldReader.VARIABLES, (number, variables) -> {
                states.add(variables);
                return true;
            });
        }
        if (states.size() != run.output().distinct()) {
            throw new TlaFormatException(
                    hasSteps ? GRAPH : STATES,
                    1,
                    1,
                    "TLC found " + run.output().distinct() + " distinct states, but the file has " + states.size());
        }
        return steps.build();
    }

    @Override
    public void close() {
        run.close();
    }
}
