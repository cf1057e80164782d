package plumbline.checker.trace;

import java.io.IOException;

/** A file of JSON Lines is not what it should be, a trace for one. The message is one line: file, line, field and reason. */
public final class TraceFormatException extends IOException {
    private static final long serialVersionUID = 1;

    private final long line;
    private final String field;
    private final String reason;

    TraceFormatException(String file, long line, String field, String reason) {
        super(Printable.start(file) + ": line " + line + ": " + (field.isEmpty() ? "the line" : field) + " " + reason);
        this.line = line;
        this.field = field;
        this.reason = reason;
    }

    /** The line that is wrong; the first is 1. */
    public long line() {
        return line;
    }

    /** The field that is wrong, as in {@code entries[0].term}; empty if the whole line is. */
    public String field() {
        return field;
    }

    /** What is wrong with it, as the rest of a sentence that begins with the field. */
    public String reason() {
        return reason;
    }
}
