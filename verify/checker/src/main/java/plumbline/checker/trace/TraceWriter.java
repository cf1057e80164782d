package plumbline.checker.trace;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import plumbline.checker.world.Choice;

/** Writes traces as JSON Lines in UTF-8. Equal traces give equal bytes. */
public final class TraceWriter {
    private static final JsonMapper JSON = new JsonMapper();

    private TraceWriter() {}

    /**
     * Writes {@code trace} to {@code file}, which is replaced if it is there. Whatever happens, the file holds either all
     * of the trace or what it held before.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Trace trace, Path file) throws IOException {
        WholeFile.write(file, out -> write(trace, out));
    }

    /**
     * Writes {@code trace} to {@code out}.
     *
     * @throws IOException if {@code out} does
     */
    public static void write(Trace trace, Appendable out) throws IOException {
        boolean consumes = trace.header().bounds().network().consumes();
        line(TraceJson.write(trace.header()), out);
        for (Choice choice : trace.choices()) {
            line(ChoiceJson.write(choice, consumes), out);
        }
        line(TraceJson.write(trace.violation()), out);
    }

    private static void line(ObjectNode json, Appendable out) throws IOException {
        out.append(JSON.writeValueAsString(json)).append('\n');
    }
}
