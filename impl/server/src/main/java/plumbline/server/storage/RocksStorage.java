package plumbline.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import plumbline.core.Entry;
import plumbline.core.PersistentState;
import plumbline.runtime.PersistentChange;
import plumbline.runtime.Storage;

/**
 * A server's persistent state in a directory: RocksDB holds each entry of the log under its index, most significant byte
 * first, and term, vote and the log's end under a key of their own. A batch of changes is one atomic write, synced before
 * {@link #sync} returns.
 *
 * <p>{@link #load} takes nothing on trust: the owner, every checksum, every index from 1 on, the order of the terms, the
 * recorded end, and that nothing acknowledged is missing. What is not sound is refused, and nothing is repaired.
 *
 * <p>One thread at a time.
 */
public final class RocksStorage implements Storage, AutoCloseable {
    private static final byte[] OWNER = "owner".getBytes(StandardCharsets.UTF_8);
    private static final byte[] STATE = "state".getBytes(StandardCharsets.UTF_8);

    private final Path directory;
    private final Database database;
    private final Mark mark;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final ByteBuffer key = ByteBuffer.allocate(Long.BYTES);
    private final WriteBatch batch = new WriteBatch();
    private StoredState stored = StoredState.INITIAL;

    private RocksStorage(Path directory, Database database, Mark mark) {
        this.directory = directory;
        this.database = database;
        this.mark = mark;
    }

    /**
     * Opens the data of {@code owner} in {@code directory}, which is made if it does not exist.
     *
     * @throws StorageException if it is in use, damaged, or another server's; one line says which and where
     */
    public static RocksStorage open(Path directory, Owner owner) throws IOException {
        Path databasePath = directory.resolve("rocksdb");
        Path markPath = directory.resolve("acknowledged");
        Database database = null;
        Mark mark = null;
        try {
            Files.createDirectories(directory);
            database = Database.open(databasePath);
            byte[] claimed = database.rocks().get(database.state(), OWNER);
            if (claimed != null && !Mark.exists(markPath)) {
                throw new StorageException("the file 'acknowledged' is missing beside the database");
            }
            // The mark comes before the claim: a server that is killed in between has stored nothing, and starts anew.
            mark = Mark.exists(markPath) ? Mark.open(markPath) : Mark.create(markPath);
            claim(database, mark, claimed, owner);
            return new RocksStorage(directory, database, mark);
        } catch (RocksDBException | IOException failure) {
            closeQuietly(database, mark);
            throw refused(directory, failure);
        }
    }

    private static void closeQuietly(@Nullable Database database, @Nullable Mark mark) {
        try {
            if (database != null) {
                database.close();
            }
            if (mark != null) {
                mark.close();
            }
        } catch (IOException alreadyFailing) {
            // The failure that brought us here is the one to tell of.
        }
    }

    private static StorageException refused(Path directory, Exception failure) {
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (failure instanceof FileSystemException) {
            // Its message may be the path alone.
            reason = failure.getClass().getSimpleName() + ": " + reason;
        }
        if (reason.contains("lock ") || reason.contains("LOCK")) {
            reason = "it is in use by another process (" + reason + ")";
        }
        return new StorageException(
                "data in " + directory + ": " + reason.lines().findFirst().orElse(""), failure);
    }

    private static void claim(Database database, Mark mark, byte @Nullable [] claimed, Owner owner)
            throws RocksDBException, IOException {
        if (claimed != null) {
            if (!Arrays.equals(claimed, owner.toBytes())) {
                throw new StorageException(
                        "it is that of server " + new String(claimed, StandardCharsets.UTF_8) + ", this is " + owner);
            }
        } else if (mark.batches() != 0) {
            throw new StorageException("the database is gone, which held " + mark.batches() + " batches");
        }
        database.fillLogs(OWNER, owner.toBytes());
    }

    @Override
    public PersistentState load() throws IOException {
        try {
            byte[] bytes = database.rocks().get(database.state(), STATE);
            stored = bytes == null ? StoredState.INITIAL : StoredState.of(bytes);
            long acknowledged = mark.batches();
            if (stored.batches() < acknowledged) {
                throw new StorageException("the database ends with batch " + stored.batches() + ", but batch "
                        + acknowledged + " was acknowledged: its write-ahead log is damaged or cut off");
            }
            return new PersistentState(stored.currentTerm(), stored.votedFor(), StoredLog.read(database, stored));
        } catch (RocksDBException | IOException | IllegalArgumentException failure) {
            throw refused(directory, failure);
        }
    }

    @Override
    public void write(PersistentChange change) throws IOException {
        try {
            if (change.keptIndex() < stored.lastIndex()) {
                batch.deleteRange(database.log(), key(change.keptIndex() + 1).clone(), key(stored.lastIndex() + 1));
            }
            long index = change.keptIndex();
            for (Entry entry : change.entries()) {
                index++;
                batch.put(database.log(), key(index), StoredLog.bytes(entry));
            }
            stored = stored.after(change);
            batch.put(database.state(), STATE, stored.toBytes());
        } catch (RocksDBException failure) {
            throw new IOException("could not write to " + directory + ": " + failure.getMessage(), failure);
        }
    }

    private byte[] key(long index) {
        return key.putLong(0, index).array();
    }

    /** What RocksDB says about its writes and syncs, in its words. */
    String statistics() throws RocksDBException {
        return database.rocks().getProperty("rocksdb.dbstats");
    }

    @Override
    public void sync() throws IOException {
        try {
            database.rocks().write(synced, batch);
            batch.clear();
        } catch (RocksDBException failure) {
            throw new IOException("could not sync " + directory + ": " + failure.getMessage(), failure);
        }
        mark.set(stored.batches());
    }

    /** After {@link plumbline.runtime.RaftServer#terminated}; nothing else may be called any more. */
    @Override
    public void close() throws IOException {
        batch.close();
        synced.close();
        database.close();
        mark.close();
    }
}
