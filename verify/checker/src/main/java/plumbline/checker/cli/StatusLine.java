package plumbline.checker.cli;

import java.io.PrintStream;

/** One line for a person who waits, written over again and again; nothing at all if nobody watches. */
public final class StatusLine {
    private final PrintStream err;
    private final boolean visible;
    private int width;

    /** A line on {@code err}, if {@code visible}. */
    public StatusLine(PrintStream err, boolean visible) {
        this.err = err;
        this.visible = visible;
    }

    /** Writes {@code text} over what was there. */
    public void show(String text) {
        if (visible) {
            err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())) + (text.isEmpty() ? "\r" : ""));
            err.flush();
            width = text.length();
        }
    }

    /** Wipes the line. */
    public void end() {
        if (width > 0) {
            show("");
        }
    }
}
