package plumbline.checker.cli;

import java.io.PrintStream;
import plumbline.checker.explore.Progress;

/** One line that tells how far an exploration is, written over again and again. Remembers the last sample. */
final class ProgressLine implements Progress {
    private final PrintStream err;
    private final boolean visible;
    private Sample last = new Sample(0, 0, 0, 0, 0, 0);
    private int width;

    ProgressLine(PrintStream err, boolean visible) {
        this.err = err;
        this.visible = visible;
    }

    @Override
    public void at(Sample sample) {
        last = sample;
        show(Numbers.counted(sample.worlds(), "world")
                + ", " + Numbers.rate(sample.worlds(), sample.seconds()) + "/s"
                + ", " + Numbers.grouped(sample.worlds() - sample.expanded()) + " to expand"
                + ", depth " + sample.depth()
                + ", " + Numbers.megabytes(sample.bytes())
                + ", " + Numbers.seconds(sample.seconds()));
    }

    /** The last sample; zeros if there was none. */
    Sample last() {
        return last;
    }

    /** Wipes the line. */
    void end() {
        if (width > 0) {
            show("");
        }
    }

    /** Shows any text. */
    void show(String text) {
        if (visible) {
            err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())) + (text.isEmpty() ? "\r" : ""));
            err.flush();
            width = text.length();
        }
    }
}
