package plumbline.checker.explore;

import java.util.List;
import plumbline.checker.world.Choice;
import plumbline.core.Message;
import plumbline.core.ServerState;

/**
 * What one event does to one server: all of a step that does not depend on the rest of the cluster.
 *
 * @param before the server's state
 * @param choice what happens to it: an internal event, a message delivered, or a restart; never a drop
 * @param after its state from then on
 * @param messages what it sends, in the order in which the rules send it
 */
public record LocalTransition(ServerState before, Choice choice, ServerState after, List<Message> messages) {
    /** Keeps an unmodifiable copy of the messages. */
    public LocalTransition {
        messages = List.copyOf(messages);
    }
}
