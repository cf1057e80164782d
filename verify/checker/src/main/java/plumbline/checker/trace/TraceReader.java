package plumbline.checker.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Choice;

/**
 * Reads traces, and takes nothing for granted: an unknown field, a wrong type, a line cut short, a file that never ends.
 * Reads line by line, and no further than the first that is wrong.
 */
public final class TraceReader {
    /** Longest line, in bytes. */
    public static final int LONGEST_LINE = 1 << 20;

    /** Most lines. */
    public static final long MOST_LINES = 1_000_000;

    /** Largest file, in bytes. */
    public static final long LARGEST_FILE = 64L << 20;

    private final JsonLines lines;

    private TraceReader(JsonLines lines) {
        this.lines = lines;
    }

    /**
     * The trace in {@code file}.
     *
     * @throws TraceFormatException if it is not a trace
     * @throws IOException if it cannot be read
     */
    public static Trace read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /**
     * The trace that {@code in} yields, up to its end.
     *
     * @param name what to call it in complaints
     * @throws TraceFormatException if it is not a trace
     * @throws IOException if {@code in} does
     */
    public static Trace read(InputStream in, String name) throws IOException {
        JsonLines lines =
                new JsonLines(in, name, new JsonLines.Limits("a trace", LONGEST_LINE, MOST_LINES, LARGEST_FILE));
        try {
            return new TraceReader(lines).trace();
        } catch (BadFieldException e) {
            throw lines.wrong(e.field(), e.reason());
        }
    }

    private Trace trace() throws IOException {
        Trace.Header header = TraceJson.header(lines.next()
                .orElseThrow(() -> lines.wrong("", "is missing: the file is empty, a trace begins with a header")));
        boolean consumes = header.bounds().network().consumes();
        List<Choice> choices = new ArrayList<>();
        while (true) {
            Fields fields = lines.next()
                    .orElseThrow(() -> lines.wrong("", "is missing: the file ends without a line for the outcome"));
            if (fields.has("outcome")) {
                Optional<Violation> outcome = TraceJson.outcome(fields);
                Trace trace = checked(header, choices, outcome);
                if (lines.next().isPresent()) {
                    throw lines.wrong("", "is one too many: the outcome is the last line");
                }
                return trace;
            }
            choices.add(ChoiceJson.read(fields, consumes));
        }
    }

    private static Trace checked(Trace.Header header, List<Choice> choices, Optional<Violation> outcome) {
        try {
            return new Trace(header, choices, outcome);
        } catch (IllegalArgumentException e) {
            throw BadFieldException.refused("", e);
        }
    }
}
