package plumbline.checker.explore;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.History;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;

/**
 * Every world within bounds and every step between them, without any reduction and whatever properties say: for
 * comparisons with another explorer's graph. Worlds are numbered breadth first, so of two the one with the smaller number
 * is not farther from the start. Only for the set network.
 */
public final class WorldGraph {
    private final Bounds bounds;
    private final StepFunction rules;
    private final Tables tables;
    private final Layout layout;
    private final KeyTable worlds;
    private final Interner<History> histories = new Interner<>();
    private final Map<ServerState, Integer> states = new HashMap<>();
    private final Map<Message, Integer> bits = new HashMap<>();
    private final long[] source;
    private final long[] successor;
    private int[] predecessors = new int[1 << 12];
    /** How many worlds have a predecessor noted; the first has none. */
    private int known = 1;

    private int depth;

    private WorldGraph(Bounds bounds, StepFunction rules) {
        this.bounds = bounds;
        this.rules = rules;
        tables = Compiler.compile(bounds, rules);
        layout = new Layout(tables);
        worlds = new KeyTable(layout.width);
        source = new long[layout.width];
        successor = new long[layout.width];
        histories.number(History.EMPTY);
        for (Tables.ServerTable server : tables.servers) {
            for (int state = 0; state < server.states.size(); state++) {
                states.put(server.states.get(state), state);
            }
            for (int message = 0; message < server.messages.size(); message++) {
                bits.put(server.messages.get(message), server.firstBit + message);
            }
        }
    }

    /** Is shown each step. */
    @FunctionalInterface
    public interface Visitor {
        /** One step by {@code action} to world {@code target}. */
        void step(Action action, long target);
    }

    /**
     * Explores all of it.
     *
     * @throws IllegalArgumentException if the network consumes messages
     * @throws BoundsTooLargeException if there are too many worlds
     */
    public static WorldGraph of(Bounds bounds, StepFunction rules) {
        if (bounds.network().consumes()) {
            throw new IllegalArgumentException("network is bag, must be set");
        }
        WorldGraph graph = new WorldGraph(bounds, rules);
        graph.explore();
        return graph;
    }

    private void explore() {
        worlds.add(new long[layout.width]);
        for (long from = 0; from < worlds.size(); ) {
            long end = worlds.size();
            for (long number = from; number < end; number++) {
                long expanded = number;
                expand(number, (action, target) -> remember(expanded, target));
            }
            depth += worlds.size() > end ? 1 : 0;
            from = end;
        }
    }

    private void remember(long from, long target) {
        if (target < known) {
            return;
        }
        if (known == Integer.MAX_VALUE) {
            throw new BoundsTooLargeException("the bounds are too large: more than 2 billion worlds");
        }
        if (known == predecessors.length) {
            predecessors = Arrays.copyOf(predecessors, predecessors.length * 2);
        }
        predecessors[known] = (int) from;
        known++;
    }

    /** The bounds. */
    public Bounds bounds() {
        return bounds;
    }

    /** How many worlds. */
    public long size() {
        return worlds.size();
    }

    /** How many steps the farthest world is from the start. */
    public int depth() {
        return depth;
    }

    /** The number of {@code world}, or -1 if it cannot be reached. Compares all of it. */
    public long find(World world) {
        long[] key = new long[layout.width];
        for (int server = 0; server < tables.servers.length; server++) {
            Integer state = states.get(world.servers().get(server));
            if (state == null) {
                return -1;
            }
            layout.setState(key, server, state);
        }
        layout.setHistory(key, histories.number(world.history()));
        if (world.restarts() > bounds.restarts() || world.drops() > 0 || world.duplicates() > 0) {
            return -1;
        }
        for (int used = 0; used < world.restarts(); used++) {
            layout.use(key, Layout.Budget.RESTARTS);
        }
        for (Message message : world.messages()) {
            Integer bit = bits.get(message);
            if (bit == null) {
                return -1;
            }
            key[layout.messages + (bit >> 6)] |= 1L << bit;
        }
        return worlds.find(key);
    }

    /** World {@code number}. */
    public World world(long number) {
        long[] key = new long[layout.width];
        worlds.read(number, key);
        Set<Message> messages = new LinkedHashSet<>();
        for (int word = 0; word < tables.words; word++) {
            for (long left = key[layout.messages + word]; left != 0; left &= left - 1) {
                messages.add(tables.message((word << 6) + Long.numberOfTrailingZeros(left)));
            }
        }
        ServerState[] servers = new ServerState[tables.servers.length];
        for (int server = 0; server < servers.length; server++) {
            servers[server] = tables.servers[server].states.get(layout.state(key, server));
        }
        return new World(
                List.of(servers),
                messages,
                histories.value(layout.history(key)),
                layout.used(key, Layout.Budget.RESTARTS),
                0,
                0);
    }

    /** Shows every step out of world {@code number}, those that change nothing included. */
    public void steps(long number, Visitor visitor) {
        expand(number, visitor);
    }

    /** The choices along a shortest way from the start to world {@code number}. */
    public List<Choice> schedule(long number) {
        Deque<Choice> schedule = new ArrayDeque<>();
        for (long at = number; at != 0; at = predecessors[(int) at]) {
            schedule.addFirst(choice(world(predecessors[(int) at]), at));
        }
        return List.copyOf(schedule);
    }

    private Choice choice(World before, long target) {
        for (Choice choice : before.choices(bounds)) {
            if (leadsTo(before, choice, target)) {
                return choice;
            }
        }
        throw new IllegalStateException("a world without a way to it");
    }

    private boolean leadsTo(World before, Choice choice, long target) {
        try {
            return find(before.after(choice, rules, bounds)) == target;
        } catch (RuntimeException refused) {
            return false;
        }
    }

    private void expand(long number, Visitor visitor) {
        worlds.read(number, source);
        for (int server = 0; server < tables.servers.length; server++) {
            Tables.ServerTable table = tables.servers[server];
            int state = layout.state(source, server);
            for (Tables.Internal internal : table.internal[state]) {
                step(Action.of(internal.event()), server, internal.next(), internal.sent(), visitor);
            }
            if (layout.used(source, Layout.Budget.RESTARTS) < bounds.restarts()) {
                step(Action.RESTART, server, table.restart[state], 0, visitor);
            }
            for (int message = 0; message < table.messages.size(); message++) {
                int bit = table.firstBit + message;
                if ((source[layout.messages + (bit >> 6)] >>> bit & 1) != 0) {
                    int cell = state * table.messages.size() + message;
                    Event event = table.messages.get(message);
                    step(Action.of(event), server, table.next[cell], table.sent[cell], visitor);
                }
            }
        }
    }

    private void step(Action action, int server, int next, int sent, Visitor visitor) {
        if (next == Tables.REFUSED) {
            return;
        }
        System.arraycopy(source, 0, successor, 0, source.length);
        if (action == Action.RESTART) {
            layout.use(successor, Layout.Budget.RESTARTS);
        }
        layout.setState(successor, server, next);
        ServerState state = tables.servers[server].states.get(next);
        History history = histories.value(layout.history(source));
        if (history.changesAt(state)) {
            layout.setHistory(successor, histories.number(history.after(state)));
        }
        for (int word = 0; word < tables.words; word++) {
            successor[layout.messages + word] |= tables.sent[sent][word];
        }
        long number = worlds.add(successor);
        visitor.step(action, number >= 0 ? number : -1 - number);
    }
}
