package plumbline.checker.cli;

/** What the user asked for makes no sense, or cannot be done. The message is one line, and says what would. */
public final class BadUsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With that line. */
    public BadUsageException(String message) {
        super(message);
    }
}
