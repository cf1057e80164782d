package plumbline.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Runs jcstress, in a JVM of its own as it needs it: what threads share, millions of times at once, on this processor's
 * memory model and not on a simulated one.
 */
class StressTest {
    private static final boolean LONG = Boolean.getBoolean("stress.long");
    private static final Pattern SAMPLES =
            Pattern.compile("(?m)^ +[^\\s].*? +([0-9,]+) +[0-9.<>%]+ +(?:Acceptable|Forbidden)");
    private static final long LEAST_SAMPLES = 1_000_000;

    private record Run(int exitCode, String output) {
        long samples() {
            return SAMPLES.matcher(output)
                    .results()
                    .mapToLong(match -> Long.parseLong(match.group(1).replace(",", "")))
                    .sum();
        }
    }

    private static Run jcstress(String tests) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of("target", "jcstress-" + tests));
        Path output = directory.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                absolute(System.getProperty("java.class.path")),
                "org.openjdk.jcstress.Main",
                "-t",
                tests,
                "-v",
                "-r",
                "results"));
        // Short: every test once, in the configurations that differ most; as long as its samples go into millions.
        command.addAll(
                LONG
                        ? List.of("-m", "default")
                        : List.of("-f", "1", "-iters", "5", "-time", "200", "-sc", "false", "-af", "NONE"));
        command.addAll(List.of("-jvmArgs", "-Xmx256m"));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(LONG ? 120 : 5, TimeUnit.MINUTES), "still running");
            return new Run(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    /** jcstress runs elsewhere, and its class path may hold relative entries. */
    private static String absolute(String classPath) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(System.getProperty("path.separator"), -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(System.getProperty("path.separator"), entries);
    }

    @Test
    void whatThreadsShareStandsMillionsOfCollisions() throws Exception {
        Run run = jcstress("Stress");
        assertEquals(0, run.exitCode(), run.output());
        assertTrue(run.samples() > LEAST_SAMPLES, () -> run.samples() + " samples:\n" + run.output());
    }

    @Test
    void aPlantedRaceIsFound() throws Exception {
        Run run = jcstress("PlantedRace");
        assertEquals(1, run.exitCode(), run.output());
        assertTrue(run.output().contains("FORBIDDEN"), run.output());
    }
}
