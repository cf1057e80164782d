package plumbline.checker.linearize;

/** Something in a history is wrong; whoever knows the file's name says so. */
final class BadHistoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;
    private final String reason;

    BadHistoryException(int line, String reason) {
        super(reason);
        this.line = line;
        // It quotes what is in the file.
        this.reason = reason.replaceAll("\\p{Cntrl}", "?");
    }

    int line() {
        return line;
    }

    String reason() {
        return reason;
    }
}
