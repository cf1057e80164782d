package plumbline.bench.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that run stores have in common: where these keep their data, and a table that grows line by line. */
final class DataFolders {
    /** What is done in a folder. */
    interface Work<T> {
        T in(Path folder) throws IOException;
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private Path parent = Path.of(System.getProperty("java.io.tmpdir"));

    DataFolders() {}

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Where the servers keep their data for the time; on a real disk, since syncing is what takes the"
                            + " time. Default: the temporary directory.")
    void setParent(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(command.commandLine(), "--dir: " + directory + " is not a directory");
        }
        parent = directory;
    }

    /** Does {@code work} in an empty folder, which is gone afterwards. */
    <T> T inNewFolder(Work<T> work) throws IOException {
        Path folder = Files.createTempDirectory(parent, "bench-" + command.name());
        try {
            return work.in(folder);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** Prints a line now, since the next may take minutes. */
    void print(String line) {
        command.commandLine().getOut().println(line);
        command.commandLine().getOut().flush();
    }
}
