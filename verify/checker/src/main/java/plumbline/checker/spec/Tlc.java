package plumbline.checker.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs TLC, each time in a JVM and in directories of its own, and cleans up whatever happens.
 *
 * @param java the java executable
 * @param workers threads; with one, states are found strictly breadth first
 * @param memory heap of that JVM, in megabytes
 */
public record Tlc(Path java, int workers, int memory) {
    /** The file that has what TLC said. */
    static final String OUTPUT = "output";

    private static final int DEFAULT_MEMORY = 2048;

    /** TLC with one worker, in the Java that runs this. */
    public static Tlc here() {
        return new Tlc(Path.of(System.getProperty("java.home"), "bin", "java"), 1, DEFAULT_MEMORY);
    }

    /** The same with another executable. */
    public Tlc with(Path other) {
        return new Tlc(other, workers, memory);
    }

    /** The same with more workers. */
    public Tlc withWorkers(int other) {
        return new Tlc(java, other, memory);
    }

    /** A run that is over; closing it removes its files. */
    static final class Run implements AutoCloseable {
        private final Workplace workplace;
        private final int exitCode;
        private final TlcOutput output;

        private Run(Workplace workplace, int exitCode, TlcOutput output) {
            this.workplace = workplace;
            this.exitCode = exitCode;
            this.output = output;
        }

        int exitCode() {
            return exitCode;
        }

        TlcOutput output() {
            return output;
        }

        /** A file that TLC wrote. */
        Path file(String name) {
            return workplace.directory.resolve(name);
        }

        @Override
        public void close() {
            workplace.close();
        }
    }

    /** The directory of a run, which may come to hold gigabytes. It is gone when it is closed or this process ends. */
    private static final class Workplace implements AutoCloseable {
        private final Path directory;
        private final Thread atTheEnd = new Thread(this::remove);
        private volatile @Nullable Process process;

        Workplace() throws IOException {
            directory = Files.createTempDirectory("plumb-tlc-");
            Runtime.getRuntime().addShutdownHook(atTheEnd);
        }

        int await(Process started) throws InterruptedException {
            process = started;
            try {
                return started.waitFor();
            } finally {
                started.destroyForcibly();
            }
        }

        private void remove() {
            Process running = process;
            if (running != null) {
                running.destroyForcibly();
            }
            delete(directory);
        }

        @Override
        public void close() {
            remove();
            try {
                Runtime.getRuntime().removeShutdownHook(atTheEnd);
            } catch (IllegalStateException shuttingDown) {
                // Then it runs, and finds nothing left to do.
                return;
            }
        }
    }

    /**
     * Runs to the end.
     *
     * @param spec the spec
     * @param module the text of a module that extends the spec, or an empty text: the spec itself is run
     * @param name the name of the module that is run
     * @param config the configuration
     * @param options more options of TLC
     * @throws TlaFormatException if the spec or the output makes no sense
     * @throws IOException if there is no such executable, or no room for files
     */
    Run run(Spec spec, String module, String name, String config, List<String> options) throws IOException {
        Workplace workplace = new Workplace();
        Path directory = workplace.directory;
        boolean finished = false;
        try {
            // TLC unpacks its library modules there.
            Files.createDirectory(directory.resolve("tmp"));
            Files.writeString(directory.resolve(spec.module() + ".tla"), spec.text());
            if (!module.isEmpty()) {
                Files.writeString(directory.resolve(name + ".tla"), module);
            }
            Files.writeString(directory.resolve(name + ".cfg"), config);
            Path out = directory.resolve(OUTPUT);
            int exitCode = workplace.await(start(directory, command(directory, spec, name, options), out));
            Run run = new Run(workplace, exitCode, TlcOutput.read(out, "output of TLC"));
            finished = true;
            return run;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while TLC was running", e);
        } finally {
            if (!finished) {
                workplace.close();
            }
        }
    }

    private List<String> command(Path directory, Spec spec, String name, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-Xmx" + memory + "m",
                workers == 1 ? "-XX:+UseSerialGC" : "-XX:+UseParallelGC",
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-cp",
                absolute(System.getProperty("java.class.path"))));
        spec.directory().ifPresent(library -> command.add(1, "-DTLA-Library=" + library));
        command.addAll(List.of("tlc2.TLC", "-tool", "-workers", String.valueOf(workers), "-metadir", "meta"));
        command.addAll(options);
        command.addAll(List.of("-config", name + ".cfg", name + ".tla"));
        return command;
    }

    private Process start(Path directory, List<String> command, Path out) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
        } catch (IOException e) {
            throw new IOException(java + ": cannot be run as java, to run TLC: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.substring(message.lastIndexOf("error=") + 1).replaceFirst("^rror=\\d+, ", "");
    }

    /** TLC runs in another directory, so relative places on the class path are made absolute. */
    private static String absolute(String classPath) {
        String separator = System.getProperty("path.separator");
        List<String> places = new ArrayList<>();
        for (String place : classPath.split(separator, -1)) {
            places.add(Path.of(place).toAbsolutePath().toString());
        }
        return String.join(separator, places);
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // What is left lies in the temporary directory, under a name that says whose it is.
            return;
        }
    }

    /** The module {@code name} that extends {@code spec} by {@code definitions}. */
    static String extending(Spec spec, String name, String definitions) {
        return "---- MODULE " + name + " ----\nEXTENDS " + spec.module() + ", TLC\n" + definitions + "====\n";
    }
}
