package plumbline.checker.linearize;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values in histories: null (nil), texts, whole numbers ({@code Long}), truth values, lists, and all else as a
 * {@link Word}. Two are the same if they are equal.
 */
final class Values {
    /** How much of a text is shown at each end. */
    private static final int SHOWN = 60;

    private Values() {}

    /** A keyword, a symbol, or a number that is not whole, as it is written. */
    record Word(String text) {}

    /** As EDN writes it; the middle of a long text is left out. */
    static String show(@Nullable Object value) {
        if (value instanceof String text) {
            String quoted = text.length() <= 2 * SHOWN
                    ? text
                    : text.substring(0, SHOWN / 2) + "…" + text.substring(text.length() - SHOWN);
            return "\"" + quoted.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", "?") + "\"";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Values::show).collect(Collectors.joining(" ", "[", "]"));
        }
        if (value instanceof Word word) {
            return word.text();
        }
        return value == null ? "nil" : value.toString();
    }
}
