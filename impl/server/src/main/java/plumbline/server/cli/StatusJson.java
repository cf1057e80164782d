package plumbline.server.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import plumbline.server.client.StatusProbe;

/** A server's status as JSON, with the names of Figure 2 where it has them. */
final class StatusJson {
    private StatusJson() {}

    static String line(int server, StatusProbe.Result result) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("server", server);
        result.status()
                .ifPresentOrElse(
                        status -> {
                            object.put("role", status.getRole().name());
                            object.put("currentTerm", status.getTerm());
                            object.put("leader", status.getLeader());
                            object.put("commitIndex", status.getCommitIndex());
                            object.put("lastApplied", status.getAppliedIndex());
                            object.put("lastLogIndex", status.getLastIndex());
                            if (status.getLagCount() > 0) {
                                ArrayNode lag = object.putArray("lag");
                                status.getLagList().forEach(lag::add);
                            }
                        },
                        () -> object.put("error", result.failure()));
        return object.toString();
    }
}
