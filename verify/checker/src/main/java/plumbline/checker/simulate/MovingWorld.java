package plumbline.checker.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.History;
import plumbline.checker.world.StepFunction;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * The servers and the history of a {@link plumbline.checker.world.World}, changed in place. What was sent is for its user
 * to keep: a schedule that delivers only what was sent needs no set of all messages.
 *
 * <p>Not safe for use by several threads.
 */
final class MovingWorld {
    private final StepFunction rules;
    private final ServerState[] servers;
    private History history = History.EMPTY;
    private int restarts;
    private List<Message> sent = List.of();
    private Optional<String> refusal = Optional.empty();

    MovingWorld(Bounds bounds, StepFunction rules) {
        this.rules = rules;
        servers = new ServerState[bounds.servers()];
        for (int id = 1; id <= servers.length; id++) {
            servers[id - 1] = ServerState.initial(id, bounds.cluster());
        }
    }

    /** Makes {@code choice}, which its user knows to be possible. Where the rules refuse, nothing happens. */
    void make(Choice choice) {
        int server = choice.server();
        ServerState before = servers[server - 1];
        sent = List.of();
        refusal = Optional.empty();
        ServerState after;
        try {
            if (choice instanceof Choice.Restart) {
                restarts++;
                after = rules.restart(before);
            } else if (choice instanceof Choice.Drop) {
                return;
            } else {
                Step step = rules.step(before, event(choice));
                sent = step.messages();
                after = step.state();
            }
        } catch (RuntimeException e) {
            refusal = Optional.of(String.valueOf(e.getMessage()));
            return;
        }
        servers[server - 1] = after;
        history = history.after(after);
    }

    private static Event event(Choice choice) {
        return choice instanceof Choice.Deliver deliver ? deliver.message() : ((Choice.Internal) choice).event();
    }

    ServerState server(int id) {
        return servers[id - 1];
    }

    int size() {
        return servers.length;
    }

    List<ServerState> servers() {
        return new ArrayList<>(List.of(servers));
    }

    History history() {
        return history;
    }

    int restarts() {
        return restarts;
    }

    /** What the last choice sent. */
    List<Message> sent() {
        return sent;
    }

    /** Why the rules refused the last choice, if they did. */
    Optional<String> refusal() {
        return refusal;
    }
}
