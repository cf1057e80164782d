package plumbline.checker.validate;

/** A line of a log says what the core cannot do. */
final class ImpossibleLineException extends Exception {
    private static final long serialVersionUID = 1;

    private final String field;

    /**
     * A complaint.
     *
     * @param field which field is impossible
     * @param reason what it is, and what the core allows there, as the rest of a sentence that begins with the field
     */
    ImpossibleLineException(String field, String reason) {
        super(reason);
        this.field = field;
    }

    String field() {
        return field;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
