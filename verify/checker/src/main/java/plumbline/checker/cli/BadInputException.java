package plumbline.checker.cli;

/** A file that the user named is not what it should be. The message is one line: the file, the line, the reason. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadInputException(String message) {
        super(message);
    }
}
