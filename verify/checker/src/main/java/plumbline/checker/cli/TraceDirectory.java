package plumbline.checker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceWriter;

/**
 * Where a violation's trace goes. That it can be written there is found out before hours of exploring, not after; but a
 * directory that is not there yet is made only when there is something to put into it.
 */
final class TraceDirectory {
    private final Path directory;

    /** @throws BadUsageException if no file can be made in {@code directory} */
    TraceDirectory(Path directory) {
        this.directory = directory;
        Path existing = directory.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new BadUsageException("--trace-dir is " + directory + ", but " + existing + " is not a directory");
        }
        try {
            Files.delete(Files.createTempFile(existing, ".plumb", ".tmp"));
        } catch (IOException e) {
            throw new BadUsageException("--trace-dir is " + directory + ", but nothing can be written to " + existing);
        }
    }

    /** Writes {@code trace} into a file named after it, and returns the path. */
    Path write(Trace trace) throws IOException {
        Files.createDirectories(directory);
        Path file = file(trace);
        TraceWriter.write(trace, file);
        return file;
    }

    /** The file named after {@code trace}. */
    Path file(Trace trace) {
        return directory.resolve(trace.header().name() + ".jsonl");
    }
}
