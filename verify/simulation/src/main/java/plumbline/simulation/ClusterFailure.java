package plumbline.simulation;

/** Something is wrong with a cluster that is being watched. */
public final class ClusterFailure extends AssertionError {
    private static final long serialVersionUID = 1;

    /** Because of {@code reason}. */
    public ClusterFailure(String reason) {
        super(reason);
    }

    /** Because of what {@code cause} says. */
    ClusterFailure(Throwable cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
