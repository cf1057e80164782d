package plumbline.checker.spec;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import plumbline.checker.spec.TlaValue.Elements;
import plumbline.checker.spec.TlaValue.Fields;
import plumbline.checker.spec.TlaValue.Sequence;
import plumbline.checker.spec.TlaValue.Text;
import plumbline.checker.spec.TlaValue.Truth;
import plumbline.checker.spec.TlaValue.Whole;
import plumbline.checker.world.Committed;
import plumbline.checker.world.World;
import plumbline.core.Cluster;
import plumbline.core.Entry;
import plumbline.core.Message;
import plumbline.core.Role;
import plumbline.core.ServerState;

/** Worlds as states of the spec: the other way round from {@link WorldReader}. */
final class WorldValues {
    private WorldValues() {}

    /** The values of all variables of the spec in {@code world}, with a leader for each of {@code terms} terms. */
    static Map<String, TlaValue> of(World world, int terms) {
        Map<String, TlaValue> state = new LinkedHashMap<>();
        state.put(
                "server",
                new Sequence(world.servers().stream()
                        .map(server -> (TlaValue) of(server))
                        .toList()));
        state.put("messages", of(world.messages()));
        state.put("leaderOf", leaders(world, terms));
        state.put("committed", committed(world));
        state.put("restarts", new Whole(world.restarts()));
        return state;
    }

    /** History: the leader of each term. */
    static TlaValue leaders(World world, int terms) {
        return new Sequence(LongStream.rangeClosed(1, terms)
                .mapToObj(term -> (TlaValue) new Whole(world.history().leaderOf(term)))
                .toList());
    }

    /** History: what was committed. */
    static TlaValue committed(World world) {
        List<TlaValue> values = new ArrayList<>();
        for (Committed committed : world.history().committed()) {
            Map<String, TlaValue> fields =
                    new LinkedHashMap<>(of(committed.entry()).values());
            fields.put("committedIn", new Whole(committed.committedIn()));
            values.add(new Fields(fields));
        }
        return new Sequence(values);
    }

    /** A set of messages. */
    static TlaValue of(Iterable<? extends Message> messages) {
        Set<TlaValue> values = new LinkedHashSet<>();
        messages.forEach(message -> values.add(of(message)));
        return new Elements(values);
    }

    /** A server's state as the record that the spec has for it. */
    static Fields of(ServerState state) {
        Map<String, TlaValue> fields = new LinkedHashMap<>();
        fields.put("currentTerm", new Whole(state.currentTerm()));
        fields.put("votedFor", new Whole(state.votedFor()));
        fields.put("log", entries(state.log().entries()));
        fields.put("commitIndex", new Whole(state.commitIndex()));
        fields.put("role", new Text(state.role().getClass().getSimpleName()));
        Role role = state.role();
        fields.put(
                "votesGranted", new Elements(role instanceof Role.Candidate candidate ? votes(candidate) : Set.of()));
        fields.put("nextIndex", indices(state, leads -> leads.nextIndex()::get));
        fields.put("matchIndex", indices(state, leads -> leads.matchIndex()::get));
        return new Fields(fields);
    }

    /** A message as the record that the spec has for it. */
    static Fields of(Message message) {
        Map<String, TlaValue> fields = new LinkedHashMap<>();
        fields.put("type", new Text(message.getClass().getSimpleName()));
        for (RecordComponent component : message.getClass().getRecordComponents()) {
            fields.put(component.getName(), component(message, component));
        }
        return new Fields(fields);
    }

    private static TlaValue component(Message message, RecordComponent component) {
        Object value;
        try {
            value = component.getAccessor().invoke(message);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        if (value instanceof Boolean truth) {
            return new Truth(truth);
        }
        return value instanceof Number number
                ? new Whole(number.longValue())
                : entries(((List<?>) value).stream().map(Entry.class::cast).toList());
    }

    private static TlaValue entries(List<Entry> entries) {
        return new Sequence(entries.stream().map(entry -> (TlaValue) of(entry)).toList());
    }

    private static Fields of(Entry entry) {
        Map<String, TlaValue> fields = new LinkedHashMap<>();
        fields.put("term", new Whole(entry.term()));
        fields.put("command", new Text(entry.command().toString()));
        return new Fields(fields);
    }

    private static Set<TlaValue> votes(Role.Candidate candidate) {
        Set<TlaValue> votes = new LinkedHashSet<>();
        for (int server = 1; server <= Cluster.MOST_SERVERS; server++) {
            if (candidate.votesGranted().contains(server)) {
                votes.add(new Whole(server));
            }
        }
        return votes;
    }

    private static TlaValue indices(ServerState state, java.util.function.Function<Role.Leader, IndexOf> which) {
        IndexOf index = state.role() instanceof Role.Leader leader ? which.apply(leader) : server -> 0;
        LongFunction<TlaValue> value = server -> new Whole(index.of((int) server));
        return new Sequence(LongStream.rangeClosed(1, state.cluster().size())
                .mapToObj(value)
                .toList());
    }

    /** The index of a server. */
    private interface IndexOf {
        long of(int server);
    }
}
