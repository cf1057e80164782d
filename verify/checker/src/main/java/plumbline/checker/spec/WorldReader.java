package plumbline.checker.spec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import plumbline.checker.spec.TlaValue.Elements;
import plumbline.checker.spec.TlaValue.Fields;
import plumbline.checker.spec.TlaValue.Sequence;
import plumbline.checker.spec.TlaValue.Text;
import plumbline.checker.spec.TlaValue.Truth;
import plumbline.checker.spec.TlaValue.Whole;
import plumbline.checker.world.Committed;
import plumbline.checker.world.History;
import plumbline.checker.world.World;
import plumbline.core.Cluster;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.IndexByServer;
import plumbline.core.Log;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.Role;
import plumbline.core.ServerSet;
import plumbline.core.ServerState;

/**
 * Turns states of the spec into worlds. No field is passed over: one that is missing, unknown or out of range makes a {@link
 * NotAWorldException}. What was read once is remembered, since states have most of their parts in common.
 */
final class WorldReader {
    /** The variables of the spec. */
    static final Set<String> VARIABLES = Set.of("server", "messages", "leaderOf", "committed", "restarts");

    private static final Set<String> SERVER_FIELDS =
            Set.of("currentTerm", "votedFor", "log", "commitIndex", "role", "votesGranted", "nextIndex", "matchIndex");
    private static final Map<String, Class<?>> MESSAGES = messages();

    private final Cluster cluster;
    private final int terms;
    private final List<Map<TlaValue, ServerState>> servers = new ArrayList<>();
    private final Map<TlaValue, Message> messages = new HashMap<>();

    /** For states with these constants. */
    WorldReader(Cluster cluster, int terms) {
        this.cluster = cluster;
        this.terms = terms;
        for (int id = 1; id <= cluster.size(); id++) {
            servers.add(new HashMap<>());
        }
    }

    private static Map<String, Class<?>> messages() {
        Map<String, Class<?>> messages = new HashMap<>();
        for (Class<?> type : Message.class.getPermittedSubclasses()) {
            messages.put(type.getSimpleName(), type);
        }
        return messages;
    }

    /** @throws NotAWorldException if no world is like this */
    World world(Map<String, TlaValue> state) {
        names("the state", state, VARIABLES);
        List<TlaValue> serverValues = list("server", field(state, "", "server"));
        require(serverValues.size() == cluster.size(), "server", "has " + serverValues.size() + " servers");
        List<ServerState> states = new ArrayList<>();
        for (int id = 1; id <= cluster.size(); id++) {
            states.add(server(id, serverValues.get(id - 1)));
        }
        Set<Message> sent = new LinkedHashSet<>();
        for (TlaValue message : set("messages", field(state, "", "messages"))) {
            sent.add(message(message));
        }
        History history = new History(
                leaders(field(state, "", "leaderOf")),
                list("committed", field(state, "", "committed")).stream()
                        .map(WorldReader::committed)
                        .toList());
        return new World(states, sent, history, small("restarts", field(state, "", "restarts")), 0, 0);
    }

    private List<Integer> leaders(TlaValue value) {
        List<TlaValue> leaders = list("leaderOf", value);
        require(leaders.size() == terms, "leaderOf", "has " + leaders.size() + " terms, not " + terms);
        int last = leaders.size();
        while (last > 0 && leaders.get(last - 1).equals(new Whole(0))) {
            last--;
        }
        return leaders.subList(0, last).stream()
                .map(leader -> small("leaderOf", leader))
                .toList();
    }

    private static Committed committed(TlaValue value) {
        Map<String, TlaValue> fields = record("committed", value, Set.of("term", "command", "committedIn"));
        return new Committed(
                entry("committed", fields), number("committed.committedIn", field(fields, "committed", "committedIn")));
    }

    private static Entry entry(String where, Map<String, TlaValue> fields) {
        try {
            return new Entry(
                    number(where + ".term", field(fields, where, "term")),
                    Command.of(text(where + ".command", field(fields, where, "command"))));
        } catch (IllegalArgumentException e) {
            throw new NotAWorldException(where, String.valueOf(e.getMessage()));
        }
    }

    private static List<Entry> entries(String where, TlaValue value) {
        return list(where, value).stream()
                .map(entry -> entry(where, record(where, entry, Set.of("term", "command"))))
                .toList();
    }

    private ServerState server(int id, TlaValue value) {
        Map<TlaValue, ServerState> known = servers.get(id - 1);
        ServerState state = known.get(value);
        if (state == null) {
            state = newServer(id, value);
            known.put(value, state);
        }
        return state;
    }

    private ServerState newServer(int id, TlaValue value) {
        String where = "server[" + id + "]";
        Map<String, TlaValue> fields = record(where, value, SERVER_FIELDS);
        String role = text(where + ".role", field(fields, where, "role"));
        Set<TlaValue> votes = set(where + ".votesGranted", field(fields, where, "votesGranted"));
        IndexByServer next = indices(where + ".nextIndex", field(fields, where, "nextIndex"));
        IndexByServer match = indices(where + ".matchIndex", field(fields, where, "matchIndex"));
        IndexByServer none = IndexByServer.ofPeers(cluster.size(), id, 0);
        boolean leads = role.equals("Leader");
        require(role.equals("Candidate") || votes.isEmpty(), where + ".votesGranted", "is not empty in a " + role);
        require(leads || next.equals(none), where + ".nextIndex", "is not 0 in a " + role);
        require(leads || match.equals(none), where + ".matchIndex", "is not 0 in a " + role);
        try {
            return new ServerState(
                    id,
                    cluster,
                    new PersistentState(
                            number(where + ".currentTerm", field(fields, where, "currentTerm")),
                            small(where + ".votedFor", field(fields, where, "votedFor")),
                            Log.EMPTY.append(entries(where + ".log", field(fields, where, "log")))),
                    number(where + ".commitIndex", field(fields, where, "commitIndex")),
                    switch (role) {
                        case "Follower" -> new Role.Follower();
                        case "Candidate" -> new Role.Candidate(servers(where + ".votesGranted", votes));
                        case "Leader" -> new Role.Leader(next, match);
                        default -> throw new NotAWorldException(where + ".role", "is " + role);
                    });
        } catch (IllegalArgumentException e) {
            throw new NotAWorldException(where, String.valueOf(e.getMessage()));
        }
    }

    private ServerSet servers(String where, Set<TlaValue> values) {
        ServerSet servers = new ServerSet(0);
        for (TlaValue value : values) {
            int server = small(where, value);
            require(cluster.contains(server), where, "has server " + server);
            servers = servers.with(server);
        }
        return servers;
    }

    private IndexByServer indices(String where, TlaValue value) {
        List<TlaValue> values = list(where, value);
        require(values.size() == cluster.size(), where, "has " + values.size() + " places");
        IndexByServer indices = IndexByServer.ofPeers(cluster.size(), 1, 0);
        for (int server = 1; server <= values.size(); server++) {
            indices = indices.with(server, number(where, values.get(server - 1)));
        }
        return indices;
    }

    private Message message(TlaValue value) {
        Message message = messages.get(value);
        if (message == null) {
            message = newMessage(value);
            messages.put(value, message);
        }
        return message;
    }

    private Message newMessage(TlaValue value) {
        if (!(value instanceof Fields fields)) {
            throw new NotAWorldException("messages", "has " + value);
        }
        String name = text("messages.type", field(fields.values(), "messages", "type"));
        Class<?> type = MESSAGES.get(name);
        if (type == null) {
            throw new NotAWorldException("messages.type", "is " + name);
        }
        RecordComponent[] components = type.getRecordComponents();
        Set<String> expected = new LinkedHashSet<>(Set.of("type"));
        Arrays.stream(components).map(RecordComponent::getName).forEach(expected::add);
        names(name, fields.values(), expected);
        Object[] arguments = Arrays.stream(components)
                .map(component -> argument(component, name, fields))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Message message = (Message) type.getDeclaredConstructor(types).newInstance(arguments);
            require(
                    cluster.contains(message.from()) && cluster.contains(message.to()),
                    name,
                    "is from " + message.from() + " to " + message.to());
            return message;
        } catch (InvocationTargetException e) {
            throw new NotAWorldException(name, String.valueOf(e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object argument(RecordComponent component, String name, Fields fields) {
        String where = name + "." + component.getName();
        TlaValue value = field(fields.values(), name, component.getName());
        Class<?> type = component.getType();
        if (type == int.class) {
            return small(where, value);
        }
        if (type == long.class) {
            return number(where, value);
        }
        if (type == boolean.class) {
            require(value instanceof Truth, where, "is " + value);
            return ((Truth) value).value();
        }
        return entries(where, value);
    }

    private static Map<String, TlaValue> record(String where, TlaValue value, Set<String> names) {
        if (!(value instanceof Fields fields)) {
            throw new NotAWorldException(where, "is " + value + ", not a record");
        }
        names(where, fields.values(), names);
        return fields.values();
    }

    private static void names(String where, Map<String, TlaValue> fields, Set<String> names) {
        require(
                fields.keySet().equals(names),
                where,
                "has the fields " + fields.keySet() + ", not "
                        + names.stream().sorted().toList());
    }

    private static TlaValue field(Map<String, TlaValue> fields, String where, String name) {
        TlaValue value = fields.get(name);
        if (value == null) {
            throw new NotAWorldException(where, "has no " + name);
        }
        return value;
    }

    private static List<TlaValue> list(String where, TlaValue value) {
        if (!(value instanceof Sequence sequence)) {
            throw new NotAWorldException(where, "is " + value + ", not a sequence");
        }
        return sequence.values();
    }

    private static Set<TlaValue> set(String where, TlaValue value) {
        if (!(value instanceof Elements elements)) {
            throw new NotAWorldException(where, "is " + value + ", not a set");
        }
        return elements.values();
    }

    private static String text(String where, TlaValue value) {
        if (!(value instanceof Text text)) {
            throw new NotAWorldException(where, "is " + value + ", not a string");
        }
        return text.value();
    }

    private static long number(String where, TlaValue value) {
        if (!(value instanceof Whole number)) {
            throw new NotAWorldException(where, "is " + value + ", not a number");
        }
        return number.value();
    }

    private static int small(String where, TlaValue value) {
        return Math.toIntExact(number(where, value));
    }

    private static void require(boolean holds, String field, String reason) {
        if (!holds) {
            throw new NotAWorldException(field, reason);
        }
    }
}
