package plumbline.checker.walk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.trace.Outcome;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Replay.Impossible;
import plumbline.checker.trace.ReplayedStep;
import plumbline.checker.trace.Trace;
import plumbline.checker.view.Run;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.ServerState;

/**
 * A way from the initial world on, written as the place of each choice among those that were enabled there.
 *
 * @param run what happened on it
 * @param path for each choice its place in {@link World#choices}, from 0 on
 */
record Walk(Run run, List<Integer> path) {
    /** Longest walk. */
    static final int MOST_CHOICES = 1_000;

    /** Keeps an unmodifiable copy. */
    Walk {
        path = List.copyOf(path);
    }

    /**
     * The walk along {@code path}.
     *
     * @throws IllegalArgumentException if there is no such way, or it is too long
     */
    static Walk along(List<Integer> path, Bounds bounds, StepFunction rules) {
        if (path.size() > MOST_CHOICES) {
            throw new IllegalArgumentException("the path has " + path.size() + " choices, at most are " + MOST_CHOICES);
        }
        Replay replay = new Replay(rules, Set.of(), Impossible.REFUSED);
        World world = World.initial(bounds);
        List<Choice> taken = new ArrayList<>();
        for (int place : path) {
            List<Choice> choices = world.choices(bounds);
            if (place < 0 || place >= choices.size()) {
                throw new IllegalArgumentException("choice " + (taken.size() + 1) + " of the path is number " + place
                        + ", there are 0 to " + (choices.size() - 1));
            }
            taken.add(choices.get(place));
            world = replay.step(taken.size(), choices.get(place), world, bounds).after();
        }
        return new Walk(Run.of(bounds, rules, taken), path);
    }

    /** The walk that makes these choices, all of which can be made. */
    static Walk of(List<Choice> schedule, Bounds bounds, StepFunction rules) {
        Run run = Run.of(bounds, rules, schedule);
        return new Walk(
                run,
                run.steps().stream()
                        .map(step -> step.before().choices(bounds).indexOf(step.choice()))
                        .toList());
    }

    /** What each choice that is enabled at the end would do, and which property it would break that has held so far. */
    List<ReplayedStep> next() {
        return next(run.end());
    }

    private List<ReplayedStep> next(World world) {
        EnumSet<Property> unbroken = EnumSet.allOf(Property.class);
        unbroken.removeAll(run.breaks().keySet());
        Replay replay = new Replay(run.rules(), unbroken, Impossible.REFUSED);
        return world.choices(run.bounds()).stream()
                .map(choice -> replay.step(path.size() + 1, choice, world, run.bounds()))
                .toList();
    }

    /**
     * This walk and up to {@code more} choices behind it, drawn from those that change something; it ends early where the
     * first property breaks. What arrives for the first time is likely, what ends a leader's reign is not.
     */
    Walk onAtRandom(int more, Random random) {
        List<Choice> schedule = new ArrayList<>(choices());
        World world = run.end();
        boolean broken = false;
        for (int i = 0; i < more && schedule.size() < MOST_CHOICES && !broken; i++) {
            List<ReplayedStep> likely = new ArrayList<>();
            for (ReplayedStep step : next(world)) {
                if (!step.after().equals(world)) {
                    likely.addAll(Collections.nCopies(weight(step, schedule), step));
                }
            }
            if (likely.isEmpty()) {
                break;
            }
            ReplayedStep drawn = likely.get(random.nextInt(likely.size()));
            schedule.add(drawn.choice());
            world = drawn.after();
            broken = drawn.violation().isPresent() && run.breaks().isEmpty();
        }
        return of(schedule, run.bounds(), run.rules());
    }

    private static int weight(ReplayedStep step, List<Choice> before) {
        boolean led = step.before().servers().stream().anyMatch(ServerState::isLeader);
        Action action = step.choice().action();
        if (step.choice() instanceof Choice.Deliver) {
            return before.contains(step.choice()) ? 1 : 20;
        }
        if (action == Action.ELECTION_TIMEOUT) {
            return led || before.stream().anyMatch(choice -> choice.action() == action) ? 2 : 20;
        }
        return action == Action.CLIENT_REQUEST || action == Action.HEARTBEAT_TIMEOUT ? 8 : 2;
    }

    /** The choices. */
    List<Choice> choices() {
        return run.steps().stream().map(ReplayedStep::choice).toList();
    }

    /** Whether a property of the finished graph holds at the end; nothing where too many worlds can follow to say. */
    Optional<Boolean> holds(Property property) {
        Replay replay = new Replay(run.rules(), EnumSet.of(property), Impossible.REFUSED);
        Trace trace = trace("a walk", Optional.empty(), Optional.of(property), Optional.empty());
        Outcome outcome = Outcome.of(trace, replay, step -> {});
        return outcome.judged() ? Optional.of(outcome.violation().isEmpty()) : Optional.empty();
    }

    /**
     * The walk as a trace, which is about the property that broke first, if any did.
     *
     * @param rulesName the known bug whose rules these are; none for the core's
     */
    Trace trace(String name, Optional<String> rulesName) {
        Optional<Run.Break> first = run.breaks().values().stream()
                .min((one, other) -> one.step() != other.step()
                        ? Integer.compare(one.step(), other.step())
                        : one.violation().property().compareTo(other.violation().property()));
        return trace(
                name, rulesName, first.map(broken -> broken.violation().property()), first.map(Run.Break::violation));
    }

    private Trace trace(
            String name, Optional<String> rulesName, Optional<Property> about, Optional<Violation> violation) {
        String end = violation
                .map(broken -> "It breaks " + broken.property().title() + ": "
                        + broken.property().statement() + ".")
                .orElse("No property that one schedule can break is broken.");
        return new Trace(
                new Trace.Header(
                        name,
                        List.of(
                                "A walk of " + path.size() + (path.size() == 1 ? " choice," : " choices,")
                                        + " picked by hand.",
                                end),
                        rulesName,
                        run.bounds(),
                        about,
                        violation.isPresent() ? Verdict.VIOLATED : Verdict.HOLDS),
                choices(),
                violation);
    }
}
