package plumbline.server.record;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import plumbline.core.Event;
import plumbline.core.Log;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.runtime.StepFunction;

/**
 * A step function that writes down each step it takes: the event, and a digest of the state that came of it. The file is
 * JSON Lines; {@code impl/server/README.md} says what is in it, and {@code plumb replay FILE} takes the steps again.
 *
 * <p>Each line is handed to the operating system when its step is made, before anything comes of it: a killed process leaves
 * at most its last line cut off. Events that the core refuses change nothing and are not written. A file that cannot be
 * written to stops the server, as a failing disk does.
 *
 * <p>One server's turns at a time; {@link #close} when it has stopped.
 */
public final class Recorder implements StepFunction, AutoCloseable {
    /** The value of the field {@code format} in the first line. */
    public static final String FORMAT = "plumbline-recording";

    /** The value of the field {@code version} in the first line. */
    public static final int VERSION = 1;

    private static final int ENTRIES_PER_LINE = 1_000;

    private final StepFunction rules;
    private final JsonGenerator out;
    private boolean begun;

    private Recorder(StepFunction rules, JsonGenerator out) {
        this.rules = rules;
        this.out = out;
    }

    /**
     * Records steps of {@code rules} in {@code file}. An earlier recording there is kept: its name gets a number.
     *
     * @throws IOException if the file cannot be made
     */
    public static Recorder to(Path file, StepFunction rules) throws IOException {
        keepEarlier(file);
        JsonGenerator out = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8);
        out.setPrettyPrinter(new MinimalPrettyPrinter(""));
        return new Recorder(rules, out);
    }

    private static void keepEarlier(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        int number = 1;
        while (Files.exists(numbered(file, number))) {
            number++;
        }
        Files.move(file, numbered(file, number));
    }

    private static Path numbered(Path file, int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public Step step(ServerState state, Event event) {
        Step step = rules.step(state, event);
        try {
            if (!begun) {
                begun = true;
                writeBeginning(state);
            }
            out.writeStartObject();
            out.writeFieldName("event");
            event.match(new EventJson(out));
            out.writeFieldName("state");
            StateJson.write(step.state(), out);
            out.writeEndObject();
            out.writeRaw('\n');
            out.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException("the recording cannot be written", failure);
        }
        return step;
    }

    /** What the server started with. */
    private void writeBeginning(ServerState state) throws IOException {
        out.writeStartObject();
        out.writeStringField("format", FORMAT);
        out.writeNumberField("version", VERSION);
        out.writeNumberField("server", state.id());
        out.writeNumberField("servers", state.cluster().size());
        out.writeNumberField("window", state.cluster().window());
        out.writeNumberField("currentTerm", state.currentTerm());
        out.writeNumberField("votedFor", state.votedFor());
        out.writeNumberField("lastLogIndex", state.log().lastIndex());
        out.writeEndObject();
        out.writeRaw('\n');
        Log log = state.log();
        for (long first = 1; first <= log.lastIndex(); first += ENTRIES_PER_LINE) {
            out.writeStartObject();
            out.writeFieldName("entries");
            EventJson.write(log.entries(first, Math.min(log.lastIndex(), first + ENTRIES_PER_LINE - 1)), out);
            out.writeEndObject();
            out.writeRaw('\n');
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
