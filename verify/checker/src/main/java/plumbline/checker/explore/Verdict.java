package plumbline.checker.explore;

import java.util.Locale;

/** What an exploration says of a property, or of all of them. */
public enum Verdict {
    /** It holds in every world within the bounds. */
    HOLDS,
    /** It does not: there is a schedule that breaks it. */
    VIOLATED,
    /** Neither was found, and not everything was explored. */
    INCOMPLETE;

    /** As reports say it: {@code holds}, {@code violated}, {@code incomplete}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
