package plumbline.checker.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * Closes the tables: from the initial states on, every internal event in every state, and every message that any of them
 * can send in every state of its receiver, until nothing is new.
 */
final class Compiler {
    /** Beyond this many pairs of a state and a message no graph could be finished anyway. */
    private static final long MOST_PAIRS = 50_000_000;

    private final Bounds bounds;
    private final StepFunction rules;
    private final List<Server> servers = new ArrayList<>();
    private final Interner<Message> messages = new Interner<>();
    /** By number of the message: its number among those to the same receiver. */
    private final List<Integer> localNumbers = new ArrayList<>();

    private final Interner<Set<Integer>> sent = new Interner<>();
    private final Deque<Work> work = new ArrayDeque<>();
    private long pairs;

    private Compiler(Bounds bounds, StepFunction rules) {
        this.bounds = bounds;
        this.rules = rules;
        sent.number(Set.of());
    }

    /** A state that was not stepped yet, or a message that was not delivered yet. */
    private record Work(int server, int state, int message) {}

    /** What is known of one server. */
    private static final class Server {
        final Interner<ServerState> states = new Interner<>();
        final List<Message> messages = new ArrayList<>();
        /** How many of the states and messages have met all of each other. */
        final List<Integer> stepped = new ArrayList<>();

        final List<Integer> delivered = new ArrayList<>();
        final List<Tables.Internal[]> internal = new ArrayList<>();
        final List<Integer> restart = new ArrayList<>();
        /** By state: next state and number of the sent set for each message, two ints a message. */
        final List<int[]> rows = new ArrayList<>();
    }

    /** What a step does, in numbers. */
    private record Outcome(int next, int sent) {}

    private static final Outcome REFUSED = new Outcome(Tables.REFUSED, 0);

    /**
     * The tables of {@code rules} within {@code bounds}.
     *
     * @throws BoundsTooLargeException if they would not fit into memory
     */
    static Tables compile(Bounds bounds, StepFunction rules) {
        Compiler compiler = new Compiler(bounds, rules);
        compiler.close();
        return compiler.tables();
    }

    private void close() {
        for (int id = 1; id <= bounds.servers(); id++) {
            servers.add(new Server());
            number(ServerState.initial(id, bounds.cluster()));
        }
        while (!work.isEmpty()) {
            Work item = work.remove();
            Server server = servers.get(item.server);
            if (item.message < 0) {
                stepInternally(server, item.state);
                server.stepped.add(item.state);
                server.delivered.forEach(message -> deliver(server, item.state, message));
            } else {
                server.delivered.add(item.message);
                server.stepped.forEach(state -> deliver(server, state, item.message));
            }
        }
    }

    private void stepInternally(Server server, int number) {
        ServerState state = server.states.value(number);
        List<Tables.Internal> internal = new ArrayList<>();
        for (Event event : World.internalEvents(state, bounds)) {
            Outcome outcome = step(state, number, event);
            internal.add(new Tables.Internal(event, outcome.next, outcome.sent));
        }
        put(server.internal, number, internal.toArray(Tables.Internal[]::new));
        put(server.restart, number, bounds.restarts() > 0 ? restart(state) : number);
    }

    private int restart(ServerState state) {
        return Rules.restart(rules, state).map(this::number).orElse(Tables.REFUSED);
    }

    private void deliver(Server server, int state, int message) {
        if (++pairs > MOST_PAIRS) {
            throw new BoundsTooLargeException("the bounds are too large for memory: more than " + MOST_PAIRS
                    + " pairs of a server state and a message");
        }
        Outcome outcome = step(server.states.value(state), state, server.messages.get(message));
        int[] row = server.rows.get(state);
        if (row.length < 2 * message + 2) {
            row = Arrays.copyOf(row, Math.max(2 * message + 2, 2 * row.length));
            server.rows.set(state, row);
        }
        row[2 * message] = outcome.next;
        row[2 * message + 1] = outcome.sent;
    }

    /** Most steps leave the state as it is, and those of the core then give the same object: it is not looked up again. */
    private Outcome step(ServerState state, int number, Event event) {
        Optional<Step> step = Rules.step(rules, state, event);
        if (step.isEmpty()) {
            return REFUSED;
        }
        int out = sent(step.get().messages());
        ServerState next = step.get().state();
        return new Outcome(next == state ? number : number(next), out);
    }

    private int sent(List<Message> out) {
        if (out.isEmpty()) {
            return 0;
        }
        Set<Integer> all = new HashSet<>();
        for (Message message : out) {
            all.add(number(message));
        }
        return sent.number(all);
    }

    private int number(ServerState state) {
        Server server = servers.get(state.id() - 1);
        int known = server.states.size();
        int number = server.states.number(state);
        if (number == known) {
            server.rows.add(new int[64]);
            work.add(new Work(state.id() - 1, number, -1));
        }
        return number;
    }

    private int number(Message message) {
        int known = messages.size();
        int number = messages.number(message);
        if (number == known) {
            Server receiver = servers.get(message.to() - 1);
            localNumbers.add(receiver.messages.size());
            work.add(new Work(message.to() - 1, -1, receiver.messages.size()));
            receiver.messages.add(message);
        }
        return number;
    }

    private static <T> void put(List<T> list, int index, T value) {
        // States are stepped in the order of their numbers.
        if (index != list.size()) {
            throw new IllegalStateException("state " + index + " stepped out of order");
        }
        list.add(value);
    }

    private Tables tables() {
        int words = (messages.size() + 63) / 64;
        int[] firstBits = new int[servers.size() + 1];
        for (int i = 0; i < servers.size(); i++) {
            firstBits[i + 1] = firstBits[i] + servers.get(i).messages.size();
        }
        long[][] sets = new long[sent.size()][words];
        for (int set = 0; set < sets.length; set++) {
            for (int number : sent.value(set)) {
                int bit = firstBits[messages.value(number).to() - 1] + localNumbers.get(number);
                sets[set][bit >> 6] |= 1L << bit;
            }
        }
        Tables.ServerTable[] tables = new Tables.ServerTable[servers.size()];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = table(servers.get(i), firstBits[i], words);
        }
        return new Tables(bounds, tables, words, sets);
    }

    private static Tables.ServerTable table(Server server, int firstBit, int words) {
        int states = server.states.size();
        int messages = server.messages.size();
        int[] next = new int[states * messages];
        int[] sent = new int[states * messages];
        long[][] idle = new long[states][words];
        for (int state = 0; state < states; state++) {
            int[] row = server.rows.set(state, new int[0]);
            for (int message = 0; message < messages; message++) {
                next[state * messages + message] = row[2 * message];
                sent[state * messages + message] = row[2 * message + 1];
                if (row[2 * message] == state && row[2 * message + 1] == 0) {
                    int bit = firstBit + message;
                    idle[state][bit >> 6] |= 1L << bit;
                }
            }
        }
        return new Tables.ServerTable(
                server.states.values(),
                List.copyOf(server.messages),
                firstBit,
                server.internal.toArray(Tables.Internal[][]::new),
                server.restart.stream().mapToInt(Integer::intValue).toArray(),
                next,
                sent,
                idle);
    }
}
