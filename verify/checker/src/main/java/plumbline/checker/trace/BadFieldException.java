package plumbline.checker.trace;

/** A field of the line at hand is wrong; {@link TraceReader} adds the file and the line. */
final class BadFieldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String field;
    private final String reason;

    BadFieldException(String field, String reason) {
        super(field + " " + reason);
        this.field = Printable.start(field);
        this.reason = Printable.of(reason);
    }

    /** Takes a refusal of a constructor, which begins with the name of the field. */
    static BadFieldException refused(String path, IllegalArgumentException refusal) {
        String[] words = String.valueOf(refusal.getMessage()).split(" ", 2);
        String field = path.isEmpty() ? words[0] : path + "." + words[0].substring(words[0].lastIndexOf('.') + 1);
        return new BadFieldException(field, words.length == 2 ? words[1] : "is refused");
    }

    String field() {
        return field;
    }

    String reason() {
        return reason;
    }
}
