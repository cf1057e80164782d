package plumbline.checker.spec;

/** A state of the spec is none that a cluster in Java could be in: which field, and why. */
final class NotAWorldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotAWorldException(String field, String reason) {
        super(field + " " + reason);
    }
}
