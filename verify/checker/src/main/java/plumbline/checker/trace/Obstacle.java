package plumbline.checker.trace;

import java.util.Optional;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.World;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.ElectionTimeout;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;

/**
 * Why a choice is not one of {@link World#choices}. It says the same as that list, choice by choice, without making the
 * list: with many commands in a burst the list is astronomically long.
 */
public final class Obstacle {
    private final World world;
    private final Bounds bounds;

    private Obstacle(World world, Bounds bounds) {
        this.world = world;
        this.bounds = bounds;
    }

    /** What stands in the way of {@code choice}, if anything does. */
    public static Optional<String> to(Choice choice, World world, Bounds bounds) {
        Obstacle obstacle = new Obstacle(world, bounds);
        if (choice.server() < 1 || choice.server() > bounds.servers()) {
            return Optional.of("there is no server " + choice.server() + ", only 1 to " + bounds.servers());
        }
        if (choice instanceof Choice.Internal internal) {
            return obstacle.toEvent(world.server(internal.server()), internal.event());
        }
        if (choice instanceof Choice.Deliver deliver) {
            return obstacle.toDelivery(deliver);
        }
        if (choice instanceof Choice.Drop drop) {
            return obstacle.toDrop(drop);
        }
        return budget("restart", world.restarts(), bounds.restarts());
    }

    private Optional<String> toEvent(ServerState server, Event event) {
        String who = "server " + server.id();
        if (event instanceof ElectionTimeout) {
            if (server.isLeader()) {
                return Optional.of(who + " is a leader, its election timeout cannot elapse");
            }
            return when(
                    server.currentTerm() >= bounds.terms(),
                    who + " is in term " + server.currentTerm() + ", the bounds allow no election beyond term "
                            + bounds.terms());
        }
        if (!server.isLeader()) {
            return Optional.of(
                    event instanceof ClientRequest
                            ? who + " is not a leader, it takes no client request"
                            : who + " is not a leader, it has no heartbeat timeout");
        }
        return event instanceof ClientRequest request ? toRequest(server, request) : Optional.empty();
    }

    private Optional<String> toRequest(ServerState server, ClientRequest request) {
        int size = request.commands().size();
        if (size > bounds.burst()) {
            return Optional.of("the request has " + size + " commands, the bounds allow " + bounds.burst());
        }
        for (Command command : request.commands()) {
            if (!isKnown(command)) {
                return Optional.of("command " + Commands.show(command) + " is not among c1 to c" + bounds.commands());
            }
        }
        long grown = server.log().lastIndex() + size;
        return when(
                grown > bounds.entries(),
                "the log of server " + server.id() + " would grow to " + grown + " entries, the bounds allow "
                        + bounds.entries());
    }

    private boolean isKnown(Command command) {
        for (int number = 1; number <= bounds.commands(); number++) {
            if (command.equals(Command.of("c" + number))) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> toDelivery(Choice.Deliver deliver) {
        Optional<String> absent = absent(deliver.message());
        if (absent.isPresent()) {
            return absent;
        }
        if (!bounds.network().consumes()) {
            return when(!deliver.kept(), "the set network keeps all messages");
        }
        return deliver.kept()
                ? budget("duplicate", world.duplicates(), bounds.network().duplicates())
                : Optional.empty();
    }

    private Optional<String> toDrop(Choice.Drop drop) {
        if (!bounds.network().consumes()) {
            return Optional.of("the set network drops no message, it only may never deliver it");
        }
        return absent(drop.message())
                .or(() -> budget("drop", world.drops(), bounds.network().drops()));
    }

    private Optional<String> absent(Message message) {
        String reason = "server " + message.to()
                + (bounds.network().consumes()
                        ? " has no such message under way to it: never sent, or gone"
                        : " was never sent this message");
        return when(!world.messages().contains(message), reason);
    }

    private static Optional<String> budget(String name, int used, int allowed) {
        return when(used >= allowed, name + " budget " + allowed + " used up");
    }

    private static Optional<String> when(boolean holds, String reason) {
        return holds ? Optional.of(reason) : Optional.empty();
    }
}
