package plumbline.checker.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import plumbline.core.ClientRequest;
import plumbline.core.ElectionTimeout;
import plumbline.core.Event;
import plumbline.core.HeartbeatTimeout;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * A whole cluster at one moment: every server's state, the network, the history, and the budgets used.
 *
 * <p>This is the plain form, which replays schedules and against which the explorer's compiled form is tested. An
 * immutable value; two worlds are equal when all components are.
 *
 * @param servers the states of servers 1, 2, ...
 * @param messages what may still be delivered, in the order in which it was first sent (order does not count in equality)
 * @param history what happened
 * @param restarts restarts so far
 * @param drops messages dropped so far
 * @param duplicates messages delivered without being consumed so far, with a network that consumes
 */
public record World(
        List<ServerState> servers, Set<Message> messages, History history, int restarts, int drops, int duplicates) {
    /** Keeps unmodifiable copies. */
    public World {
        servers = List.copyOf(servers);
        messages = Collections.unmodifiableSet(new LinkedHashSet<>(messages));
    }

    /** All servers on first boot, nothing sent. */
    public static World initial(Bounds bounds) {
        List<ServerState> servers = new ArrayList<>();
        for (int id = 1; id <= bounds.servers(); id++) {
            servers.add(ServerState.initial(id, bounds.cluster()));
        }
        return new World(servers, Set.of(), History.EMPTY, 0, 0, 0);
    }

    /** The state of server {@code id}. */
    public ServerState server(int id) {
        return servers.get(id - 1);
    }

    /** Every choice that {@code bounds} allow here: internal ones by server, then restarts, then the network's. */
    public List<Choice> choices(Bounds bounds) {
        List<Choice> choices = new ArrayList<>();
        for (ServerState server : servers) {
            for (Event event : internalEvents(server, bounds)) {
                choices.add(new Choice.Internal(server.id(), event));
            }
            if (restarts < bounds.restarts()) {
                choices.add(new Choice.Restart(server.id()));
            }
        }
        Network network = bounds.network();
        for (Message message : messages) {
            choices.add(new Choice.Deliver(message, !network.consumes()));
            if (duplicates < network.duplicates()) {
                choices.add(new Choice.Deliver(message, true));
            }
            if (drops < network.drops()) {
                choices.add(new Choice.Drop(message));
            }
        }
        return choices;
    }

    /** The events that may happen at a server without a message: the guards of the spec's first three actions. */
    public static List<Event> internalEvents(ServerState server, Bounds bounds) {
        List<Event> candidates = new ArrayList<>(List.of(new ElectionTimeout(), new HeartbeatTimeout()));
        if (server.isLeader()) {
            candidates.addAll(bounds.clientRequests());
        }
        return candidates.stream()
                .filter(event -> isEnabled(event, server, bounds))
                .toList();
    }

    /** Whether {@code event}, which is no message, may happen at a server; which commands clients ask for is not looked at. */
    public static boolean isEnabled(Event event, ServerState server, Bounds bounds) {
        return takes(server, event)
                && (!(event instanceof ElectionTimeout) || server.currentTerm() < bounds.terms())
                && (!(event instanceof ClientRequest request)
                        || server.log().lastIndex() + request.commands().size() <= bounds.entries());
    }

    /** Whether {@code event}, which is no message, is for a server as it is: but for elections, leaders alone take them. */
    public static boolean takes(ServerState server, Event event) {
        return server.isLeader() != event instanceof ElectionTimeout;
    }

    /**
     * The world after {@code choice}, which is one of {@link #choices}.
     *
     * @throws IllegalArgumentException if the server refuses the event
     */
    public World after(Choice choice, StepFunction rules, Bounds bounds) {
        if (choice instanceof Choice.Restart restart) {
            return with(rules.restart(server(restart.server())), messages, restarts + 1, drops, duplicates);
        }
        if (choice instanceof Choice.Drop drop) {
            return new World(servers, without(drop.message()), history, restarts, drops + 1, duplicates);
        }
        Set<Message> left = messages;
        int repeated = duplicates;
        Event event;
        if (choice instanceof Choice.Deliver deliver) {
            event = deliver.message();
            left = deliver.kept() ? messages : without(deliver.message());
            repeated += deliver.kept() && bounds.network().consumes() ? 1 : 0;
        } else {
            event = ((Choice.Internal) choice).event();
        }
        Step step = rules.step(server(choice.server()), event);
        Set<Message> sent = new LinkedHashSet<>(left);
        sent.addAll(step.messages());
        return with(step.state(), sent, restarts, drops, repeated);
    }

    private Set<Message> without(Message message) {
        Set<Message> left = new LinkedHashSet<>(messages);
        left.remove(message);
        return left;
    }

    private World with(ServerState state, Set<Message> network, int restarted, int dropped, int repeated) {
        List<ServerState> changed = new ArrayList<>(servers);
        changed.set(state.id() - 1, state);
        return new World(changed, network, history.after(state), restarted, dropped, repeated);
    }
}
