package plumbline.checker.trace;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Property.Scope;
import plumbline.checker.property.StepTaken;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;

/**
 * Runs schedules through the plain world, one choice after the other, and checks properties after each.
 *
 * <p>A property of the finished graph cannot be judged this way: whether something can still be reached is not a matter
 * of one schedule. {@link Result#notJudged} lists those that were asked for.
 *
 * @param rules the step function under test
 * @param properties what to check; the others are not looked at
 * @param impossible what to do about a choice that cannot be made
 */
public record Replay(StepFunction rules, Set<Property> properties, Impossible impossible) {
    /** What to do about a choice that cannot be made. */
    public enum Impossible {
        /** Give up: the trace is wrong. */
        REFUSED,
        /** Pass over it: the trace is another's, or was shortened. */
        SKIPPED
    }

    /**
     * What a replay found.
     *
     * @param violation the first violation, if there was one; the replay ended there
     * @param steps how many choices were replayed, those that were passed over included
     * @param notJudged properties that were asked for and that no replay can judge
     */
    public record Result(Optional<Violation> violation, int steps, Set<Property> notJudged) {
        /** Keeps an unmodifiable copy. */
        public Result {
            notJudged = Set.copyOf(notJudged);
        }
    }

    /** Keeps an unmodifiable copy. */
    public Replay {
        properties = Set.copyOf(properties);
    }

    /**
     * The replay that shows what {@code trace} expects: of the property that it says is broken, which need not be the
     * first that breaks, or else of all.
     */
    public static Replay of(Trace trace, StepFunction rules) {
        Trace.Header header = trace.header();
        return new Replay(
                rules,
                header.expected() == Verdict.VIOLATED
                        ? header.property().map(Set::of).orElseThrow()
                        : EnumSet.allOf(Property.class),
                Impossible.REFUSED);
    }

    /** Replays {@code trace} up to the first violation. */
    public Result run(Trace trace) {
        return run(trace, step -> {});
    }

    /**
     * Replays {@code trace} up to the first violation.
     *
     * @param watcher is told each step
     * @throws ImpossibleTraceException if a choice cannot be made, unless such choices are skipped
     */
    public Result run(Trace trace, Consumer<ReplayedStep> watcher) {
        Bounds bounds = trace.header().bounds();
        World world = World.initial(bounds);
        int number = 0;
        Optional<Violation> violation = Optional.empty();
        for (Choice choice : trace.choices()) {
            number++;
            ReplayedStep step = step(number, choice, world, bounds);
            watcher.accept(step);
            world = step.after();
            violation = step.violation();
            if (violation.isPresent()) {
                break;
            }
        }
        return new Result(
                violation,
                number,
                properties.stream()
                        .filter(property -> property.scope() == Scope.GRAPH)
                        .collect(Collectors.toSet()));
    }

    /**
     * Replays one choice.
     *
     * @param number its place in the schedule; the first is 1
     * @param world the world before it
     * @throws ImpossibleTraceException if it cannot be made, unless such choices are skipped
     */
    public ReplayedStep step(int number, Choice choice, World world, Bounds bounds) {
        Optional<String> obstacle = Obstacle.to(choice, world, bounds);
        if (obstacle.isPresent()) {
            if (impossible == Impossible.REFUSED) {
                throw new ImpossibleTraceException(number, obstacle.get());
            }
            return new ReplayedStep(
                    number, choice, world, world, List.of(), obstacle, Optional.empty(), Optional.empty());
        }
        Witness witness = new Witness(rules);
        World after = world.after(choice, witness, bounds);
        return new ReplayedStep(
                number,
                choice,
                world,
                after,
                witness.sent(),
                Optional.empty(),
                witness.refusal(),
                violation(choice, world, after, witness));
    }

    private Optional<Violation> violation(Choice choice, World before, World after, Witness witness) {
        return new StepTaken(
                        before.server(choice.server()),
                        choice instanceof Choice.Restart,
                        after.servers(),
                        after.history(),
                        witness.sent(),
                        witness.refusal())
                .firstViolation(properties);
    }
}
