package plumbline.server.record;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.ElectionTimeout;
import plumbline.core.Entry;
import plumbline.core.Event;
import plumbline.core.HeartbeatTimeout;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;

/** Events as JSON: the action's name as in {@code spec/Raft.tla}, and the fields under the core's names. */
final class EventJson implements Event.Cases<Void> {
    /** The fields of one event, written between the action's name and the object's end. */
    @FunctionalInterface
    private interface Body {
        void write() throws IOException;
    }

    private final JsonGenerator out;

    EventJson(JsonGenerator out) {
        this.out = out;
    }

    private Void object(String action, Body fields) {
        try {
            out.writeStartObject();
            out.writeStringField("action", action);
            fields.write();
            out.writeEndObject();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return null;
    }

    private Void message(String action, Message message, Body fields) {
        return object(action, () -> {
            out.writeNumberField("from", message.from());
            out.writeNumberField("to", message.to());
            out.writeNumberField("term", message.term());
            fields.write();
        });
    }

    @Override
    public Void electionTimeout(ElectionTimeout timeout) {
        return object("ElectionTimeout", () -> {});
    }

    @Override
    public Void heartbeatTimeout(HeartbeatTimeout timeout) {
        return object("HeartbeatTimeout", () -> {});
    }

    @Override
    public Void clientRequest(ClientRequest request) {
        return object("ClientRequest", () -> {
            out.writeArrayFieldStart("commands");
            for (Command command : request.commands()) {
                write(command, out);
            }
            out.writeEndArray();
        });
    }

    @Override
    public Void handleRequestVoteRequest(RequestVoteRequest request) {
        return message("HandleRequestVoteRequest", request, () -> {
            out.writeNumberField("lastLogIndex", request.lastLogIndex());
            out.writeNumberField("lastLogTerm", request.lastLogTerm());
        });
    }

    @Override
    public Void handleRequestVoteResponse(RequestVoteResponse response) {
        return message(
                "HandleRequestVoteResponse",
                response,
                () -> out.writeBooleanField("voteGranted", response.voteGranted()));
    }

    @Override
    public Void handleAppendEntriesRequest(AppendEntriesRequest request) {
        return message("HandleAppendEntriesRequest", request, () -> {
            out.writeNumberField("prevLogIndex", request.prevLogIndex());
            out.writeNumberField("prevLogTerm", request.prevLogTerm());
            out.writeFieldName("entries");
            write(request.entries(), out);
            out.writeNumberField("leaderCommit", request.leaderCommit());
        });
    }

    @Override
    public Void handleAppendEntriesResponse(AppendEntriesResponse response) {
        return message("HandleAppendEntriesResponse", response, () -> {
            out.writeBooleanField("success", response.success());
            out.writeNumberField("matchIndex", response.matchIndex());
            out.writeNumberField("conflictTerm", response.conflictTerm());
            out.writeNumberField("conflictIndex", response.conflictIndex());
        });
    }

    static void write(List<Entry> entries, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (Entry entry : entries) {
            out.writeStartObject();
            out.writeNumberField("term", entry.term());
            out.writeFieldName("command");
            write(entry.command(), out);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void write(Command command, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeBinaryField("base64", command.toByteArray());
        out.writeEndObject();
    }
}
