package plumbline.checker.explore;

/** Is told now and then how far an exploration is. Called on the exploring thread; should return at once. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = sample -> {};

    /** Called about once in 100,000 worlds. */
    void at(Sample sample);

    /**
     * How far an exploration is.
     *
     * @param worlds found so far
     * @param expanded of these, whose successors are all known
     * @param transitions taken so far
     * @param depth the level being expanded
     * @param bytes heap memory in use
     * @param seconds elapsed
     */
    record Sample(long worlds, long expanded, long transitions, int depth, long bytes, double seconds) {}
}
