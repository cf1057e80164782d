package plumbline.server.storage;

import java.nio.ByteBuffer;
import plumbline.core.PersistentState;
import plumbline.runtime.PersistentChange;

/**
 * What is stored beside the log's entries, written anew with each batch.
 *
 * @param batches how many batches have been written, this one included
 * @param currentTerm {@link PersistentState#currentTerm}
 * @param votedFor {@link PersistentState#votedFor}
 * @param lastIndex index of the last entry; 0 if there is none
 */
record StoredState(long batches, long currentTerm, int votedFor, long lastIndex) {
    static final StoredState INITIAL = new StoredState(0, 0, PersistentState.NOBODY, 0);

    private static final int FORMAT = 1;
    private static final int LENGTH = 2 * Integer.BYTES + 3 * Long.BYTES;

    StoredState after(PersistentChange change) {
        return new StoredState(batches + 1, change.currentTerm(), change.votedFor(), change.lastIndex());
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH)
                .putInt(FORMAT)
                .putLong(batches)
                .putLong(currentTerm)
                .putInt(votedFor)
                .putLong(lastIndex)
                .array();
    }

    static StoredState of(byte[] bytes) throws StorageException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int format = bytes.length < Integer.BYTES ? 0 : buffer.getInt();
        if (format != FORMAT || bytes.length != LENGTH) {
            throw new StorageException("the state is of format " + format + " with " + bytes.length
                    + " bytes; this program knows format " + FORMAT + " with " + LENGTH);
        }
        return new StoredState(buffer.getLong(), buffer.getLong(), buffer.getInt(), buffer.getLong());
    }
}
