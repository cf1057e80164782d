package plumbline.checker.validate;

import java.util.Optional;
import java.util.OptionalLong;
import plumbline.checker.trace.BadFieldException;
import plumbline.checker.trace.Fields;
import plumbline.checker.validate.LogLine.LogMessage;

/** Lines of a recording of our own server, {@code plumb-kv serve --record}. */
final class Recording {
    private static final String FORMAT = "plumbline-recording";
    private static final int VERSION = 1;

    private Recording() {}

    /** The first line: which server it is, and what it starts with. */
    static LogLine beginning(Fields line, int servers) {
        if (!line.text("format").equals(FORMAT) || line.count("version") != VERSION) {
            throw new BadFieldException("format", "is not " + FORMAT + " of version " + VERSION);
        }
        if (line.count("servers") != servers) {
            throw new BadFieldException("servers", "is " + line.count("servers") + ", not " + servers);
        }
        line.any("window");
        LogLine start = new LogLine(
                LogLine.server(line, "server", servers),
                LogEvent.RESTART,
                Optional.empty(),
                LogLine.optional(line, "currentTerm"),
                LogLine.optional(line, "votedFor"),
                Optional.empty(),
                OptionalLong.empty(),
                LogLine.optional(line, "lastLogIndex"),
                OptionalLong.empty());
        line.end();
        return start;
    }

    /** Any other line: an event, and what the server was afterwards. */
    static LogLine step(int server, Fields line, int servers) {
        Fields happened = line.object("event");
        LogEvent event = LogEvent.of(happened, "action");
        Optional<LogMessage> message = Optional.empty();
        if (event.receives()) {
            message = Optional.of(LogLine.message(event, happened, server, servers));
        }
        Fields state = line.object("state");
        LogLine step = new LogLine(
                server,
                event,
                message,
                LogLine.optional(state, "currentTerm"),
                LogLine.optional(state, "votedFor"),
                Optional.of(state.text("role")),
                LogLine.optional(state, "commitIndex"),
                LogLine.optional(state, "lastLogIndex"),
                OptionalLong.empty());
        line.end();
        return step;
    }
}
