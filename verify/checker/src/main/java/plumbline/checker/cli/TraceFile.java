package plumbline.checker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import plumbline.checker.trace.ImpossibleTraceException;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceFormatException;
import plumbline.checker.trace.TraceReader;

/** Traces that the user names. */
final class TraceFile {
    private TraceFile() {}

    /** @throws BadInputException saying why, if {@code file} is not a trace that can be read */
    static Trace read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new BadInputException(file + " is a directory, not a trace");
            }
            return TraceReader.read(file);
        } catch (TraceFormatException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new BadInputException("there is no file " + file);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** The complaint about a choice in {@code file} that cannot be made. */
    static BadInputException impossible(Path file, ImpossibleTraceException e) {
        return new BadInputException(file + ": " + e.getMessage());
    }
}
