package plumbline.checker.knownbug;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import plumbline.checker.property.Property;
import plumbline.checker.property.StepProperties;
import plumbline.checker.property.Violation;
import plumbline.checker.property.WorldProperties;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.Message;
import plumbline.core.ServerState;

/**
 * A schedule taken choice by choice through plain worlds, independently of the explorer and of trace replay.
 *
 * @param world the last world
 * @param taken how many choices were taken before the schedule ended, became impossible or broke a property
 * @param possible whether every choice so far was there to take
 * @param violation what the last choice broke
 */
public record PlainReplay(World world, int taken, boolean possible, Optional<Violation> violation) {
    /** Takes {@code schedule} until it ends, becomes impossible or breaks one of {@code properties}. */
    public static PlainReplay of(Bounds bounds, StepFunction rules, List<Choice> schedule, Set<Property> properties) {
        World world = World.initial(bounds);
        int taken = 0;
        for (Choice choice : schedule) {
            Optional<World> next =
                    world.choices(bounds).contains(choice) ? after(world, choice, rules, bounds) : Optional.empty();
            if (next.isEmpty()) {
                return new PlainReplay(world, taken, false, Optional.empty());
            }
            taken++;
            Optional<Violation> violation = violation(world, choice, next.get(), rules, properties);
            world = next.get();
            if (violation.isPresent()) {
                return new PlainReplay(world, taken, true, violation);
            }
        }
        return new PlainReplay(world, taken, true, Optional.empty());
    }

    private static Optional<Violation> violation(
            World before, Choice choice, World after, StepFunction rules, Set<Property> properties) {
        return properties.stream()
                .sorted()
                .flatMap(property ->
                        explain(property, before, choice, after, rules)
                                .map(reason -> new Violation(property, reason))
                                .stream())
                .findFirst();
    }

    private static Optional<String> explain(
            Property property, World before, Choice choice, World after, StepFunction rules) {
        ServerState stepping = before.server(choice.server());
        ServerState stepped = after.server(choice.server());
        return switch (property.scope()) {
            case STEP ->
                StepProperties.explain(
                        property, stepping, choice instanceof Choice.Restart, stepped, sent(stepping, choice, rules));
            case SERVER ->
                after.servers().stream()
                        .flatMap(server -> WorldProperties.explain(property, server, after.history()).stream())
                        .findFirst();
            case PAIR ->
                after.servers().stream()
                        .flatMap(one -> after.servers().stream()
                                .flatMap(other -> WorldProperties.explainLogMatching(one, other).stream()))
                        .findFirst();
            case CLUSTER -> WorldProperties.explainCommittedOnMajority(after.servers(), after.history());
            case GRAPH -> Optional.empty();
        };
    }

    private static List<Message> sent(ServerState server, Choice choice, StepFunction rules) {
        if (choice instanceof Choice.Internal internal) {
            return rules.step(server, internal.event()).messages();
        }
        return choice instanceof Choice.Deliver deliver
                ? rules.step(server, deliver.message()).messages()
                : List.of();
    }

    /** Whether some schedule leads from the last world to one that {@code goal} likes. */
    public boolean canReach(Bounds bounds, StepFunction rules, Predicate<World> goal) {
        Set<World> seen = new HashSet<>(Set.of(world));
        Deque<World> queue = new ArrayDeque<>(seen);
        while (!queue.isEmpty()) {
            World next = queue.remove();
            if (goal.test(next)) {
                return true;
            }
            for (Choice choice : next.choices(bounds)) {
                after(next, choice, rules, bounds).filter(seen::add).ifPresent(queue::add);
            }
        }
        return false;
    }

    private static Optional<World> after(World world, Choice choice, StepFunction rules, Bounds bounds) {
        try {
            return Optional.of(world.after(choice, rules, bounds));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }
}
