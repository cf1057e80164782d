package plumbline.server.cli;

/** What {@code plumb-kv} tells the shell. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;

    /** The answer is no: no such key, or another value; or a server failed. */
    static final int NO = 1;

    /** Bad usage or bad input. */
    static final int BAD_USAGE = 2;

    /** No answer in time. */
    static final int INCOMPLETE = 3;

    /** An error in plumb-kv itself; the number that {@code sysexits.h} has for it. */
    static final int INTERNAL_ERROR = 70;

    private ExitCode() {}
}
