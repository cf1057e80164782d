package plumbline.core;

import java.util.List;

/**
 * Commands from clients, appended together in one step (§5.3). A server that does not lead leaves them aside: neither its
 * state nor the network changes, and its driver refuses the clients. On a leader they become the last
 * {@code commands.size()} entries of the log.
 *
 * @param commands one or more, in the order in which they are to be applied
 */
public record ClientRequest(List<Command> commands) implements Event {
    /** @throws IllegalArgumentException if there is no command */
    public ClientRequest {
        commands = List.copyOf(commands);
        Check.that(!commands.isEmpty(), "commands", () -> "is empty, must hold at least one command");
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.clientRequest(this);
    }
}
