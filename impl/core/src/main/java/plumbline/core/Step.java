package plumbline.core;

import java.util.List;

/**
 * What one event did: the contract of persist, send, apply, answer is in {@linkplain plumbline.core the package's page}.
 *
 * @param state the server's state from now on; the very object that went in when nothing changed
 * @param messages what to send, after {@code state.persistent()} is durable; in order of the receivers' numbers
 */
public record Step(ServerState state, List<Message> messages) {
    /** Keeps an unmodifiable copy of the messages. */
    public Step {
        messages = List.copyOf(messages);
    }

    static Step silent(ServerState state) {
        return new Step(state, List.of());
    }

    static Step replying(ServerState state, Message reply) {
        return new Step(state, List.of(reply));
    }
}
