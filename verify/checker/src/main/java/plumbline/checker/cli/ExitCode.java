package plumbline.checker.cli;

/** What {@code plumb} tells the shell. */
final class ExitCode {
    /** Checked, nothing wrong. */
    static final int HOLDS = 0;

    /** A violation was found. */
    static final int VIOLATED = 1;

    /** Bad usage or bad input. */
    static final int BAD_USAGE = 2;

    /** Neither: not everything was explored, or the bounds are too small to say much. */
    static final int INCOMPLETE = 3;

    /** An error in plumb itself; the number that {@code sysexits.h} has for it. */
    static final int INTERNAL_ERROR = 70;

    private ExitCode() {}
}
