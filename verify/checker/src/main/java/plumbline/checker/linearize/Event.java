package plumbline.checker.linearize;

import org.jspecify.annotations.Nullable;

/**
 * One call or answer, as a history has it.
 *
 * @param line where
 * @param process whose; null if the line does not say
 * @param type {@code invoke}, {@code ok}, {@code fail} or {@code info}
 * @param function what, as in {@code read}
 * @param hasKey whether it names a key
 * @param key which
 * @param value what is written, or answered
 * @param mismatch whether a compare-and-set says that it found another value
 */
record Event(
        int line,
        @Nullable Object process,
        String type,
        String function,
        boolean hasKey,
        @Nullable Object key,
        @Nullable Object value,
        boolean mismatch) {
    /** The same, of one of several objects: its value is a pair of a key and what was the value. */
    Event independent() {
        if (hasKey) {
            return this;
        }
        if (!(value instanceof java.util.List<?> pair) || pair.size() != 2) {
            // A failure may give its reason in place of the value.
            if (type.equals("fail") || type.equals("info")) {
                return this;
            }
            throw new BadHistoryException(line, "the value is " + Values.show(value) + ", must be a key and a value");
        }
        return new Event(line, process, type, function, true, pair.get(0), pair.get(1), mismatch);
    }
}
