package plumbline.server.storage;

import java.io.IOException;

/** The stored data cannot be read, is not what was written, or belongs to another server. The message says which and why. */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1;

    StorageException(String message) {
        super(message);
    }

    StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
