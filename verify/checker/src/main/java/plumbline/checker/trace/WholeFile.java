package plumbline.checker.trace;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are written whole or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes it to {@code out}. */
        void writeTo(Writer out) throws IOException;
    }

    /**
     * Writes {@code content} in UTF-8 to {@code file}, which is replaced if it is there. Whatever happens, the file holds
     * either all of the content or what it held before.
     *
     * @throws IOException if the file cannot be written, or {@code content} throws it
     */
    public static void write(Path file, Content content) throws IOException {
        Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + "." + System.nanoTime() + ".tmp");
        try {
            try (Writer out = Files.newBufferedWriter(temporary, StandardOpenOption.CREATE_NEW)) {
                content.writeTo(out);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
