package plumbline.checker.simulate;

/**
 * How much happened in random schedules, so that one sees whether they were worth running.
 *
 * @param steps choices made
 * @param leaders servers that were elected
 * @param committed entries that were committed for the first time
 * @param conflicts AppendEntries requests that a follower refused because its log was too short or differed
 * @param truncations steps that took entries out of a log
 * @param restarts crashes with restart
 */
public record Tally(long steps, long leaders, long committed, long conflicts, long truncations, long restarts) {
    /** Nothing happened. */
    public static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Tally plus(Tally other) {
        return new Tally(
                steps + other.steps,
                leaders + other.leaders,
                committed + other.committed,
                conflicts + other.conflicts,
                truncations + other.truncations,
                restarts + other.restarts);
    }
}
