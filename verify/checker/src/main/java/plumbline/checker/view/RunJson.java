package plumbline.checker.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import plumbline.checker.property.Property;
import plumbline.checker.property.Property.Scope;
import plumbline.checker.trace.ReplayJson;
import plumbline.checker.trace.ReplayedStep;
import plumbline.checker.world.World;
import plumbline.core.Entry;
import plumbline.core.IndexByServer;
import plumbline.core.Role;
import plumbline.core.ServerState;

/**
 * Runs as the page wants them: the servers at the start, then each step as {@link ReplayJson} has it, with the state in
 * which it left its server. No step changes two servers, so that is all there is to know.
 */
public final class RunJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RunJson() {}

    /** The run. */
    public static ObjectNode of(Run run) {
        ObjectNode json = JSON.objectNode();
        ArrayNode initial = json.putArray("initial");
        World.initial(run.bounds()).servers().forEach(server -> initial.add(server(server)));
        ArrayNode steps = json.putArray("steps");
        for (ReplayedStep step : run.steps()) {
            int server = step.choice().server();
            // A choice that was passed over may name a server that is not there.
            ObjectNode told = ReplayJson.of(step).put("server", server);
            if (step.skipped().isEmpty()) {
                told.set("after", server(step.after().server(server)));
            }
            steps.add(told);
        }
        ArrayNode properties = json.putArray("properties");
        Property.all().forEach(property -> properties.add(property(property, run)));
        return json;
    }

    private static ObjectNode property(Property property, Run run) {
        ObjectNode json = JSON.objectNode().put("title", property.title()).put("statement", property.statement());
        json.put("graph", property.scope() == Scope.GRAPH);
        Run.Break broken = run.breaks().get(property);
        return broken == null
                ? json
                : json.put("brokenAt", broken.step())
                        .put("reason", broken.violation().reason());
    }

    private static ObjectNode server(ServerState state) {
        ObjectNode json = JSON.objectNode().put("id", state.id());
        json.put("currentTerm", state.currentTerm()).put("votedFor", state.votedFor());
        json.put("commitIndex", state.commitIndex());
        ArrayNode log = json.putArray("log");
        for (Entry entry : state.log().entries()) {
            log.addObject()
                    .put("term", entry.term())
                    .put("command", entry.command().toString());
        }
        if (state.role() instanceof Role.Leader leader) {
            json.put("role", "leader");
            json.set("nextIndex", indices(leader.nextIndex()));
            json.set("matchIndex", indices(leader.matchIndex()));
        } else if (state.role() instanceof Role.Candidate candidate) {
            ArrayNode votes = json.put("role", "candidate").putArray("votesGranted");
            for (int server = 1; server <= state.cluster().size(); server++) {
                if (candidate.votesGranted().contains(server)) {
                    votes.add(server);
                }
            }
        } else {
            json.put("role", "follower");
        }
        return json;
    }

    private static ArrayNode indices(IndexByServer indices) {
        ArrayNode json = JSON.arrayNode();
        for (int server = 1; server <= indices.servers(); server++) {
            json.add(indices.get(server));
        }
        return json;
    }
}
