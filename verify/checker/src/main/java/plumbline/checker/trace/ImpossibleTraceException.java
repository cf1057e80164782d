package plumbline.checker.trace;

/** A trace makes a choice that is not there to be made. The message is one line: the line of the trace, and why. */
public final class ImpossibleTraceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;
    private final String reason;

    ImpossibleTraceException(int step, String reason) {
        super("line " + (step + 1) + ": " + reason);
        this.line = step + 1;
        this.reason = reason;
    }

    /** The line of the trace's file; the header is line 1, the first choice line 2. */
    public int line() {
        return line;
    }

    /** Why the choice is impossible. */
    public String reason() {
        return reason;
    }
}
