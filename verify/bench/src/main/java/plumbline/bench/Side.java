package plumbline.bench;

import java.util.Locale;

/**
 * What one tool did at some bounds, once.
 *
 * @param distinct distinct states, or worlds
 * @param transitions taken; TLC's generated states
 * @param seconds with the start of the JVM
 * @param processorSeconds likewise
 * @param mebibytes most resident memory
 */
record Side(long distinct, long transitions, double seconds, double processorSeconds, long mebibytes) {
    static Side of(long distinct, long transitions, Measurement run) {
        return new Side(distinct, transitions, run.seconds(), run.processorSeconds(), run.peakMebibytes());
    }

    /** Transitions per second of a processor. */
    double rate() {
        return transitions / processorSeconds;
    }

    String row(int round, String tool) {
        return String.format(
                Locale.ROOT,
                "| %d | %s | %,d | %,d | %.1f | %.1f | %,.0f | %,d |",
                round,
                tool,
                distinct,
                transitions,
                seconds,
                processorSeconds,
                rate(),
                mebibytes);
    }
}
