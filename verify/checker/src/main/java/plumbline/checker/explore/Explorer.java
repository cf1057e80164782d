package plumbline.checker.explore;

/** Explores every world within bounds, breadth first. */
public final class Explorer {
    private Explorer() {}

    /**
     * Explores.
     *
     * @throws BoundsTooLargeException if the tables alone do not fit into memory
     */
    public static Report explore(Options options, Progress progress) {
        throw new UnsupportedOperationException();
    }
}
