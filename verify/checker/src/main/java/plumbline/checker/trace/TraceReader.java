package plumbline.checker.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
    public static final int MOST_LINES = 1_000_000;

    /** Largest file, in bytes. */
    public static final long LARGEST_FILE = 64L << 20;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(10).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final InputStream in;
    private final String name;
    private int line;
    private long bytes;

    private TraceReader(InputStream in, String name) {
        this.in = in;
        this.name = name;
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
        TraceReader reader = new TraceReader(new BufferedInputStream(in), name);
        try {
            return reader.trace();
        } catch (BadFieldException e) {
            throw reader.wrong(e.field(), e.reason());
        }
    }

    private Trace trace() throws IOException {
        Trace.Header header = TraceJson.header(
                nextLine().orElseThrow(() -> wrong("", "is missing: the file is empty, a trace begins with a header")));
        boolean consumes = header.bounds().network().consumes();
        List<Choice> choices = new ArrayList<>();
        while (true) {
            Fields fields =
                    nextLine().orElseThrow(() -> wrong("", "is missing: the file ends without a line for the outcome"));
            if (fields.has("outcome")) {
                Optional<Violation> outcome = TraceJson.outcome(fields);
                Trace trace = checked(header, choices, outcome);
                if (nextLine().isPresent()) {
                    throw wrong("", "is one too many: the outcome is the last line");
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

    private Optional<Fields> nextLine() throws IOException {
        line++;
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        if (line > MOST_LINES) {
            throw wrong("", "is one too many: a trace has at most " + MOST_LINES);
        }
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (; next != '\n'; next = in.read()) {
            if (next < 0) {
                throw wrong("", "is cut off: it has no end of line");
            }
            if (raw.size() == LONGEST_LINE) {
                throw wrong("", "is longer than " + LONGEST_LINE + " bytes");
            }
            raw.write(next);
        }
        bytes += raw.size() + 1;
        if (bytes > LARGEST_FILE) {
            throw wrong("", "goes past the " + LARGEST_FILE + " bytes that a trace may have");
        }
        return Optional.of(new Fields(parse(raw.toByteArray()), ""));
    }

    private JsonNode parse(byte[] raw) throws TraceFormatException {
        try {
            JsonNode json = JSON.readTree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString());
            if (json.isMissingNode()) {
                throw wrong("", "is blank");
            }
            return json;
        } catch (CharacterCodingException e) {
            throw wrong("", "is not UTF-8");
        } catch (JsonProcessingException e) {
            throw wrong("", "is not JSON: " + Printable.start(e.getOriginalMessage()));
        }
    }

    private TraceFormatException wrong(String field, String reason) {
        return new TraceFormatException(name, line, field, reason);
    }
}
