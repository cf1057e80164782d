package plumbline.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a process did and what it took. Processor time and memory are asked of the operating system while the process
 * lives, so the last moments before its end may be missing.
 *
 * @param finished whether it ended by itself within the time limit
 * @param exitCode its exit code, if it did
 * @param output what it printed
 * @param seconds from start to end
 * @param processorSeconds of all its threads
 * @param peakMebibytes most resident memory; 0 where the operating system does not tell
 */
public record Measurement(
        boolean finished, int exitCode, String output, double seconds, double processorSeconds, long peakMebibytes) {
    private static final long MILLISECONDS_BETWEEN_LOOKS = 20;

    /** Runs another JVM with this one's class path, for no longer than {@code limit}. */
    public static Measurement ofJava(List<String> arguments, Duration limit) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("bench", ".txt");
            try {
                return measure(new ProcessBuilder(command), output, limit);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Measurement measure(ProcessBuilder builder, Path output, Duration limit) throws IOException {
        long start = System.nanoTime();
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        double processor = 0;
        long peak = 0;
        boolean ended = false;
        try {
            while (!ended && System.nanoTime() - start < limit.toNanos()) {
                processor = Math.max(processor, processorSeconds(process.toHandle()));
                peak = Math.max(peak, peakMebibytes(process.pid()));
                ended = process.waitFor(MILLISECONDS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measurement(
                ended, ended ? process.exitValue() : -1, Files.readString(output), seconds, processor, peak);
    }

    /** What the threads of a process have used so far; 0 where the operating system does not tell. */
    static double processorSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** The most resident memory of a process so far; 0 where the operating system does not tell. */
    static long peakMebibytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Returns if all went well.
     *
     * @throws IllegalStateException if {@code what} was run did not end, or failed
     */
    void check(String what) {
        if (!finished) {
            throw new IllegalStateException(what + " did not finish within the time limit");
        }
        if (exitCode != 0) {
            throw new IllegalStateException(what + " failed: " + lastLine());
        }
    }

    /** The {@code value} of a printed {@code name=value}. */
    public Optional<String> value(String name) {
        return Arrays.stream(output.split("\\s+"))
                .filter(word -> word.startsWith(name + "="))
                .map(word -> word.substring(name.length() + 1))
                .findFirst();
    }

    /** A printed number that is there if the process did what it should. */
    public double number(String name) {
        return Double.parseDouble(value(name).orElseThrow(() -> new IllegalStateException(output)));
    }

    /** The last line it printed that is none of a stack trace, for want of a better explanation. */
    public String lastLine() {
        return output.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("\tat ") && !line.startsWith("\t... "))
                .reduce("", (before, line) -> line);
    }
}
