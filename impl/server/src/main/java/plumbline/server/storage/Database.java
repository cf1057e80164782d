package plumbline.server.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A RocksDB with two column families, the log's entries and all else, and how it is set up. What it allocated outside the
 * heap is freed by {@link #close}.
 */
final class Database implements AutoCloseable {
    private static final int MEBIBYTE = 1 << 20;
    /** A full memtable is written out and its write-ahead log file used again. */
    private static final int MEMTABLE = 8 * MEBIBYTE;

    /** More than the write-ahead log takes for a full memtable of small entries, written one by one. */
    private static final int LOG_FILE = 10 * MEBIBYTE;

    private static final int RECYCLED_LOGS = 2;

    private final DBOptions options;
    private final ColumnFamilyOptions familyOptions;
    private final RocksDB rocks;
    private final List<ColumnFamilyHandle> families;

    private Database(
            DBOptions options, ColumnFamilyOptions familyOptions, RocksDB rocks, List<ColumnFamilyHandle> families) {
        this.options = options;
        this.familyOptions = familyOptions;
        this.rocks = rocks;
        this.families = families;
    }

    static Database open(Path directory) throws RocksDBException {
        RocksDB.loadLibrary();
        DBOptions options = options();
        // Entries are small and mostly random to a compressor; the log is read once, at start.
        ColumnFamilyOptions familyOptions = new ColumnFamilyOptions()
                .setWriteBufferSize(MEMTABLE)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig().setNoBlockCache(true));
        List<ColumnFamilyDescriptor> descriptors = List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions),
                new ColumnFamilyDescriptor(new byte[] {'l', 'o', 'g'}, familyOptions));
        List<ColumnFamilyHandle> families = new ArrayList<>();
        try {
            RocksDB rocks = RocksDB.open(options, directory.toString(), descriptors, families);
            return new Database(options, familyOptions, rocks, List.copyOf(families));
        } catch (RocksDBException failure) {
            familyOptions.close();
            options.close();
            throw failure;
        }
    }

    private static DBOptions options() {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                // To overwrite a file that is there costs half of what it costs to make one longer, as no file system
                // journal has a part in it. Only this recovery mode can do with it; what it may leave out, Mark finds.
                .setRecycleLogFileNum(RECYCLED_LOGS)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                // Both families are written out together, so that a write-ahead log file is free then.
                .setAtomicFlush(true)
                // One thread writes.
                .setAllowConcurrentMemtableWrite(false)
                .setMaxBackgroundJobs(2)
                .setStatsDumpPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(4);
    }

    RocksDB rocks() {
        return rocks;
    }

    ColumnFamilyHandle state() {
        return families.get(0);
    }

    ColumnFamilyHandle log() {
        return families.get(1);
    }

    /**
     * Makes the write-ahead log files that are written to from now on, by filling each once and having it given up: what
     * comes first would otherwise lengthen them. Each carries {@code record} under {@code key}, so that there is something
     * to give up; the filling itself is in no table.
     */
    void fillLogs(byte[] key, byte[] record) throws RocksDBException {
        byte[] filling = new byte[LOG_FILE];
        try (WriteOptions synced = new WriteOptions().setSync(true);
                FlushOptions waiting = new FlushOptions().setWaitForFlush(true);
                WriteBatch batch = new WriteBatch()) {
            for (int file = 0; file < RECYCLED_LOGS; file++) {
                batch.put(state(), key, record);
                batch.putLogData(filling);
                rocks.write(synced, batch);
                batch.clear();
                rocks.flush(waiting, families);
            }
        }
    }

    @Override
    public void close() {
        families.forEach(ColumnFamilyHandle::close);
        rocks.close();
        familyOptions.close();
        options.close();
    }
}
