package plumbline.checker.linearize;

import java.io.IOException;

/** A file is not a history. The message is one line: file, line and reason. */
public final class HistoryFormatException extends IOException {
    private static final long serialVersionUID = 1;

    private final int line;
    private final String reason;

    HistoryFormatException(String file, int line, String reason) {
        super(file + (line == 0 ? "" : ": line " + line) + ": " + reason);
        this.line = line;
        this.reason = reason;
    }

    /** The line that is wrong; the first is 1; 0 if it is the file. */
    public int line() {
        return line;
    }

    /** What is wrong with it. */
    public String reason() {
        return reason;
    }
}
