package plumbline.checker.cli;

/** What {@code plumb} tells the shell. */
public final class ExitCode {
    /** Checked, nothing wrong. */
    public static final int HOLDS = 0;

    /** A violation was found. */
    public static final int VIOLATED = 1;

    /** Bad usage or bad input. */
    public static final int BAD_USAGE = 2;

    /** Neither: not everything was explored, or the bounds are too small to say much. */
    public static final int INCOMPLETE = 3;

    /** An error in plumb itself; the number that {@code sysexits.h} has for it. */
    public static final int INTERNAL_ERROR = 70;

    private ExitCode() {}
}
