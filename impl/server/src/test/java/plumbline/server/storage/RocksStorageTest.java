package plumbline.server.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.Log;
import plumbline.core.PersistentState;
import plumbline.runtime.PersistentChange;

class RocksStorageTest {
    private static final Owner OWNER = new Owner("test", 1, 3);

    @TempDir
    private Path directory;

    private RocksStorage open() throws IOException {
        return RocksStorage.open(directory, OWNER);
    }

    private PersistentState reloaded() throws IOException {
        try (RocksStorage storage = open()) {
            return storage.load();
        }
    }

    private static Entry entry(long term, String command) {
        return new Entry(term, Command.of(command));
    }

    /** Stores what makes {@code next} of {@code stored}, as a server does. */
    private static PersistentState store(RocksStorage storage, PersistentState stored, PersistentState next)
            throws IOException {
        storage.write(PersistentChange.between(stored, next));
        storage.sync();
        return next;
    }

    private static String refusal(Path data, Owner owner) {
        StorageException refused = assertThrows(StorageException.class, () -> {
            try (RocksStorage storage = RocksStorage.open(data, owner)) {
                storage.load();
            }
        });
        String message = refused.getMessage();
        assertTrue(message.contains(data.toString()), message);
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @Test
    void onFirstBootThereIsNothing() throws IOException {
        assertEquals(PersistentState.INITIAL, reloaded());
    }

    @Test
    void aTermWithoutAVoteComesBackWithItsLog() throws IOException {
        PersistentState written = new PersistentState(7, PersistentState.NOBODY, Log.of(entry(2, "a"), entry(3, "")));
        try (RocksStorage storage = open()) {
            PersistentState before =
                    store(storage, storage.load(), new PersistentState(3, 2, Log.of(entry(2, "a"), entry(3, ""))));
            store(storage, before, new PersistentState(7, PersistentState.NOBODY, before.log()));
        }
        assertEquals(written, reloaded());
    }

    @Test
    void shortAndLongEntriesComeBackAsTheyWere() throws IOException {
        Log log = Log.EMPTY;
        for (int length : new int[] {0, 1, 1_015, 1_016, 1_017, 2_500, 3, 64 * 1_024, 0, 64 * 1_024}) {
            byte[] command = new byte[length];
            new Random(length).nextBytes(command);
            log = log.append(new Entry(1, Command.of(command)));
        }
        PersistentState written = new PersistentState(1, 1, log);
        try (RocksStorage storage = open()) {
            store(storage, storage.load(), written);
        }
        assertEquals(written, reloaded());
    }

    @Test
    void aLogThatWasCutAndGrownDifferentlyComesBackAsItIs() throws IOException {
        PersistentState last;
        try (RocksStorage storage = open()) {
            Log five = Log.EMPTY;
            for (int i = 1; i <= 5; i++) {
                five = five.append(entry(1, "old " + i));
            }
            PersistentState first = store(storage, storage.load(), new PersistentState(1, 1, five));
            PersistentState cut = store(storage, first, new PersistentState(2, 0, five.prefix(3)));
            last = store(storage, cut, new PersistentState(2, 3, cut.log().append(entry(2, "new 4"))));
        }
        assertEquals(last, reloaded());
        assertEquals(4, last.log().lastIndex());
    }

    /** Nothing is written over what was cut off, so it must be gone of itself, the first of it and the last. */
    @Test
    void aLogThatWasCutAndHasNotGrownSinceComesBackShorter() throws IOException {
        PersistentState last;
        try (RocksStorage storage = open()) {
            Log log = Log.of(entry(1, "a"), entry(1, "b"), entry(1, "c"), entry(1, "d"));
            PersistentState first = store(storage, storage.load(), new PersistentState(1, 0, log));
            last = store(storage, first, new PersistentState(2, 0, log.prefix(2)));
        }
        assertEquals(last, reloaded());
    }

    @Test
    void whatWasReplacedInTheSameBatchIsReplaced() throws IOException {
        PersistentState last;
        try (RocksStorage storage = open()) {
            Log log = Log.of(entry(1, "a"), entry(1, "b"), entry(1, "c"));
            PersistentState first = store(storage, storage.load(), new PersistentState(1, 0, log));
            last = store(storage, first, new PersistentState(2, 0, log.prefix(1).append(entry(2, "B"))));
        }
        assertEquals(last, reloaded());
    }

    /** Random histories, reloaded now and then: always what was stored last. */
    @Test
    void randomHistoriesComeBack() throws IOException {
        for (long seed = 1; seed <= 5; seed++) {
            Path data = directory.resolve("seed-" + seed);
            Random random = new Random(seed);
            PersistentState state = PersistentState.INITIAL;
            for (int run = 0; run < 4; run++) {
                try (RocksStorage storage = RocksStorage.open(data, OWNER)) {
                    assertEquals(state, storage.load(), "seed " + seed);
                    for (int batch = 0; batch < 20; batch++) {
                        long term = state.currentTerm() + random.nextInt(2);
                        Log log = state.log()
                                .prefix(random.nextInt((int) state.log().lastIndex() + 1));
                        log = random.nextBoolean() ? state.log() : log;
                        List<Entry> more = new ArrayList<>();
                        for (int i = random.nextInt(40); i > 0 && term > 0; i--) {
                            more.add(new Entry(term, Command.of(new byte[random.nextInt(300)])));
                        }
                        state = store(storage, state, new PersistentState(term, random.nextInt(4), log.append(more)));
                    }
                }
            }
            try (RocksStorage storage = RocksStorage.open(data, OWNER)) {
                assertEquals(state, storage.load(), "seed " + seed);
            }
        }
    }

    @Test
    void whatWasNotSyncedNeedNotBeThereAndNeverIsInPart() throws IOException {
        try (RocksStorage storage = open()) {
            storage.load();
            storage.write(PersistentChange.between(
                    PersistentState.INITIAL, new PersistentState(1, 1, Log.of(entry(1, "a")))));
        }
        assertEquals(PersistentState.INITIAL, reloaded());
    }

    @Test
    void anotherServersDataIsRefused() throws IOException {
        open().close();
        String message = refusal(directory, new Owner("test", 2, 3));
        assertTrue(message.contains("server 1 of 3 in test") && message.contains("server 2 of 3 in test"), message);
        refusal(directory, new Owner("other", 1, 3));
        refusal(directory, new Owner("test", 1, 5));
    }

    @Test
    void dataInUseAreRefused() throws IOException {
        try (RocksStorage inUse = open()) {
            inUse.load();
            String message = refusal(directory, OWNER);
            assertTrue(message.contains("in use"), message);
        }
    }

    // Damage

    /** Data as a killed process leaves them: nothing flushed, nothing closed. */
    private PersistentState killed(Path to) throws IOException {
        PersistentState state;
        try (RocksStorage storage = open()) {
            state = storage.load();
            for (int batch = 1; batch <= 200; batch++) {
                state = store(
                        storage,
                        state,
                        new PersistentState(1, 1, state.log().append(entry(1, "command " + batch + "-".repeat(100)))));
            }
            copy(directory, to);
        }
        return state;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                if (path.equals(to)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(path)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Files.copy(path, to.resolve(from.relativize(path)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The one that is written to, not the one that waits to be used again. */
    private static Path writeAheadLog(Path data) throws IOException {
        return writeAheadLogs(data).stream().max(Path::compareTo).orElseThrow();
    }

    private static List<Path> writeAheadLogs(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("rocksdb"))) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    /** Where the last batch ends: with the state, after which there are only zeros. */
    private static int end(Path writeAheadLog) throws IOException {
        String content = new String(Files.readAllBytes(writeAheadLog), StandardCharsets.ISO_8859_1);
        String key = "state";
        return content.lastIndexOf(key) + key.length() + 1 + StoredState.INITIAL.toBytes().length;
    }

    @Test
    void writeAheadLogsAreOverwrittenAndNotLengthened() throws IOException {
        for (int start = 0; start < 2; start++) {
            try (RocksStorage storage = open()) {
                PersistentState state = storage.load();
                long before = bytesOfLogs();
                for (int batch = 0; batch < 300; batch++) {
                    state = store(
                            storage,
                            state,
                            new PersistentState(1, 1, state.log().append(entry(1, "-".repeat(1_000)))));
                }
                assertEquals(before, bytesOfLogs());
            }
        }
    }

    /** No killed process would tell: what it wrote and did not sync is in the operating system's memory. */
    @Test
    void eachBatchIsSynced() throws IOException, RocksDBException {
        try (RocksStorage storage = open()) {
            PersistentState state = storage.load();
            int before = syncs(storage);
            for (int batch = 0; batch < 10; batch++) {
                state = store(
                        storage, state, new PersistentState(1, 1, state.log().append(entry(1, "a"))));
            }
            assertEquals(before + 10, syncs(storage));
        }
    }

    private static int syncs(RocksStorage storage) throws RocksDBException {
        String statistics = storage.statistics();
        Matcher told = Pattern.compile("Cumulative WAL: .* (\\d+) syncs").matcher(statistics);
        assertTrue(told.find(), statistics);
        return Integer.parseInt(told.group(1));
    }

    private long bytesOfLogs() throws IOException {
        long bytes = 0;
        for (Path log : writeAheadLogs(directory)) {
            bytes += Files.size(log);
        }
        return bytes;
    }

    @Test
    void aKilledProcessLosesNothing(@TempDir Path elsewhere) throws IOException {
        Path copy = elsewhere.resolve("copy");
        PersistentState state = killed(copy);
        try (RocksStorage storage = RocksStorage.open(copy, OWNER)) {
            assertEquals(state, storage.load());
        }
    }

    @Test
    void aLogThatWasCutOffIsRefusedAndNotTakenForAShorterOne(@TempDir Path elsewhere) throws IOException {
        Path copy = elsewhere.resolve("copy");
        killed(copy);
        Path log = writeAheadLog(copy);
        int end = end(log);
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(end - 10);
        }
        String message = refusal(copy, OWNER);
        assertTrue(message.contains("batch 199") && message.contains("batch 200 was acknowledged"), message);
    }

    /** Whatever byte of the write-ahead log changes: the data are refused, or all there. */
    @Test
    void noDamageIsTakenForLess(@TempDir Path elsewhere) throws IOException {
        Path original = elsewhere.resolve("original");
        PersistentState state = killed(original);
        Random random = new Random(1);
        int refused = 0;
        for (int trial = 0; trial < 25; trial++) {
            Path copy = elsewhere.resolve("copy-" + trial);
            copy(original, copy);
            Path log = writeAheadLog(copy);
            // The last ones hit the log's last records, where damage looks most like a write that was cut off.
            int end = end(log);
            long place = trial < 10 ? random.nextInt(end) : end - 1 - random.nextInt(200);
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                file.seek(place);
                int byteThere = file.read();
                file.seek(place);
                file.write(byteThere ^ (1 << random.nextInt(8)));
            }
            Optional<PersistentState> loaded = load(copy);
            loaded.ifPresent(found -> assertEquals(state, found, "byte " + place));
            refused += loaded.isEmpty() ? 1 : 0;
        }
        assertTrue(refused > 10, "only " + refused + " refused");
    }

    private static Optional<PersistentState> load(Path data) {
        try (RocksStorage storage = RocksStorage.open(data, OWNER)) {
            return Optional.of(storage.load());
        } catch (StorageException refused) {
            return Optional.empty();
        } catch (IOException other) {
            throw new AssertionError(other);
        }
    }

    @Test
    void missingPartsAreRefused(@TempDir Path elsewhere) throws IOException {
        Path original = elsewhere.resolve("original");
        killed(original);
        Path noMark = elsewhere.resolve("no-mark");
        copy(original, noMark);
        Files.delete(noMark.resolve("acknowledged"));
        assertTrue(refusal(noMark, OWNER).contains("'acknowledged' is missing"));

        Path noDatabase = elsewhere.resolve("no-database");
        Files.createDirectories(noDatabase);
        Files.copy(original.resolve("acknowledged"), noDatabase.resolve("acknowledged"));
        assertTrue(refusal(noDatabase, OWNER).contains("the database is gone, which held 200 batches"));

        Path noLog = elsewhere.resolve("no-log");
        copy(original, noLog);
        Files.delete(writeAheadLog(noLog));
        refusal(noLog, OWNER);

        Path noManifest = elsewhere.resolve("no-manifest");
        copy(original, noManifest);
        Files.delete(noManifest.resolve("rocksdb/CURRENT"));
        refusal(noManifest, OWNER);
    }

    @Test
    void aServerThatWasKilledWhileItStartedForTheFirstTimeStartsAnew() throws IOException, RocksDBException {
        Database.open(Files.createDirectories(directory).resolve("rocksdb")).close();
        assertEquals(PersistentState.INITIAL, reloaded());
    }

    /** A mark that is ahead of what a crash leaves behind would have sound data refused. */
    @Test
    void aBatchIsMarkedOnlyOnceTheDatabaseHasIt() throws IOException {
        PersistentState state = new PersistentState(1, 1, Log.of(entry(1, "a")));
        RocksStorage storage = open();
        storage.load();
        storage.write(PersistentChange.between(PersistentState.INITIAL, state));
        // To write to a channel fails in an interrupted thread, and RocksDB does not heed interrupts.
        Thread.currentThread().interrupt();
        assertThrows(ClosedByInterruptException.class, storage::sync);
        assertTrue(Thread.interrupted());
        assertThrows(ClosedChannelException.class, storage::close);
        assertEquals(state, reloaded());
    }

    private interface Damage {
        void to(Database database) throws RocksDBException;
    }

    /** Stores three entries of the terms 1, 2 and 3, and then does {@code damage} of which no checksum tells. */
    private String refusalAfter(Damage damage) throws IOException, RocksDBException {
        try (RocksStorage storage = open()) {
            Log log = Log.of(entry(1, "a"), entry(2, "b"), entry(3, "c"));
            store(storage, storage.load(), new PersistentState(3, 1, log));
        }
        try (Database database = Database.open(directory.resolve("rocksdb"))) {
            damage.to(database);
        }
        return refusal(directory, OWNER);
    }

    private static void put(Database database, long index, Entry entry) throws RocksDBException {
        database.rocks().put(database.log(), key(index), StoredLog.bytes(entry));
    }

    private static void delete(Database database, long index) throws RocksDBException {
        database.rocks().delete(database.log(), key(index));
    }

    private static byte[] key(long index) {
        return ByteBuffer.allocate(Long.BYTES).putLong(index).array();
    }

    @Test
    void aLogThatEndsTooEarlyIsRefused() throws IOException, RocksDBException {
        String message = refusalAfter(database -> delete(database, 3));
        assertTrue(message.contains("the log ends with entry 2, must end with 3"), message);
    }

    @Test
    void aLogThatGoesOnBehindItsEndIsRefused() throws IOException, RocksDBException {
        String message = refusalAfter(database -> put(database, 4, entry(3, "d")));
        assertTrue(message.contains("the log ends with entry 4, must end with 3"), message);
    }

    /** Though it has as many entries as it should, in an order of terms that is right. */
    @Test
    void aLogWithAGapIsRefused() throws IOException, RocksDBException {
        String message = refusalAfter(database -> {
            delete(database, 2);
            put(database, 4, entry(3, "d"));
        });
        assertTrue(message.contains("entry 2 is missing"), message);
    }

    @Test
    void aKeyThatIsNoIndexIsRefused() throws IOException, RocksDBException {
        String message = refusalAfter(database -> {
            byte[] longer = ByteBuffer.allocate(Long.BYTES + 1).putLong(3).array();
            delete(database, 3);
            database.rocks().put(database.log(), longer, StoredLog.bytes(entry(3, "c")));
        });
        assertTrue(message.contains("entry 3 is missing"), message);
    }

    @Test
    void aLogWhoseTermsDecreaseIsRefused() throws IOException, RocksDBException {
        String message = refusalAfter(database -> put(database, 3, entry(1, "c")));
        assertTrue(message.contains("entry 3 has term 1, must be 2 to 3"), message);
    }

    @Test
    void anEntryOfATermThatHasNotBegunIsRefused() throws IOException, RocksDBException {
        String message = refusalAfter(database -> put(database, 3, entry(4, "c")));
        assertTrue(message.contains("entry 3 has term 4, must be 2 to 3"), message);
    }

    @Test
    void anEntryTooShortForItsTermIsRefused() throws IOException, RocksDBException {
        String message =
                refusalAfter(database -> database.rocks().put(database.log(), key(3), new byte[Long.BYTES - 1]));
        assertTrue(message.contains("entry 3 is cut off"), message);
    }

    @Test
    void aDirectoryThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        String message = refusal(file.resolve("data"), OWNER);
        assertTrue(message.contains("FileSystemException"), message);
    }
}
