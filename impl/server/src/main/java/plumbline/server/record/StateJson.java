package plumbline.server.record;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import plumbline.core.IndexByServer;
import plumbline.core.Role;
import plumbline.core.ServerState;

/** A state's digest: all of it, but for the log, of which there is the length and the hash. */
final class StateJson {
    private StateJson() {}

    static void write(ServerState state, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeNumberField("currentTerm", state.currentTerm());
        out.writeNumberField("votedFor", state.votedFor());
        out.writeNumberField("lastLogIndex", state.log().lastIndex());
        out.writeNumberField("logHash", state.log().hashCode());
        out.writeNumberField("commitIndex", state.commitIndex());
        Role role = state.role();
        out.writeStringField("role", role.getClass().getSimpleName());
        if (role instanceof Role.Candidate candidate) {
            out.writeArrayFieldStart("votesGranted");
            for (int server = 1; server <= state.cluster().size(); server++) {
                if (candidate.votesGranted().contains(server)) {
                    out.writeNumber(server);
                }
            }
            out.writeEndArray();
        }
        if (role instanceof Role.Leader leader) {
            write("nextIndex", leader.nextIndex(), out);
            write("matchIndex", leader.matchIndex(), out);
        }
        out.writeEndObject();
    }

    private static void write(String name, IndexByServer indices, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart(name);
        for (int server = 1; server <= indices.servers(); server++) {
            out.writeNumber(indices.get(server));
        }
        out.writeEndArray();
    }
}
