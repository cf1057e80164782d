package plumbline.server.client;

/** A call that failed. {@link #kind} says what is known of the store. */
public final class KvException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is known of the store after a failed call. */
    public enum Kind {
        /** The call was refused for what it asks, and changed nothing: it will always be. */
        REFUSED,
        /** No server has accepted the call within the deadline; it changed nothing, and never will. */
        NOT_DONE,
        /** A server may have accepted it: it may have been done, or may yet be. */
        OUTCOME_UNKNOWN
    }

    private final Kind kind;

    KvException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What is known of the store. */
    public Kind kind() {
        return kind;
    }
}
