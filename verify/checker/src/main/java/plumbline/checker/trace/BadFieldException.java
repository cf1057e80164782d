package plumbline.checker.trace;

/** A field of the line at hand is wrong; {@link JsonLines} adds the file and the line. */
public final class BadFieldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String field;
    private final String reason;

    /** A complaint about {@code field}, whose rest is {@code reason}. */
    public BadFieldException(String field, String reason) {
        super(field + " " + reason);
        this.field = Printable.start(field);
        this.reason = Printable.of(reason);
    }

    /** Takes a refusal of a constructor, which begins with the name of the field. */
    public static BadFieldException refused(String path, IllegalArgumentException refusal) {
        String[] words = String.valueOf(refusal.getMessage()).split(" ", 2);
        String field = path.isEmpty() ? words[0] : path + "." + words[0].substring(words[0].lastIndexOf('.') + 1);
        return new BadFieldException(field, words.length == 2 ? words[1] : "is refused");
    }

    /** The field, as in {@code entries[0].term}; empty if it is the whole line. */
    public String field() {
        return field;
    }

    /** What is wrong with it, as the rest of a sentence that begins with the field. */
    public String reason() {
        return reason;
    }
}
