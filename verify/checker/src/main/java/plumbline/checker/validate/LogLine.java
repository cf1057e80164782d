package plumbline.checker.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import plumbline.checker.trace.BadFieldException;
import plumbline.checker.trace.Fields;

/**
 * What one server did, and what it was afterwards. Whatever may be left out and is stays empty.
 *
 * @param node the server
 * @param event what happened
 * @param message what it received; only with events that receive
 * @param term {@code currentTerm} afterwards
 * @param votedFor the same; 0 for nobody
 * @param role the same
 * @param commitIndex the same
 * @param lastLogIndex the same
 * @param lastLogTerm the same
 */
record LogLine(
        int node,
        LogEvent event,
        Optional<LogMessage> message,
        OptionalLong term,
        OptionalLong votedFor,
        Optional<String> role,
        OptionalLong commitIndex,
        OptionalLong lastLogIndex,
        OptionalLong lastLogTerm) {
    private static final List<String> ROLES = List.of("Follower", "Candidate", "Leader");

    /**
     * What a server received.
     *
     * @param from who sent it
     * @param term the sender's
     * @param lastLogIndex of vote requests
     * @param lastLogTerm of vote requests
     * @param voteGranted of votes
     * @param prevLogIndex of AppendEntries
     * @param prevLogTerm of AppendEntries, where given
     * @param entries how many entries AppendEntries carries
     * @param terms the terms of these entries, where given
     * @param leaderCommit of AppendEntries, where given
     * @param success of answers to AppendEntries
     * @param matchIndex of acceptances, where given
     */
    record LogMessage(
            int from,
            long term,
            long lastLogIndex,
            long lastLogTerm,
            boolean voteGranted,
            long prevLogIndex,
            OptionalLong prevLogTerm,
            int entries,
            Optional<List<Long>> terms,
            OptionalLong leaderCommit,
            boolean success,
            OptionalLong matchIndex) {
        /** This message with what it does not say put in. */
        LogMessage with(OptionalLong prevTerm, OptionalLong commit, OptionalLong match) {
            return new LogMessage(
                    from,
                    term,
                    lastLogIndex,
                    lastLogTerm,
                    voteGranted,
                    prevLogIndex,
                    prevTerm,
                    entries,
                    terms,
                    commit,
                    success,
                    match);
        }
    }

    /** This line with another message. */
    LogLine with(LogMessage other) {
        return new LogLine(
                node, event, Optional.of(other), term, votedFor, role, commitIndex, lastLogIndex, lastLogTerm);
    }

    /** Most entries in one message, and most that a leader appends at once. */
    static final int MOST_ENTRIES = 1_000_000;

    static LogLine read(Fields fields, int servers) {
        int node = server(fields, "node", servers);
        LogEvent event = LogEvent.of(fields, "event");
        Optional<LogMessage> message = Optional.empty();
        if (event.receives()) {
            Fields received = fields.object("message");
            message = Optional.of(message(event, received, node, servers));
            received.end();
        }
        OptionalLong votedFor = OptionalLong.empty();
        if (fields.has("votedFor")) {
            votedFor = OptionalLong.of(fields.any("votedFor").isNull() ? 0 : server(fields, "votedFor", servers));
        }
        Optional<String> role = fields.has("role") ? Optional.of(fields.text("role")) : Optional.empty();
        if (role.isPresent() && !ROLES.contains(role.get())) {
            throw new BadFieldException(
                    "role", "is " + Fields.show(fields.any("role")) + ", must be Follower, Candidate or Leader");
        }
        LogLine read = new LogLine(
                node,
                event,
                message,
                optional(fields, "currentTerm"),
                votedFor,
                role,
                optional(fields, "commitIndex"),
                optional(fields, "lastLogIndex"),
                optional(fields, "lastLogTerm"));
        fields.end();
        return read;
    }

    static LogMessage message(LogEvent event, Fields fields, int node, int servers) {
        int from = server(fields, "from", servers);
        if (from == node) {
            throw new BadFieldException(fields.path("from"), "is " + from + ", the server that receives it");
        }
        long term = Fields.whole(fields.any("term"), fields.path("term"), 1, Long.MAX_VALUE);
        boolean vote = event == LogEvent.HANDLE_REQUEST_VOTE_REQUEST;
        boolean append = event == LogEvent.HANDLE_APPEND_ENTRIES_REQUEST;
        Optional<List<Long>> terms = append && fields.any("entries").isArray() ? terms(fields) : Optional.empty();
        LogMessage message = new LogMessage(
                from,
                term,
                vote ? index(fields, "lastLogIndex") : 0,
                vote ? index(fields, "lastLogTerm") : 0,
                event == LogEvent.HANDLE_REQUEST_VOTE_RESPONSE && flag(fields, "voteGranted"),
                append ? index(fields, "prevLogIndex") : 0,
                append ? optional(fields, "prevLogTerm") : OptionalLong.empty(),
                append && terms.isEmpty()
                        ? count(fields)
                        : terms.map(List::size).orElse(0),
                terms,
                append ? optional(fields, "leaderCommit") : OptionalLong.empty(),
                event == LogEvent.HANDLE_APPEND_ENTRIES_RESPONSE && flag(fields, "success"),
                event == LogEvent.HANDLE_APPEND_ENTRIES_RESPONSE
                        ? optional(fields, "matchIndex")
                        : OptionalLong.empty());
        if (vote && (message.lastLogTerm >= term || (message.lastLogIndex == 0) != (message.lastLogTerm == 0))) {
            throw new BadFieldException(
                    fields.path("lastLogTerm"),
                    "is " + message.lastLogTerm + ", with lastLogIndex " + message.lastLogIndex + " and term " + term);
        }
        return message;
    }

    private static Optional<List<Long>> terms(Fields fields) {
        List<Long> terms = new ArrayList<>();
        for (JsonNode entry : fields.list("entries")) {
            String path = fields.path("entries") + "[" + terms.size() + "]";
            JsonNode term = entry.isObject() ? new Fields(entry, path).any("term") : entry;
            terms.add(Fields.whole(term, path, 1, Long.MAX_VALUE));
        }
        return Optional.of(terms);
    }

    private static int count(Fields fields) {
        return (int) Fields.whole(fields.any("entries"), fields.path("entries"), 0, MOST_ENTRIES);
    }

    private static boolean flag(Fields fields, String name) {
        return Fields.flag(fields.any(name), fields.path(name));
    }

    static int server(Fields fields, String name, int servers) {
        return (int) Fields.whole(fields.any(name), fields.path(name), 1, servers);
    }

    private static long index(Fields fields, String name) {
        return Fields.whole(fields.any(name), fields.path(name), 0, Long.MAX_VALUE / 4);
    }

    static OptionalLong optional(Fields fields, String name) {
        return fields.has(name) ? OptionalLong.of(index(fields, name)) : OptionalLong.empty();
    }
}
