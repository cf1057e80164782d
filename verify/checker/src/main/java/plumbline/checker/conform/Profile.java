package plumbline.checker.conform;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import plumbline.checker.trace.BadFieldException;
import plumbline.checker.trace.Fields;
import plumbline.checker.trace.JsonLines;

/**
 * In what an implementation may differ without disagreeing.
 *
 * @param dialect which optional fields its messages lack
 * @param extraState fields of its state that the core's has not; not compared, and in lockstep handed back
 * @param messageOrderMatters whether the messages of a step must come in the core's order
 */
public record Profile(Dialect dialect, Set<String> extraState, boolean messageOrderMatters) {
    /** Nothing lacks, nothing is added, and the order of messages does not count. */
    public static final Profile DEFAULT = new Profile(Dialect.FULL, Set.of(), false);

    private static final JsonLines.Limits LIMITS = new JsonLines.Limits("a profile", 1 << 16, 1, 1 << 16);

    /** Keeps an unmodifiable copy. */
    public Profile {
        extraState = Set.copyOf(extraState);
    }

    /**
     * The profile that {@code fields} hold. Each field may be left out.
     *
     * @throws BadFieldException if they are none
     */
    static Profile read(Fields fields) {
        Dialect dialect = fields.has("lacks") ? VectorHeader.dialect(fields) : Dialect.FULL;
        Set<String> extra = new LinkedHashSet<>();
        if (fields.has("extraState")) {
            for (JsonNode name : fields.list("extraState")) {
                extra.add(Fields.text(name, fields.path("extraState") + "[" + extra.size() + "]"));
            }
        }
        boolean ordered = fields.has("messageOrderMatters")
                && Fields.flag(fields.any("messageOrderMatters"), fields.path("messageOrderMatters"));
        fields.end();
        return new Profile(dialect, extra, ordered);
    }

    /**
     * The profile in {@code file}: one line, {@code {"profile":{...}}}, as an adapter would print it.
     *
     * @throws plumbline.checker.trace.TraceFormatException naming file, line and field, if it is none
     */
    public static Profile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            JsonLines lines = new JsonLines(in, file.toString(), LIMITS);
            try {
                Fields line = lines.next().orElseThrow(() -> lines.wrong("", "is missing: the file is empty"));
                Profile profile = read(line.object("profile"));
                line.end();
                if (lines.next().isPresent()) {
                    throw lines.wrong("", "is one too many: a profile is one line");
                }
                return profile;
            } catch (BadFieldException e) {
                throw lines.wrong(e.field(), e.reason());
            }
        }
    }
}
