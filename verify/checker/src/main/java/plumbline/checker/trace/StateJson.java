package plumbline.checker.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import plumbline.core.Cluster;
import plumbline.core.Entry;
import plumbline.core.IndexByServer;
import plumbline.core.Log;
import plumbline.core.PersistentState;
import plumbline.core.Role;
import plumbline.core.ServerSet;
import plumbline.core.ServerState;

/**
 * A server's state as JSON, under Figure 2's names. A candidate has {@code votesGranted} besides, a leader {@code
 * nextIndex} and {@code matchIndex}, each an index for each other server.
 */
public final class StateJson {
    private StateJson() {}

    /** The state as one JSON object. */
    public static ObjectNode write(ServerState state) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", state.id())
                .put("servers", state.cluster().size());
        BoundsJson.writeWindow(state.cluster().window(), json);
        json.put("currentTerm", state.currentTerm());
        if (state.votedFor() == PersistentState.NOBODY) {
            json.putNull("votedFor");
        } else {
            json.put("votedFor", state.votedFor());
        }
        ArrayNode log = json.putArray("log");
        state.log().entries().forEach(entry -> Records.write(entry, log.addObject()));
        json.put("commitIndex", state.commitIndex());
        json.put("role", state.role().getClass().getSimpleName());
        if (state.role() instanceof Role.Candidate candidate) {
            ArrayNode votes = json.putArray("votesGranted");
            for (int server = 1; server <= state.cluster().size(); server++) {
                if (candidate.votesGranted().contains(server)) {
                    votes.add(server);
                }
            }
        } else if (state.role() instanceof Role.Leader leader) {
            json.set("nextIndex", write(leader.nextIndex(), state.id()));
            json.set("matchIndex", write(leader.matchIndex(), state.id()));
        }
        return json;
    }

    private static ObjectNode write(IndexByServer indices, int self) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (int server = 1; server <= indices.servers(); server++) {
            if (server != self) {
                json.put(String.valueOf(server), indices.get(server));
            }
        }
        return json;
    }

    /**
     * The state that {@code fields} hold, and nothing else.
     *
     * @throws BadFieldException if they are none
     */
    public static ServerState read(Fields fields) {
        try {
            Cluster cluster = new Cluster(fields.count("servers"), BoundsJson.readWindow(fields));
            int id = fields.count("id");
            int votedFor = fields.any("votedFor").isNull()
                    ? PersistentState.NOBODY
                    : server(fields.any("votedFor"), fields.path("votedFor"), cluster);
            long term = index(fields.any("currentTerm"), fields.path("currentTerm"));
            ServerState state = new ServerState(
                    id,
                    cluster,
                    new PersistentState(term, votedFor, log(fields)),
                    index(fields.any("commitIndex"), fields.path("commitIndex")),
                    role(fields, id, cluster));
            fields.end();
            return state;
        } catch (IllegalArgumentException e) {
            throw BadFieldException.refused(fields.path(), e);
        }
    }

    private static Log log(Fields fields) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode json : fields.list("log")) {
            Fields entry = new Fields(json, fields.path("log") + "[" + entries.size() + "]");
            entries.add(Records.read(entry, Entry.class));
            entry.end();
        }
        return Log.EMPTY.append(entries);
    }

    private static Role role(Fields fields, int id, Cluster cluster) {
        return switch (fields.text("role")) {
            case "Follower" -> new Role.Follower();
            case "Candidate" -> new Role.Candidate(votes(fields, cluster));
            case "Leader" ->
                new Role.Leader(indices(fields, "nextIndex", id, cluster), indices(fields, "matchIndex", id, cluster));
            default ->
                throw new BadFieldException(
                        fields.path("role"),
                        "is " + Fields.show(fields.any("role")) + ", must be Follower, Candidate or Leader");
        };
    }

    private static ServerSet votes(Fields fields, Cluster cluster) {
        ServerSet votes = new ServerSet(0);
        for (JsonNode vote : fields.list("votesGranted")) {
            votes = votes.with(server(vote, fields.path("votesGranted"), cluster));
        }
        return votes;
    }

    private static IndexByServer indices(Fields fields, String name, int id, Cluster cluster) {
        Fields object = fields.object(name);
        IndexByServer indices = IndexByServer.ofPeers(cluster.size(), id, 0);
        for (int server = 1; server <= cluster.size(); server++) {
            if (server != id) {
                String key = String.valueOf(server);
                indices = indices.with(server, index(object.any(key), object.path(key)));
            }
        }
        object.end();
        return indices;
    }

    private static long index(JsonNode json, String path) {
        return Fields.whole(json, path, 0, Long.MAX_VALUE);
    }

    private static int server(JsonNode json, String path, Cluster cluster) {
        return (int) Fields.whole(json, path, 1, cluster.size());
    }
}
