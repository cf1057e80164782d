package plumbline.checker.cli;

import java.io.PrintStream;
import plumbline.checker.explore.Progress;

/** One line that tells how far an exploration is, written over again and again. Remembers the last sample. */
final class ProgressLine implements Progress {
    private final StatusLine line;
    private Sample last = new Sample(0, 0, 0, 0, 0, 0);

    ProgressLine(PrintStream err, boolean visible) {
        line = new StatusLine(err, visible);
    }

    @Override
    public void at(Sample sample) {
        last = sample;
        line.show(Numbers.counted(sample.worlds(), "world")
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
        line.end();
    }
}
