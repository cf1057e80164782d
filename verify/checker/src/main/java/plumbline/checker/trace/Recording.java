package plumbline.checker.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plumbline.checker.world.StepFunction;
import plumbline.core.Cluster;
import plumbline.core.Entry;
import plumbline.core.Event;
import plumbline.core.Log;
import plumbline.core.PersistentState;
import plumbline.core.ServerState;

/**
 * What one running server did, step by step, as {@code plumb-kv serve --record} writes it down; {@code impl/server/README.md}
 * has the format. {@link #replay} takes the steps again and compares the states that come of them.
 */
public final class Recording {
    /** The value of the field {@code format} in the first line. */
    public static final String FORMAT = "plumbline-recording";

    private static final int VERSION = 1;
    private static final int WIDEST_SHOWN = 60;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * How a replay ended.
     *
     * @param steps how many steps were compared and found identical
     * @param difference where the first is that is not: its line, the field, what was recorded, and what came of it here
     * @param isCutOff whether the last line is cut off, as a killed process may leave it; it is not counted
     */
    public record Result(long steps, Optional<String> difference, boolean isCutOff) {}

    private final String name;
    private final BufferedReader in;
    private int line;
    private boolean isCutOff;

    private Recording(String name, BufferedReader in) {
        this.name = name;
        this.in = in;
    }

    /** Whether {@code file} begins as a recording does. */
    public static boolean is(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            char[] start = new char[64];
            int read = in.read(start);
            return read > 0 && new String(start, 0, read).startsWith("{\"format\":\"" + FORMAT + "\"");
        }
    }

    /**
     * Takes the steps in {@code file} again, with {@code rules}.
     *
     * @throws TraceFormatException naming the line and the field, if it is not a recording
     * @throws IOException if it cannot be read
     */
    public static Result replay(Path file, StepFunction rules) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            Recording recording = new Recording(file.toString(), in);
            try {
                return recording.replay(rules);
            } catch (BadFieldException wrong) {
                throw new TraceFormatException(recording.name, recording.line, wrong.field(), wrong.reason());
            }
        }
    }

    private Result replay(StepFunction rules) throws IOException {
        ServerState state = beginning();
        long steps = 0;
        for (JsonNode json = next(); json != null; json = next()) {
            Fields fields = new Fields(json, "");
            Event event = ChoiceJson.readEvent(fields.object("event"));
            JsonNode recorded = fields.any("state");
            fields.end();
            try {
                state = rules.step(state, event).state();
            } catch (IllegalArgumentException refusal) {
                return new Result(
                        steps,
                        Optional.of("line " + line + ": the event is refused here: " + refusal.getMessage()),
                        false);
            }
            Optional<String> difference = difference(recorded, StateDigest.of(state));
            if (difference.isPresent()) {
                return new Result(steps, difference, false);
            }
            steps++;
        }
        return new Result(steps, Optional.empty(), isCutOff);
    }

    /** The first line, and the entries that the server had already. */
    private ServerState beginning() throws IOException {
        JsonNode json = next();
        if (json == null) {
            throw new BadFieldException("", "is missing: a recording begins with what it is");
        }
        Fields header = new Fields(json, "");
        if (!header.text("format").equals(FORMAT) || header.count("version") != VERSION) {
            throw new BadFieldException("format", "must be " + FORMAT + ", version " + VERSION);
        }
        int server = header.count("server");
        int servers = header.count("servers");
        int window = header.count("window");
        long currentTerm = Fields.whole(header.any("currentTerm"), "currentTerm", 0, Long.MAX_VALUE);
        int votedFor = header.count("votedFor");
        int lastLogIndex = header.count("lastLogIndex");
        header.end();
        try {
            return ServerState.restart(
                    server,
                    new Cluster(servers, window),
                    new PersistentState(currentTerm, votedFor, log(lastLogIndex)));
        } catch (IllegalArgumentException refusal) {
            throw BadFieldException.refused("", refusal);
        }
    }

    private Log log(int lastLogIndex) throws IOException {
        Log log = Log.EMPTY;
        while (log.lastIndex() < lastLogIndex) {
            JsonNode json = next();
            if (json == null) {
                throw new BadFieldException(
                        "entries", "end with " + log.lastIndex() + ", the first line says " + lastLogIndex);
            }
            Fields fields = new Fields(json, "");
            List<Entry> entries = new ArrayList<>();
            for (JsonNode entry : fields.any("entries")) {
                entries.add(Records.read(new Fields(entry, "entries[" + entries.size() + "]"), Entry.class));
            }
            fields.end();
            log = log.append(entries);
        }
        return log;
    }

    /** The next line; null at the end, or when the last one is cut off. */
    private @Nullable JsonNode next() throws IOException {
        String text = in.readLine();
        if (text == null) {
            return null;
        }
        line++;
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            in.mark(1);
            if (in.read() < 0) {
                isCutOff = true;
                return null;
            }
            throw new BadFieldException("", "is not JSON: " + wrong.getOriginalMessage());
        }
    }

    private Optional<String> difference(JsonNode recorded, JsonNode here) {
        for (Map.Entry<String, JsonNode> field : here.properties()) {
            JsonNode other = recorded.path(field.getKey());
            // As text: a number that was read may be of another size than one that was made.
            if (!other.toString().equals(field.getValue().toString())) {
                return Optional.of("line " + line + ": " + field.getKey() + " was " + show(other) + ", replayed it is "
                        + show(field.getValue()));
            }
        }
        return recorded.size() == here.size()
                ? Optional.empty()
                : Optional.of("line " + line + ": state has other fields than a "
                        + here.path("role").asText() + " has");
    }

    private static String show(JsonNode json) {
        String text = json.isMissingNode() ? "missing" : json.toString();
        return text.length() <= WIDEST_SHOWN ? text : text.substring(0, WIDEST_SHOWN) + "...";
    }
}
