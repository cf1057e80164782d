package plumbline.checker.simulate;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;

/**
 * Random schedules of some rules, with every property checked after every step.
 *
 * @param bounds within which the schedules are; their network is the set
 * @param steps how long a schedule is; 1 or more
 * @param faults how much goes wrong; drawn for each schedule by itself if empty
 * @param rules the step function under test
 * @param properties what to check; those of the finished graph cannot be judged by one schedule, and are not
 */
public record Simulation(
        Bounds bounds, int steps, Optional<Faults> faults, StepFunction rules, Set<Property> properties) {
    /**
     * What one schedule did.
     *
     * @param seed what it was drawn from
     * @param tally how much happened, up to the violation if there was one
     * @param violation what the last step broke, if anything
     */
    public record Result(long seed, Tally tally, Optional<Violation> violation) {}

    /** @throws IllegalArgumentException naming the field that is out of range */
    public Simulation {
        properties = Set.copyOf(properties);
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + ", must be 1 or more");
        }
        if (bounds.network().consumes()) {
            throw new IllegalArgumentException("network is bag, must be set");
        }
    }

    /** Runs the schedule of {@code seed} up to its end or the first violation. */
    public Result run(long seed) {
        MovingWorld world = new MovingWorld(bounds, rules);
        Watch watch = new Watch(world, properties);
        RandomSchedule schedule = schedule(seed);
        Optional<Violation> violation = Optional.empty();
        for (Choice choice = schedule.next(world);
                choice != null && violation.isEmpty();
                choice = schedule.next(world)) {
            violation = watch.make(choice);
            schedule.made(choice, world);
        }
        return new Result(seed, watch.tally(), violation);
    }

    private RandomSchedule schedule(long seed) {
        return new RandomSchedule(
                seed, bounds, steps, faults.orElseGet(() -> Faults.draw(RandomSchedule.random(~seed))));
    }

    /** The choices of the schedule of {@code seed}, up to its end or the first violation. */
    public List<Choice> choices(Result result) {
        return schedule(result.seed()).draw(rules, (int) result.tally().steps());
    }

    /** What {@code choices} break, made one after the other; those that cannot be made are passed over. */
    public Optional<Violation> violation(List<Choice> choices) {
        Playback playback = new Playback(bounds, rules);
        Watch watch = new Watch(playback.world(), properties);
        for (Choice choice : choices) {
            if (playback.isPossible(choice)) {
                Optional<Violation> violation = watch.make(choice);
                if (violation.isPresent()) {
                    return violation;
                }
                playback.made(choice);
            }
        }
        return Optional.empty();
    }
}
