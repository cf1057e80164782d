package plumbline.bench.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/**
 * What this machine's disk and threads leave to the others: no consensus, no network, no state machine. One thread takes
 * all writes that wait and syncs them to a file, two more do the same after it, each to a file of its own, and the writes
 * are done when the first of these has. So it waits for the same syncs, one after the other and side by side, as a
 * leader with two followers, and hands over to as few threads as can be.
 */
final class DiskAndThreads implements ReplicatedStore {
    private static final int FILE_BYTES = 10 << 20;
    private static final int BYTES_BESIDE_KEY_AND_VALUE = 32;

    private record Write(ByteBuffer bytes, CompletableFuture<Void> done) {}

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Syncs after the leader, as many groups at once as wait. */
    private final class Follower {
        final BlockingQueue<ByteBuffer> waiting = new LinkedBlockingQueue<>();
        private final FileChannel file;
        private long groups;

        Follower(FileChannel file) {
            this.file = file;
        }

        void follow() throws IOException, InterruptedException {
            for (ByteBuffer bytes = waiting.take(); bytes != null; bytes = waiting.poll()) {
                write(bytes, file);
                groups++;
            }
            file.force(false);
            synced.add(groups);
        }
    }

    private final BlockingQueue<Write> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> synced = new LinkedBlockingQueue<>();
    private final FileChannel leader;
    private final List<Follower> followers;
    private final List<Thread> threads;
    private long groups;
    private long groupsSynced;

    DiskAndThreads(Path directory) throws IOException {
        leader = file(directory.resolve("leader"));
        followers = List.of(
                new Follower(file(directory.resolve("follower-1"))),
                new Follower(file(directory.resolve("follower-2"))));
        threads = Stream.concat(Stream.of((Work) this::lead), followers.stream().map(follower -> follower::follow))
                .map(DiskAndThreads::thread)
                .toList();
        threads.forEach(Thread::start);
    }

    /** A file that is there already: to overwrite it costs less than to lengthen it, as the others know too. */
    private static FileChannel file(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        file.write(ByteBuffer.allocate(FILE_BYTES));
        file.force(true);
        file.position(0);
        return file;
    }

    private static Thread thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    work.run();
                }
            } catch (InterruptedException | ClosedByInterruptException ended) {
                // By close.
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        thread.setDaemon(true);
        return thread;
    }

    private void lead() throws IOException, InterruptedException {
        List<Write> group = new ArrayList<>();
        group.add(waiting.take());
        waiting.drainTo(group);
        int size = group.stream().mapToInt(write -> write.bytes().remaining()).sum();
        ByteBuffer bytes = ByteBuffer.allocateDirect(size);
        group.forEach(write -> bytes.put(write.bytes()));
        bytes.flip();
        write(bytes.duplicate(), leader);
        leader.force(false);
        groups++;
        followers.forEach(follower -> follower.waiting.add(bytes.duplicate()));
        while (groupsSynced < groups) {
            groupsSynced = Math.max(groupsSynced, synced.take());
        }
        group.forEach(write -> write.done().complete(null));
    }

    private static void write(ByteBuffer bytes, FileChannel file) throws IOException {
        if (file.position() + bytes.remaining() > FILE_BYTES) {
            file.position(0);
        }
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    @Override
    public void put(byte[] key, byte[] value) {
        ByteBuffer bytes = ByteBuffer.allocate(key.length + value.length + BYTES_BESIDE_KEY_AND_VALUE);
        Write write = new Write(bytes.put(key).put(value).rewind(), new CompletableFuture<>());
        waiting.add(write);
        write.done().join();
    }

    /** A thread that is interrupted while it writes closes its file; nobody else uses it. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
            leader.close();
            for (Follower follower : followers) {
                follower.file.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
