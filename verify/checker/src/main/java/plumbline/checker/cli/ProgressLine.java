package plumbline.checker.cli;

import java.io.PrintStream;
import plumbline.checker.explore.Progress;

/** One line that tells how far an exploration is, written over again and again. Remembers the last sample. */
final class ProgressLine implements Progress {
    private final StatusLine line;
    private Sample last = new Sample(0, 0, 0, 0, 0, 0);
    /** The level being expanded, its size and that of the one before. */
    private int depth;

    private long level;
    private long lastLevel;

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
                + ", " + Numbers.seconds(sample.seconds())
                + estimate(sample));
    }

    /** How much is left if levels go on shrinking as they do. While they grow, nobody can tell. */
    private String estimate(Sample sample) {
        if (sample.depth() != depth) {
            lastLevel = sample.depth() == depth + 1 ? level : 0;
            level = sample.worlds() - sample.expanded();
            depth = sample.depth();
        }
        if (level == 0 || level >= lastLevel || sample.expanded() == 0) {
            return "";
        }
        double shrinking = (double) level / lastLevel;
        double left = (sample.worlds() - sample.expanded()) / (1 - shrinking);
        return ", about " + Numbers.seconds(left * sample.seconds() / sample.expanded())
                + " left if levels go on shrinking";
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
