package plumbline.checker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there whole, or not at all. */
final class TextFile {
    private TextFile() {}

    /** @throws BadInputException saying why, if {@code file} cannot be written */
    static void write(Path file, String text) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Path temporary = Files.createTempFile(folder, ".plumb", ".tmp");
            try {
                Files.writeString(temporary, text);
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be written: " + e.getMessage());
        }
    }
}
