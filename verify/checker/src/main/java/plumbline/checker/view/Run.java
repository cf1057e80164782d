package plumbline.checker.view;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import plumbline.checker.property.Property;
import plumbline.checker.property.Property.Scope;
import plumbline.checker.property.Violation;
import plumbline.checker.trace.Outcome;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Replay.Impossible;
import plumbline.checker.trace.ReplayedStep;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;

/**
 * A schedule as it ran, to be drawn: its steps, and for every property the step that broke it first.
 *
 * @param bounds the bounds within which it ran
 * @param rules the step function that it ran on
 * @param steps what happened, in order
 * @param breaks for each property that broke, where
 */
public record Run(Bounds bounds, StepFunction rules, List<ReplayedStep> steps, Map<Property, Break> breaks) {
    /**
     * Where a property broke first.
     *
     * @param step the number of the step; 1 or more, but for a property of the graph that is broken from the start
     * @param violation the property and why
     */
    public record Break(int step, Violation violation) {}

    /** Keeps unmodifiable copies. */
    public Run {
        steps = List.copyOf(steps);
        breaks = Map.copyOf(breaks);
    }

    /** The run of {@code choices}, all of which can be made, past whatever they break. */
    public static Run of(Bounds bounds, StepFunction rules, List<Choice> choices) {
        Replay replay = new Replay(rules, Set.of(), Impossible.REFUSED);
        List<ReplayedStep> steps = new ArrayList<>();
        World world = World.initial(bounds);
        for (Choice choice : choices) {
            ReplayedStep step = replay.step(steps.size() + 1, choice, world, bounds);
            steps.add(step);
            world = step.after();
        }
        return new Run(bounds, rules, steps, breaks(bounds, rules, steps));
    }

    /**
     * The run of {@code trace} as {@code replay} finds it: it ends where a property breaks for which the replay looks.
     *
     * @throws plumbline.checker.trace.ImpossibleTraceException if the replay does
     */
    static Run of(Trace trace, Replay replay) {
        List<ReplayedStep> steps = new ArrayList<>();
        Outcome outcome = Outcome.of(trace, replay, steps::add);
        Bounds bounds = trace.header().bounds();
        Map<Property, Break> breaks = breaks(bounds, replay.rules(), steps);
        outcome.violation()
                .ifPresent(violation -> breaks.put(violation.property(), new Break(steps.size(), violation)));
        return new Run(bounds, replay.rules(), steps, breaks);
    }

    private static Map<Property, Break> breaks(Bounds bounds, StepFunction rules, List<ReplayedStep> steps) {
        Map<Property, Break> breaks = new EnumMap<>(Property.class);
        for (Property property : Property.all()) {
            if (property.scope() != Scope.GRAPH) {
                Replay replay = new Replay(rules, Set.of(property), Impossible.SKIPPED);
                steps.stream()
                        .map(step -> replay.step(step.number(), step.choice(), step.before(), bounds))
                        .filter(step -> step.violation().isPresent())
                        .findFirst()
                        .ifPresent(step -> breaks.put(
                                property,
                                new Break(step.number(), step.violation().get())));
            }
        }
        return breaks;
    }

    /** The world in which it ended. */
    public World end() {
        return steps.isEmpty()
                ? World.initial(bounds)
                : steps.get(steps.size() - 1).after();
    }
}
