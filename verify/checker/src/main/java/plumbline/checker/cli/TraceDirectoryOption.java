package plumbline.checker.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the trace of the violation that a command finds goes. */
public final class TraceDirectoryOption {
    @Option(
            names = "--trace-dir",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where the trace of a violation goes (default: the current directory).")
    private Path directory = Path.of(".");

    /**
     * The directory, which can be written to.
     *
     * @throws BadUsageException if it cannot
     */
    public TraceDirectory directory() {
        return new TraceDirectory(directory);
    }
}
