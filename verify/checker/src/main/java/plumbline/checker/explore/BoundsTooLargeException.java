package plumbline.checker.explore;

/** The bounds are too large for the memory of this JVM, so that nothing was explored. */
public final class BoundsTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what does not fit. */
    public BoundsTooLargeException(String message) {
        super(message);
    }
}
