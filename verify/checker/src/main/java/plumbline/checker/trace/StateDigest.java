package plumbline.checker.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import plumbline.core.Role;
import plumbline.core.ServerState;

/** A server's state as a {@link Recording} has it: all of it, but for the log, of which there is the length and the hash. */
final class StateDigest {
    private StateDigest() {}

    static JsonNode of(ServerState state) {
        int servers = state.cluster().size();
        ObjectNode digest = JsonNodeFactory.instance.objectNode();
        digest.put("currentTerm", state.currentTerm());
        digest.put("votedFor", state.votedFor());
        digest.put("lastLogIndex", state.log().lastIndex());
        digest.put("logHash", state.log().hashCode());
        digest.put("commitIndex", state.commitIndex());
        digest.put("role", state.role().getClass().getSimpleName());
        if (state.role() instanceof Role.Candidate candidate) {
            members(digest.putArray("votesGranted"), servers, candidate.votesGranted()::contains);
        }
        if (state.role() instanceof Role.Leader leader) {
            indices(digest.putArray("nextIndex"), servers, leader.nextIndex()::get);
            indices(digest.putArray("matchIndex"), servers, leader.matchIndex()::get);
        }
        return digest;
    }

    private static void members(ArrayNode array, int servers, IntPredicate isMember) {
        for (int server = 1; server <= servers; server++) {
            if (isMember.test(server)) {
                array.add(server);
            }
        }
    }

    private static void indices(ArrayNode array, int servers, IntToLongFunction index) {
        for (int server = 1; server <= servers; server++) {
            array.add(index.applyAsLong(server));
        }
    }
}
