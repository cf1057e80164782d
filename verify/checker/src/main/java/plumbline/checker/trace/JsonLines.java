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
import java.util.Optional;

/**
 * A file of JSON Lines, read one line at a time, each a JSON object. Takes nothing for granted: a line that is no JSON, a
 * field given twice, a line cut short, a file that never ends.
 */
public final class JsonLines {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(10).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * How much to read at most.
     *
     * @param what what the file is, as in {@code a trace}
     * @param longestLine in bytes
     * @param mostLines number of lines
     * @param largestFile in bytes
     */
    public record Limits(String what, int longestLine, long mostLines, long largestFile) {}

    private final InputStream in;
    private final String name;
    private final Limits limits;
    private long line;
    private long bytes;

    /**
     * Reads from {@code in}.
     *
     * @param name what to call it in complaints
     */
    public JsonLines(InputStream in, String name, Limits limits) {
        this.in = new BufferedInputStream(in);
        this.name = name;
        this.limits = limits;
    }

    /** The number of the line that was read last; the first is 1. */
    public long line() {
        return line;
    }

    /**
     * The next line; nothing at the end of the file.
     *
     * @throws TraceFormatException if it is not a line of JSON, or goes past a limit
     */
    public Optional<Fields> next() throws IOException {
        line++;
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        if (line > limits.mostLines) {
            throw wrong("", "is one too many: " + limits.what + " has at most " + limits.mostLines);
        }
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (; next != '\n'; next = in.read()) {
            if (next < 0) {
                throw wrong("", "is cut off: it has no end of line");
            }
            if (raw.size() == limits.longestLine) {
                throw wrong("", "is longer than " + limits.longestLine + " bytes");
            }
            raw.write(next);
        }
        bytes += raw.size() + 1;
        if (bytes > limits.largestFile) {
            throw wrong("", "goes past the " + limits.largestFile + " bytes that " + limits.what + " may have");
        }
        return Optional.of(new Fields(parse(raw.toByteArray()), ""));
    }

    private JsonNode parse(byte[] raw) throws TraceFormatException {
        try {
            return parse(raw, 0, raw.length);
        } catch (BadFieldException e) {
            throw wrong(e.field(), e.reason());
        }
    }

    /**
     * One line of JSON.
     *
     * @throws BadFieldException saying of the whole line what is wrong with it
     */
    public static JsonNode parse(byte[] raw, int from, int length) {
        try {
            JsonNode json = JSON.readTree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw, from, length))
                    .toString());
            if (json.isMissingNode()) {
                throw new BadFieldException("", "is blank");
            }
            return json;
        } catch (CharacterCodingException e) {
            throw new BadFieldException("", "is not UTF-8");
        } catch (JsonProcessingException e) {
            throw new BadFieldException("", "is not JSON: " + Printable.start(e.getOriginalMessage()));
        }
    }

    /** A complaint about the line that was read last. */
    public TraceFormatException wrong(String field, String reason) {
        return new TraceFormatException(name, line, field, reason);
    }
}
