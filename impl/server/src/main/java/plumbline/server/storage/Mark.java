package plumbline.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * How many batches the database has reported as durable, in a file of its own. A database that comes back with fewer has
 * lost something that was acknowledged, however sound it looks: the end of a log that was cut off cannot be told from one
 * that was never written.
 *
 * <p>Written after each batch and not synced: it survives a killed process to the batch, and a loss of power as the
 * operating system had got round to it. It may be behind, then, and never ahead.
 */
final class Mark implements AutoCloseable {
    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Long.BYTES);

    private Mark(FileChannel file) {
        this.file = file;
    }

    static boolean exists(Path path) {
        return Files.exists(path);
    }

    static Mark create(Path path) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        Files.write(unfinished, new byte[Long.BYTES], StandardOpenOption.CREATE, StandardOpenOption.SYNC);
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        return open(path);
    }

    static Mark open(Path path) throws IOException {
        return new Mark(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    long batches() throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (file.read(buffer, buffer.position()) < 0) {
                throw new StorageException("the mark is cut off");
            }
        }
        return buffer.getLong(0);
    }

    void set(long batches) throws IOException {
        buffer.clear();
        buffer.putLong(batches).flip();
        while (buffer.hasRemaining()) {
            file.write(buffer, buffer.position());
        }
    }

    @Override
    public void close() throws IOException {
        file.force(true);
        file.close();
    }
}
