package plumbline.checker.spec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import plumbline.checker.explore.Verdict;
import plumbline.checker.explore.WorldGraph;
import plumbline.checker.spec.Difference.Side;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.World;

/** Finds the schedule to the first difference between two graphs, and what happens there on either side. */
final class Explanation {
    private final GraphComparison comparison;
    private final WorldGraph graph;
    private final Bounds bounds;

    Explanation(GraphComparison comparison, WorldGraph graph) {
        this.comparison = comparison;
        this.graph = graph;
        this.bounds = graph.bounds();
    }

    /** The first state that only one side has. */
    Optional<Difference> ofStates(StateSet states) throws IOException {
        Optional<Difference> onlyCode = Optional.empty();
        if (states.firstOnlyCode() >= 0) {
            onlyCode = Optional.of(onlyCode(graph.schedule(states.firstOnlyCode())));
        }
        Optional<Difference> onlySpec = Optional.empty();
        if (states.firstOnlySpec().isPresent()) {
            onlySpec = Optional.of(onlySpec(states.firstOnlySpec().get()));
        }
        if (onlyCode.isPresent() && onlySpec.isPresent()) {
            boolean specIsNearer =
                    onlySpec.get().schedule().size() < onlyCode.get().schedule().size();
            return specIsNearer ? onlySpec : onlyCode;
        }
        return onlyCode.isPresent() ? onlyCode : onlySpec;
    }

    /** The first step that only one side has, where both have the same states. */
    Optional<Difference> ofSteps(StepSet spec, StepSet code) throws IOException {
        Optional<StepSet.Step> onlySpec = spec.firstMissingIn(code);
        Optional<StepSet.Step> onlyCode = code.firstMissingIn(spec);
        if (onlyCode.isPresent()
                && (onlySpec.isEmpty()
                        || onlyCode.get().from() <= onlySpec.get().from())) {
            StepSet.Step step = onlyCode.get();
            List<Choice> schedule = new ArrayList<>(graph.schedule(step.from()));
            schedule.add(choice(step));
            return asked(schedule)
                    .or(() -> Optional.of(new Difference(
                            Side.CODE, schedule, name(step), "leads there in the code alone", List.of())));
        }
        return onlySpec.map(step -> specTakes(
                graph.world(step.from()),
                name(step),
                WorldValues.of(graph.world(step.to()), bounds.terms()),
                graph.schedule(step.from())));
    }

    private static String name(StepSet.Step step) {
        return step.action().map(Action::specName).orElse("A step whose name is no action's");
    }

    private Choice choice(StepSet.Step step) {
        World before = graph.world(step.from());
        for (Choice choice : before.choices(bounds)) {
            if (Optional.of(choice.action()).equals(step.action()) && leadsTo(before, choice, step.to())) {
                return choice;
            }
        }
        throw new IllegalStateException("a step without a choice");
    }

    private boolean leadsTo(World before, Choice choice, long target) {
        try {
            return graph.find(before.after(choice, comparison.rules(), bounds)) == target;
        } catch (RuntimeException refused) {
            return false;
        }
    }

    /** A schedule of the code to a world that the spec has not: asks TLC how far it follows. */
    private Difference onlyCode(List<Choice> schedule) throws IOException {
        return asked(schedule)
                .orElseThrow(() -> new IllegalStateException("the spec goes where it never was: " + schedule));
    }

    private Optional<Difference> asked(List<Choice> schedule) throws IOException {
        Acceptance acceptance = Acceptance.of(
                        List.of(trace(schedule)), comparison.spec(), comparison.rules(), comparison.tlc())
                .get(0);
        return acceptance
                .rejection()
                .map(rejection -> new Difference(
                        Side.CODE,
                        schedule.subList(0, acceptance.steps() + 1),
                        rejection.action(),
                        rejection.reason(),
                        rejection.differences()));
    }

    private Trace trace(List<Choice> schedule) {
        return new Trace(
                new Trace.Header(
                        "difference",
                        List.of("Here the spec and the code part.", "It is the nearest such place."),
                        bounds,
                        Optional.empty(),
                        Verdict.HOLDS),
                schedule,
                Optional.empty());
    }

    /** A state that only the spec has: asks TLC for the way there. */
    private Difference onlySpec(Map<String, TlaValue> state) throws IOException {
        String lacking = state.entrySet().stream()
                .map(variable -> variable.getKey() + " = " + variable.getValue())
                .collect(Collectors.joining(" /\\ ", "Lacking == ~(", ")\n"));
        Spec spec = comparison.spec();
        String name = "OnlySpec";
        try (Tlc.Run run = comparison
                .tlc()
                .withWorkers(1)
                .run(
                        spec,
                        Tlc.extending(spec, name, lacking),
                        name,
                        SpecConfig.states(bounds, "Spec") + "INVARIANT Lacking\n",
                        List.of())) {
            List<TlcTrace.State> way = TlcTrace.read(run.file(Tlc.OUTPUT)).states();
            WorldReader reader = new WorldReader(bounds.cluster(), bounds.terms());
            StateSet states = new StateSet(graph);
            int parting = 0;
            while (parting < way.size() - 1 && states.add(way.get(parting).variables()) >= 0) {
                parting++;
            }
            Map<String, TlaValue> target = way.get(parting).variables();
            if (parting == 0) {
                return new Difference(
                        Side.SPEC,
                        List.of(),
                        "Init",
                        "begins elsewhere in the spec than in the code",
                        ValueDifference.between(target, WorldValues.of(graph.world(0), bounds.terms())));
            }
            World before = reader.world(way.get(parting - 1).variables());
            return specTakes(before, way.get(parting).action(), target, graph.schedule(graph.find(before)));
        }
    }

    private Difference specTakes(
            World before, String action, Map<String, TlaValue> target, List<Choice> scheduleThere) {
        Optional<ChoiceFinder.Found> found = new ChoiceFinder(bounds, comparison.rules()).find(before, action, target);
        List<Choice> schedule = new ArrayList<>(scheduleThere);
        found.ifPresent(choice -> schedule.add(choice.choice()));
        String reason = found.isEmpty()
                ? "is possible in the spec, but not in the code"
                : found.get()
                        .refusal()
                        .map(refusal -> "is possible in the spec, but the code refuses it: " + refusal)
                        .orElse("has another outcome in the spec than in the code");
        List<ValueDifference> values = found.map(ChoiceFinder.Found::differences)
                .orElseGet(() -> ValueDifference.between(target, WorldValues.of(before, bounds.terms())));
        return new Difference(Side.SPEC, schedule, action, reason, values);
    }
}
