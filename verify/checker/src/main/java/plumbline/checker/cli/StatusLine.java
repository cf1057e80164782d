package plumbline.checker.cli;

import java.io.PrintStream;

/** A line on the terminal that is written over and over; nothing where nobody watches. */
final class StatusLine {
    private final PrintStream err;
    private final boolean visible;
    private int width;

    StatusLine(PrintStream err, boolean visible) {
        this.err = err;
        this.visible = visible;
    }

    /** Shows {@code text} in place of what was there. */
    void show(String text) {
        if (visible) {
            err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())) + (text.isEmpty() ? "\r" : ""));
            err.flush();
            width = text.length();
        }
    }

    /** Wipes the line. */
    void end() {
        if (width > 0) {
            show("");
        }
    }
}
