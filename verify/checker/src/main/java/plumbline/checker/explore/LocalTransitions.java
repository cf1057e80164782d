package plumbline.checker.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import plumbline.checker.explore.Tables.Internal;
import plumbline.checker.explore.Tables.ServerTable;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * The local transitions that some world within bounds takes, each once, and for each a schedule that ends with it.
 *
 * <p>The closed tables hold more: pairs of a state and a message that never meet. Which do meet is found by exploring
 * worlds of servers, messages and restarts, without history, which no server sees. Two things make that small, and both
 * rest on the set network alone, where a world with more messages can take every step that the same world with fewer can:
 * what can be sent without changing a server is sent at once, and of two worlds with equal servers the one with fewer
 * messages and fewer restarts left is not kept. Neither loses a pair.
 */
public final class LocalTransitions {
    private static final int MOST_WORLDS = 20_000_000;

    private final Bounds bounds;
    private final StepFunction rules;
    private final Tables tables;
    private final LocalSteps steps;
    private final List<LocalWorld> worlds = new ArrayList<>();
    private final Map<LocalWorld.Servers, List<LocalWorld>> kept = new HashMap<>();
    private final Deque<LocalWorld> queue = new ArrayDeque<>();
    /** By server and state, the messages that met it in some world. */
    private final long[][][] met;
    /** By server and state, whether it was seen, and whether with a restart left. */
    private final boolean[][] seen;

    private final boolean[][] restarted;
    private final Map<Choices, LocalWorld> first = new HashMap<>();
    private final List<LocalTransition> transitions = new ArrayList<>();

    /** A server's state and what happens there, in numbers. */
    private record Choices(int server, int state, Choice choice) {}

    private LocalTransitions(Bounds bounds, StepFunction rules) {
        this.bounds = bounds;
        this.rules = rules;
        tables = Compiler.compile(bounds, rules);
        steps = new LocalSteps(tables);
        int servers = bounds.servers();
        met = new long[servers][][];
        seen = new boolean[servers][];
        restarted = new boolean[servers][];
        for (int server = 0; server < servers; server++) {
            int states = tables.servers[server].states.size();
            met[server] = new long[states][tables.words];
            seen[server] = new boolean[states];
            restarted[server] = new boolean[states];
        }
    }

    /**
     * The local transitions of {@code rules} that worlds within {@code bounds} take.
     *
     * @throws IllegalArgumentException if the network is not the set network
     * @throws BoundsTooLargeException if they would not fit into memory
     */
    public static LocalTransitions reached(Bounds bounds, StepFunction rules) {
        if (bounds.network().consumes()) {
            throw new IllegalArgumentException("network is bag, must be set");
        }
        LocalTransitions reached = new LocalTransitions(bounds, rules);
        try {
            reached.explore();
        } catch (OutOfMemoryError full) {
            throw new BoundsTooLargeException("the bounds are too large for memory: "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MiB of heap are full");
        }
        return reached;
    }

    /** All of them, server by server. */
    public List<LocalTransition> all() {
        return List.copyOf(transitions);
    }

    /**
     * A schedule from the initial world on whose last choice is {@code choice}, made when its server is in state {@code
     * before}. It holds nothing but the choices on which that one depends.
     *
     * @throws IllegalArgumentException if no world within the bounds takes it
     */
    public List<Choice> scheduleTo(ServerState before, Choice choice) {
        int server = before.id() - 1;
        int state = tables.servers[server].states.indexOf(before);
        LocalWorld world = first.get(new Choices(server, state, choice));
        if (world == null) {
            throw new IllegalArgumentException("no world within the bounds takes this transition");
        }
        Causes causes = new Causes(bounds, rules);
        world.way().forEach(causes::follow);
        return causes.of(choice);
    }

    private void explore() {
        LocalWorld initial = LocalWorld.initial(tables);
        steps.saturate(initial);
        keep(initial);
        while (!queue.isEmpty()) {
            LocalWorld world = queue.remove();
            for (int server = 0; server < bounds.servers(); server++) {
                take(world, server);
                expand(world, server);
            }
        }
    }

    private void keep(LocalWorld world) {
        List<LocalWorld> alike = kept.computeIfAbsent(world.servers(), servers -> new ArrayList<>(1));
        for (LocalWorld other : alike) {
            if (other.canDoAllThat(world)) {
                return;
            }
        }
        alike.removeIf(world::canDoAllThat);
        alike.add(world);
        worlds.add(world);
        queue.add(world);
        if (worlds.size() > MOST_WORLDS) {
            throw new BoundsTooLargeException("the bounds are too large: more than " + MOST_WORLDS + " worlds");
        }
    }

    private void expand(LocalWorld world, int server) {
        ServerTable table = tables.servers[server];
        int state = world.state(server);
        for (Internal internal : table.internal[state]) {
            move(world, server, internal.next(), internal.sent(), new Choice.Internal(server + 1, internal.event()));
        }
        if (world.restarts() < bounds.restarts()) {
            move(world, server, table.restart[state], 0, new Choice.Restart(server + 1));
        }
        steps.forEachMoving(world, server, message -> {
            int cell = state * table.messages.size() + message;
            move(
                    world,
                    server,
                    table.next[cell],
                    table.sent[cell],
                    new Choice.Deliver(table.messages.get(message), true));
        });
    }

    private void move(LocalWorld world, int server, int next, int sent, Choice choice) {
        if (next != world.state(server) && next != Tables.REFUSED) {
            LocalWorld after = world.after(server, next, tables.sent[sent], choice);
            steps.saturate(after);
            keep(after);
        }
    }

    /** Notes what {@code server} takes in {@code world} and took in none before. */
    private void take(LocalWorld world, int server) {
        ServerTable table = tables.servers[server];
        int state = world.state(server);
        if (!seen[server][state]) {
            seen[server][state] = true;
            for (Internal internal : table.internal[state]) {
                note(world, server, new Choice.Internal(server + 1, internal.event()));
            }
        }
        if (!restarted[server][state] && world.restarts() < bounds.restarts()) {
            restarted[server][state] = true;
            note(world, server, new Choice.Restart(server + 1));
        }
        world.forEachFresh(
                table, met[server][state], message -> note(world, server, new Choice.Deliver(message, true)));
    }

    private void note(LocalWorld world, int server, Choice choice) {
        ServerState before = tables.servers[server].states.get(world.state(server));
        transitions.add(step(before, choice));
        first.put(new Choices(server, world.state(server), choice), world);
    }

    private LocalTransition step(ServerState before, Choice choice) {
        if (choice instanceof Choice.Restart) {
            return new LocalTransition(before, choice, rules.restart(before), List.<Message>of());
        }
        Step step = rules.step(
                before,
                choice instanceof Choice.Deliver deliver ? deliver.message() : ((Choice.Internal) choice).event());
        return new LocalTransition(before, choice, step.state(), step.messages());
    }
}
