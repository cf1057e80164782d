package plumbline.checker.linearize;

import org.jspecify.annotations.Nullable;

/**
 * A text made by appending. It shares its beginning with the text that it was made from, so that the states of a long
 * history of appends take little more room than the history. Two are equal if they read the same.
 */
final class Text {
    private static final long BASE = 0x9E3779B97F4A7C15L;

    private final @Nullable Text start;
    private final String end;
    private final int length;
    private final long hash;

    private Text(@Nullable Text start, String end) {
        this.start = start;
        this.end = end;
        length = Math.addExact(start == null ? 0 : start.length, end.length());
        long sum = start == null ? 0 : start.hash;
        for (int i = 0; i < end.length(); i++) {
            sum = sum * BASE + end.charAt(i) + 1;
        }
        hash = sum;
    }

    static Text of(String text) {
        return new Text(null, text);
    }

    Text plus(String more) {
        return more.isEmpty() ? this : new Text(this, more);
    }

    int length() {
        return length;
    }

    boolean is(String whole) {
        return length == whole.length() && isStartOf(whole);
    }

    boolean isStartOf(String whole) {
        if (length > whole.length()) {
            return false;
        }
        for (Text part = this; part != null; part = part.start) {
            if (!whole.startsWith(part.end, part.length - part.end.length())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Text text
                && hash == text.hash
                && length == text.length
                && toString().equals(text.toString());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash ^ (hash >>> 17));
    }

    @Override
    public String toString() {
        char[] all = new char[length];
        for (Text part = this; part != null; part = part.start) {
            part.end.getChars(0, part.end.length(), all, part.length - part.end.length());
        }
        return new String(all);
    }
}
