package plumbline.checker.spec;

import java.io.IOException;

/** A text is not what TLC writes, or TLC cannot take it. The message is one line: file, line, column and reason. */
public final class TlaFormatException extends IOException {
    private static final long serialVersionUID = 1;

    private final long line;
    private final long column;

    TlaFormatException(String file, long line, long column, String reason) {
        super(file + ": line " + line + ", column " + column + ": " + reason);
        this.line = line;
        this.column = column;
    }

    /** The line; the first is 1. */
    public long line() {
        return line;
    }

    /** The column; the first is 1. */
    public long column() {
        return column;
    }
}
