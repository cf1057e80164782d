package plumbline.core;

/**
 * One log entry: a command for the state machine, and the term in which a leader received it (Figure 2, "log[]").
 *
 * @param term the term of the leader that created the entry; 1 or more
 * @param command what to apply once the entry is committed
 */
public record Entry(long term, Command command) {
    /** @throws IllegalArgumentException if {@code term} is below 1 */
    public Entry {
        Check.atLeast(1, term, "entry.term");
    }
}
