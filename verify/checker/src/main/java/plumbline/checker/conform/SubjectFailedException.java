package plumbline.checker.conform;

/** An implementation does not answer, or not so that it could be understood; nothing more can be asked. */
public final class SubjectFailedException extends Exception {
    private static final long serialVersionUID = 1;

    /** A failure for the given reason, the rest of a sentence about the adapter. */
    SubjectFailedException(String reason) {
        super(reason);
    }
}
