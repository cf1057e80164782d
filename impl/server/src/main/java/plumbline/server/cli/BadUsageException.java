package plumbline.server.cli;

/** The command line asks for what cannot be; the message says in one line what is wrong. */
final class BadUsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadUsageException(String message) {
        super(message);
    }
}
