package plumbline.checker.linearize;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads histories, in whichever of three formats they are: {@linkplain JsonLines our JSON Lines}, {@linkplain
 * JepsenLines Jepsen's log lines}, {@linkplain EdnMaps EDN maps}. What the file begins with tells.
 */
public final class HistoryReader {
    /** The largest file that is read. */
    static final int MOST_BYTES = 256 << 20;

    private final Model model;
    private final boolean independent;

    /**
     * Reads histories of one model.
     *
     * @param model what the history is said to be of
     * @param independent whether each value is a pair of a key and what would else be the value, as jepsen.independent has
     *     it
     */
    public HistoryReader(Model model, boolean independent) {
        this.model = model;
        this.independent = independent;
    }

    /**
     * Reads a file.
     *
     * @throws HistoryFormatException if it is not a history of the model
     */
    public History read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new BadHistoryException(0, "it is larger than " + (MOST_BYTES >> 20) + " MB");
            }
            return parse(decode(bytes));
        } catch (BadHistoryException e) {
            throw new HistoryFormatException(file.toString(), e.line(), e.reason());
        }
    }

    /**
     * The value that a text stands for, as EDN writes it; null if that is nil.
     *
     * @throws IllegalArgumentException if it stands for none
     */
    public static @Nullable Object value(String text) {
        try {
            EdnParser parser = new EdnParser(text, 1);
            Optional<EdnParser.Form> form = parser.next();
            if (form.isPresent() && parser.next().isEmpty()) {
                return form.get().value();
            }
        } catch (BadHistoryException e) {
            throw new IllegalArgumentException(e);
        }
        throw new IllegalArgumentException("not one value");
    }

    private History parse(String text) {
        Format format = format(text);
        Pairing pairing = new Pairing(model, format == Format.JSON || !model.isStore() ? null : "", independent);
        switch (format) {
            case JSON -> JsonLines.read(text, pairing);
            case EDN -> EdnMaps.read(text, pairing);
            case JEPSEN -> JepsenLines.read(text, pairing);
        }
        return pairing.history();
    }

    private enum Format {
        JSON,
        EDN,
        JEPSEN
    }

    private static Format format(String text) {
        String start = text.substring(0, Math.min(text.length(), 4096)).stripLeading();
        if (start.startsWith("{")) {
            String next = start.substring(1).stripLeading();
            return next.startsWith("\"") || next.startsWith("}") ? Format.JSON : Format.EDN;
        }
        if (start.startsWith("[") || start.startsWith("(")) {
            // A line of a log may begin with a time in brackets.
            String next = start.substring(1).stripLeading();
            return next.isEmpty() || "{#;])(^".indexOf(next.charAt(0)) >= 0 ? Format.EDN : Format.JEPSEN;
        }
        return start.startsWith(";") || start.startsWith("#") ? Format.EDN : Format.JEPSEN;
    }

    private static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return decoder.decode(in).toString();
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new BadHistoryException(line, "it is not UTF-8");
        }
    }

    /** The rest of a sentence about a value of a wrong type. */
    static String must(String field, @Nullable Object value, String be) {
        return field + " is " + Values.show(value) + ", must be " + be;
    }
}
