package plumbline.checker.validate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import plumbline.checker.trace.BadFieldException;
import plumbline.checker.trace.Fields;

/** What a line of a log says happened: the actions of {@code spec/Raft.tla}. */
enum LogEvent {
    ELECTION_TIMEOUT("ElectionTimeout"),
    HEARTBEAT_TIMEOUT("HeartbeatTimeout"),
    CLIENT_REQUEST("ClientRequest"),
    HANDLE_REQUEST_VOTE_REQUEST("HandleRequestVoteRequest"),
    HANDLE_REQUEST_VOTE_RESPONSE("HandleRequestVoteResponse"),
    HANDLE_APPEND_ENTRIES_REQUEST("HandleAppendEntriesRequest"),
    HANDLE_APPEND_ENTRIES_RESPONSE("HandleAppendEntriesResponse"),
    RESTART("Restart");

    private static final Map<String, LogEvent> BY_NAME = new HashMap<>();

    static {
        for (LogEvent event : values()) {
            BY_NAME.put(event.title, event);
        }
    }

    private final String title;

    LogEvent(String title) {
        this.title = title;
    }

    /** The event that field {@code name} names. */
    static LogEvent of(Fields fields, String name) {
        LogEvent event = BY_NAME.get(fields.text(name));
        if (event == null) {
            throw new BadFieldException(
                    fields.path(name),
                    "is " + Fields.show(fields.any(name)) + ", must be one of "
                            + Arrays.stream(values()).map(LogEvent::title).toList());
        }
        return event;
    }

    String title() {
        return title;
    }

    /** Whether a message comes with it. */
    boolean receives() {
        return title.startsWith("Handle");
    }
}
