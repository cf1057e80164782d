package plumbline.checker.trace;

import java.util.EnumSet;
import java.util.Optional;
import java.util.function.Consumer;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Property.Scope;
import plumbline.checker.property.Violation;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;

/**
 * What came of a trace when it was replayed. Unlike {@link Replay} alone it also judges the property of the finished
 * graph that the trace is about, by looking at every world that can follow its last.
 *
 * @param violation what broke, if anything did
 * @param steps how many choices were replayed
 * @param judged false if too many worlds can follow the last one to say whether the property holds
 */
public record Outcome(Optional<Violation> violation, int steps, boolean judged) {
    /** What comes of {@code trace} when {@code replay} replays it. */
    public static Outcome of(Trace trace, Replay replay, Consumer<ReplayedStep> watcher) {
        World[] end = {World.initial(trace.header().bounds())};
        return of(
                trace,
                replay,
                replay.run(trace, step -> {
                    end[0] = step.after();
                    watcher.accept(step);
                }),
                end[0]);
    }

    /**
     * The same, of a replay that has been run.
     *
     * @param end the world in which it ended
     */
    public static Outcome of(Trace trace, Replay replay, Replay.Result result, World end) {
        Optional<Property> property = trace.header()
                .property()
                .filter(asked ->
                        asked.scope() == Scope.GRAPH && result.notJudged().contains(asked));
        if (result.violation().isPresent() || property.isEmpty()) {
            return new Outcome(result.violation(), result.steps(), true);
        }
        Optional<Boolean> holds = new Aftermath(replay.rules(), trace.header().bounds()).holds(property.get(), end);
        String reason = trace.violation().map(Violation::reason).orElse("from here on no schedule leads there");
        return new Outcome(
                holds.filter(yes -> !yes).map(no -> new Violation(property.get(), reason)),
                result.steps(),
                holds.isPresent());
    }

    /** What comes of the same choices under the core's own rules, where all properties are checked. */
    public static Outcome onTheCore(Trace trace) {
        return of(
                trace,
                new Replay(StepFunction.RAFT, EnumSet.allOf(Property.class), Replay.Impossible.SKIPPED),
                step -> {});
    }

    /** Whether this is what {@code header} expects. */
    public boolean isExpectedBy(Trace.Header header) {
        return judged
                && violation
                        .map(Violation::property)
                        .equals(header.expected() == Verdict.VIOLATED ? header.property() : Optional.empty());
    }
}
