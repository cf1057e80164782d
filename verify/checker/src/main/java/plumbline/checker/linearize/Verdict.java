package plumbline.checker.linearize;

/** Whether a history is linearizable. */
public enum Verdict {
    LINEARIZABLE("linearizable"),
    VIOLATED("violated"),
    /** It was not found out within the limits. */
    INCOMPLETE("incomplete");

    private final String title;

    Verdict(String title) {
        this.title = title;
    }

    /** As in reports. */
    public String title() {
        return title;
    }
}
