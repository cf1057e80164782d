package plumbline.server.storage;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.Log;

/** The log as it is stored: under each index eight bytes of term, then the command. */
final class StoredLog {
    private static final int CHUNK = 4_096;
    private static final int LONGEST_AT_FIRST = 1 << 10;
    private static final int READ_AHEAD = 1 << 20;

    private StoredLog() {}

    static byte[] bytes(Entry entry) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + entry.command().size());
        return bytes.putLong(entry.term()).put(entry.command().asByteBuffer()).array();
    }

    /** The whole log, each entry checked against its neighbours and against {@code state}. */
    static Log read(Database database, StoredState state) throws RocksDBException, StorageException {
        Log log = Log.EMPTY;
        List<Entry> chunk = new ArrayList<>(CHUNK);
        ByteBuffer key = ByteBuffer.allocateDirect(Long.BYTES);
        ByteBuffer value = ByteBuffer.allocateDirect(LONGEST_AT_FIRST);
        long index = 0;
        long term = 1;
        try (ReadOptions options = new ReadOptions().setVerifyChecksums(true).setReadaheadSize(READ_AHEAD);
                RocksIterator iterator = database.rocks().newIterator(database.log(), options)) {
            for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                index++;
                value = value(iterator, value);
                Entry entry = entry(iterator, index, key, value);
                if (entry.term() < term || entry.term() > state.currentTerm()) {
                    throw new StorageException("entry " + index + " has term " + entry.term() + ", must be " + term
                            + " to " + state.currentTerm());
                }
                term = entry.term();
                chunk.add(entry);
                if (chunk.size() == CHUNK) {
                    log = log.append(chunk);
                    chunk.clear();
                }
            }
            iterator.status();
        }
        if (index != state.lastIndex()) {
            throw new StorageException("the log ends with entry " + index + ", must end with " + state.lastIndex());
        }
        return log.append(chunk);
    }

    private static Entry entry(RocksIterator iterator, long index, ByteBuffer key, ByteBuffer value)
            throws StorageException {
        if (iterator.key(key.clear()) != Long.BYTES || key.getLong() != index) {
            throw new StorageException("entry " + index + " is missing from the log");
        }
        if (value.remaining() < Long.BYTES) {
            throw new StorageException("entry " + index + " is cut off");
        }
        long term = value.getLong();
        return new Entry(term, Command.of(value));
    }

    /** The iterator's value in {@code buffer}, or in a larger one if it does not fit. */
    private static ByteBuffer value(RocksIterator iterator, ByteBuffer buffer) {
        int length = iterator.value(buffer.clear());
        if (length <= buffer.capacity()) {
            return buffer;
        }
        ByteBuffer larger = ByteBuffer.allocateDirect(2 * length);
        iterator.value(larger);
        return larger;
    }
}
