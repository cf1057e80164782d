package plumbline.checker.explore;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A search on disk, so that it can go on in another process. A checkpoint is written aside and put in its place when it is
 * whole, so there is always the last one or the one before. It says of what rules, bounds, properties and reductions it
 * is, and ends with a checksum.
 */
final class Checkpoint {
    private static final String NAME = "search.checkpoint";
    private static final long MAGIC = 0x706c756d62303031L;
    private static final int BUFFER = 1 << 16;

    private final Path directory;

    Checkpoint(Path directory) {
        this.directory = directory;
    }

    /** Writes or reads what it holds. */
    @FunctionalInterface
    interface Writer {
        void write(DataOutput out) throws IOException;
    }

    /** Reads what a {@link Writer} wrote. */
    @FunctionalInterface
    interface Reader {
        void read(DataInput in) throws IOException;
    }

    Path file() {
        return directory.resolve(NAME);
    }

    /** Writes a checkpoint of a search of {@code model}. */
    void write(Model model, Writer state) throws IOException {
        Files.createDirectories(directory);
        Path aside = directory.resolve(NAME + ".tmp");
        try (FileOutputStream file = new FileOutputStream(aside.toFile())) {
            CheckedOutputStream checked = new CheckedOutputStream(new BufferedOutputStream(file, BUFFER), new CRC32());
            DataOutputStream out = new DataOutputStream(checked);
            out.writeLong(MAGIC);
            out.writeUTF(model.description());
            out.writeLong(model.fingerprint());
            state.write(out);
            out.flush();
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
            file.getFD().sync();
        }
        Files.move(aside, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads the checkpoint, which must be of a search of {@code model}.
     *
     * @throws CheckpointException if there is none, or it is of another search, or broken
     */
    void read(Model model, Reader state) {
        if (!Files.isRegularFile(file())) {
            throw new CheckpointException(file() + ": no such file, so there is nothing to resume");
        }
        try (CheckedInputStream checked =
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file()), BUFFER), new CRC32())) {
            DataInputStream in = new DataInputStream(checked);
            if (in.readLong() != MAGIC) {
                throw new CheckpointException(file() + ": not a checkpoint of this version of plumb");
            }
            String of = in.readUTF();
            if (!of.equals(model.description())) {
                throw new CheckpointException(
                        file() + ": a checkpoint of " + of + ", but asked for is " + model.description());
            }
            if (in.readLong() != model.fingerprint()) {
                throw new CheckpointException(file() + ": a checkpoint of other rules than these");
            }
            state.read(in);
            long sum = checked.getChecksum().getValue();
            if (in.readLong() != sum || in.read() >= 0) {
                throw new CheckpointException(file() + ": broken, its checksum is wrong");
            }
        } catch (EOFException e) {
            throw new CheckpointException(file() + ": broken, it ends too early");
        } catch (IOException e) {
            throw new CheckpointException(file() + ": cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new CheckpointException(file() + ": broken, it holds what cannot be");
        }
    }

    /** Removes the checkpoint of a search that has ended. */
    void remove() throws IOException {
        Files.deleteIfExists(file());
    }
}
