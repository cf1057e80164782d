package plumbline.checker.explore;

/** A checkpoint cannot be resumed. The message is one line that names the file and the reason. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CheckpointException(String message) {
        super(message);
    }
}
