package plumbline.checker.trace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.Message;
import plumbline.core.ServerState;

/**
 * What can still follow a world, as far as the two properties of the finished graph ask: looks at every world that can
 * follow, and gives up where there are too many.
 *
 * <p>Written for the plain world and apart from the explorer, so that the one checks the other. In the set network
 * whatever can be sent without changing a server is sent at once; a world with more messages can do all that the same
 * world with fewer can.
 */
final class Aftermath {
    private static final int MOST_WORLDS = 50_000;
    private static final int MOST_REQUESTS = 1_000;

    private final StepFunction rules;
    private final Bounds bounds;

    Aftermath(StepFunction rules, Bounds bounds) {
        this.rules = rules;
        this.bounds = bounds;
    }

    /** Whether {@code property} holds at {@code world}; nothing where too many worlds can follow. */
    Optional<Boolean> holds(Property property, World world) {
        if (!hasRoom(property, world)) {
            return Optional.of(true);
        }
        if (asksTooMuch()) {
            return Optional.empty();
        }
        World start = saturate(world);
        Set<World> seen = new HashSet<>(Set.of(start));
        Deque<World> queue = new ArrayDeque<>(seen);
        while (!queue.isEmpty()) {
            World next = queue.remove();
            if (reached(property, world, next)) {
                return Optional.of(true);
            }
            for (Choice choice : next.choices(bounds)) {
                World after = saturate(after(next, choice));
                if (seen.add(after)) {
                    queue.add(after);
                }
            }
            if (seen.size() > MOST_WORLDS) {
                return Optional.empty();
            }
        }
        return Optional.of(false);
    }

    /** Whether clients alone can ask for more in one world than can be looked at. */
    private boolean asksTooMuch() {
        double requests = 0;
        for (int length = 1; length <= Math.min(bounds.burst(), bounds.entries()); length++) {
            requests += Math.pow(bounds.commands(), length);
        }
        return requests > MOST_REQUESTS;
    }

    /** Without room within the bounds a world may be a dead end for no fault of the rules. */
    private boolean hasRoom(Property property, World world) {
        boolean roomForLeader = highestTerm(world) < bounds.terms();
        return property == Property.CAN_REACH_LEADER
                ? roomForLeader
                : (roomForLeader || isLed(world))
                        && world.servers().stream()
                                .allMatch(server -> server.log().lastIndex() < bounds.entries());
    }

    private static boolean reached(Property property, World from, World now) {
        return property == Property.CAN_REACH_LEADER
                ? isLed(now)
                : now.history().committed().size() > from.history().committed().size();
    }

    private static long highestTerm(World world) {
        return world.servers().stream()
                .mapToLong(ServerState::currentTerm)
                .max()
                .orElseThrow();
    }

    private static boolean isLed(World world) {
        long highest = highestTerm(world);
        return world.servers().stream().anyMatch(server -> server.isLeader() && server.currentTerm() == highest);
    }

    private World saturate(World world) {
        if (bounds.network().consumes()) {
            return world;
        }
        World now = world;
        boolean more = true;
        while (more) {
            Set<Message> messages = new LinkedHashSet<>(now.messages());
            for (Choice choice : now.choices(bounds)) {
                World after = after(now, choice);
                if (after.restarts() == now.restarts() && after.servers().equals(now.servers())) {
                    messages.addAll(after.messages());
                }
            }
            more = messages.size() > now.messages().size();
            now = new World(now.servers(), messages, now.history(), now.restarts(), now.drops(), now.duplicates());
        }
        return now;
    }

    /** The world after a choice; the same where the server refuses it. */
    private World after(World world, Choice choice) {
        return world.after(choice, new Witness(rules), bounds);
    }
}
