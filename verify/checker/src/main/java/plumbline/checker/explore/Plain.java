package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Contexts.Budget;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Choice;
import plumbline.checker.world.World;
import plumbline.core.Event;

/**
 * Turns a way through reduced worlds back into a plain schedule: every send is a choice of its own again, servers keep
 * their numbers, and what does not matter for the end is left out.
 */
final class Plain {
    private final Options options;
    private final Model model;
    private final Normalizer normalizer;
    private final Packing packing;
    private final Successors successors;

    Plain(Model model) {
        this.options = model.options;
        this.model = model;
        this.normalizer = model.normalizer;
        this.packing = new Packing(model);
        this.successors = new Successors(model);
    }

    /** A world, and the choices that led there. */
    private record Path(World world, List<Choice> choices) {
        Path then(Choice choice, World next) {
            List<Choice> longer = new ArrayList<>(choices);
            longer.add(choice);
            return new Path(next, longer);
        }
    }

    /** A schedule along {@code way} that breaks {@code violation}'s property at its end or within two choices after it. */
    Counterexample counterexample(List<int[]> way, Violation violation, boolean spent) {
        Path path = saturate(new Path(World.initial(options.bounds()), List.of()));
        for (int[] next : way.subList(1, way.size())) {
            path = follow(path, next);
        }
        Property property = violation.property();
        if (property.scope() == Property.Scope.GRAPH) {
            int[] end = way.get(way.size() - 1).clone();
            List<Choice> whole = new ArrayList<>();
            while (spent
                    && model.contexts.used(end[model.servers], Budget.RESTARTS)
                            < options.bounds().restarts()) {
                end[model.servers] = model.contexts.use(end[model.servers], Budget.RESTARTS);
                whole.add(normalizer.idleRestart());
            }
            whole.addAll(path.choices);
            List<Choice> schedule = shortest(whole, choices -> endsIn(choices, end));
            return new Counterexample(violation, schedule);
        }
        List<Choice> schedule =
                finish(path, property, 2).orElseThrow(() -> new IllegalStateException("the violation is gone"));
        schedule = shortest(schedule, choices -> !choices.isEmpty() && breaks(choices, property) == choices.size());
        return new Counterexample(violation(schedule, property).orElseThrow(), schedule);
    }

    private Path follow(Path path, int[] goal) {
        for (Choice choice : path.world.choices(options.bounds())) {
            Optional<World> next = after(path.world, choice);
            if (next.isPresent() && (!normalizer.saturates() || moves(path.world, next.get()))) {
                Path longer = saturate(path.then(choice, next.get()));
                if (Arrays.equals(reduced(longer.world), goal)) {
                    return longer;
                }
            }
        }
        throw new IllegalStateException("a reduced world without a plain one");
    }

    /** A schedule that follows {@code path} and breaks {@code property} on it or within a few choices after it. */
    private Optional<List<Choice>> finish(Path path, Property property, int choicesLeft) {
        int broken = breaks(path.choices, property);
        if (broken > 0) {
            return Optional.of(path.choices.subList(0, broken));
        }
        Optional<List<Choice>> finished = Optional.empty();
        for (Choice choice : path.world.choices(options.bounds())) {
            if (finished.isEmpty() && choicesLeft > 0) {
                Path longer = path.then(choice, after(path.world, choice).orElse(path.world));
                finished = finish(choicesLeft > 1 ? saturate(longer) : longer, property, choicesLeft - 1);
            }
        }
        return finished;
    }

    private Path saturate(Path path) {
        Path now = path;
        boolean more = normalizer.saturates();
        while (more) {
            more = false;
            for (Choice choice : now.world.choices(options.bounds())) {
                Optional<World> next = after(now.world, choice);
                if (next.isPresent()
                        && !moves(now.world, next.get())
                        && !next.get().equals(now.world)) {
                    now = now.then(choice, next.get());
                    more = true;
                }
            }
        }
        return now;
    }

    /** Whether more than the network changed. */
    private static boolean moves(World before, World after) {
        return before.restarts() != after.restarts() || !before.servers().equals(after.servers());
    }

    /** The world after a choice, unless the server refuses it. */
    private Optional<World> after(World world, Choice choice) {
        try {
            return Optional.of(world.after(choice, options.rules(), options.bounds()));
        } catch (RuntimeException refused) {
            return Optional.empty();
        }
    }

    private int[] reduced(World world) {
        int[] packed = packing.pack(world);
        successors.forget(packed);
        successors.renumber(packed);
        return packed;
    }

    /** Leaves out choices, one at a time and from the end, as long as {@code good} stays true. */
    private static List<Choice> shortest(List<Choice> schedule, Predicate<List<Choice>> good) {
        List<Choice> kept = new ArrayList<>(schedule);
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (int place = kept.size() - 1; place >= 0; place--) {
                List<Choice> fewer = new ArrayList<>(kept);
                fewer.remove(place);
                if (good.test(fewer)) {
                    kept = fewer;
                    shorter = true;
                }
            }
        }
        return kept;
    }

    private boolean endsIn(List<Choice> schedule, int[] end) {
        Path path = new Path(World.initial(options.bounds()), List.of());
        World world = path.world;
        for (Choice choice : schedule) {
            Optional<World> next =
                    world.choices(options.bounds()).contains(choice) ? after(world, choice) : Optional.empty();
            if (next.isEmpty()) {
                return false;
            }
            world = next.get();
        }
        return Arrays.equals(reduced(saturate(new Path(world, List.of())).world), end);
    }

    /** How many choices of {@code schedule} it takes to break {@code property} first of all; 0 if they do not. */
    private int breaks(List<Choice> schedule, Property property) {
        World world = World.initial(options.bounds());
        for (int place = 0; place < schedule.size(); place++) {
            Choice choice = schedule.get(place);
            if (!world.choices(options.bounds()).contains(choice)) {
                return 0;
            }
            World next = after(world, choice).orElse(world);
            Violation violation = violation(world, choice, next);
            if (violation != null) {
                return violation.property() == property ? place + 1 : 0;
            }
            world = next;
        }
        return 0;
    }

    /** The violation that the last choice of {@code schedule} brings about. */
    private Optional<Violation> violation(List<Choice> schedule, Property property) {
        World world = World.initial(options.bounds());
        Violation violation = null;
        for (Choice choice : schedule) {
            World next = after(world, choice).orElse(world);
            violation = violation(world, choice, next);
            world = next;
        }
        return Optional.ofNullable(violation).filter(found -> found.property() == property);
    }

    private @Nullable Violation violation(World world, Choice choice, World next) {
        Violation violation = stepViolation(world, choice);
        if (violation != null) {
            return violation;
        }
        int[] packed = packing.pack(next);
        int[] states = new int[model.servers];
        model.states(packed, 0, states);
        return model.judge.judge(states, packed[model.servers]);
    }

    private @Nullable Violation stepViolation(World world, Choice choice) {
        if (choice instanceof Choice.Drop) {
            return null;
        }
        Event event = choice instanceof Choice.Internal internal
                ? internal.event()
                : choice instanceof Choice.Deliver deliver ? deliver.message() : null;
        return model.judge.judgeStep(world.server(choice.server()), event);
    }
}
