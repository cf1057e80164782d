package plumbline.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import plumbline.runtime.InboxStress;
import plumbline.runtime.MessageHandOverStress;
import plumbline.runtime.TurnsStress;

/**
 * Runs jcstress, in a JVM of its own as it needs it: what threads share, millions of times at once, on this processor's
 * memory model and not on a simulated one.
 */
class StressTest {
    private static final List<Class<?>> SUBJECTS = List.of(
            FutureCompletionStress.class,
            InboxStress.class,
            MessageHandOverStress.class,
            ProposalAgainstStopStress.class,
            StatusStress.class,
            TurnsStress.class);

    /** A test's part in what jcstress tells at the end. */
    private static final Pattern VERDICT = Pattern.compile(
            "\\[(OK|FAILED)] ([\\w.]+)\\s+Results across all configurations:\\s+((?:.+\\R)+)", Pattern.MULTILINE);

    private static final Pattern SAMPLES = Pattern.compile(" ([0-9,]+) +[0-9.<>]+% ");

    private static String output = "";
    private static int exitCode;

    /** Verdict and samples by test. */
    private static final Map<String, String> VERDICTS = new TreeMap<>();

    private static final Map<String, Long> COLLISIONS = new TreeMap<>();

    @BeforeAll
    static void runAll() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of("target", "jcstress"));
        Path told = directory.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                "org.openjdk.jcstress.Main",
                "-t",
                "plumbline",
                "-v",
                "-r",
                "results",
                "-jvmArgs",
                "-Xmx256m"));
        command.addAll(Budgets.STRESS);
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        try {
            assertTrue(process.waitFor(Budgets.MINUTES, TimeUnit.MINUTES), "still running");
        } finally {
            process.destroyForcibly();
        }
        exitCode = process.exitValue();
        output = Files.readString(told);
        VERDICT.matcher(output).results().forEach(StressTest::read);
    }

    private static void read(MatchResult verdict) {
        VERDICTS.put(verdict.group(2), verdict.group(1));
        COLLISIONS.put(
                verdict.group(2),
                SAMPLES.matcher(verdict.group(3))
                        .results()
                        .mapToLong(match -> Long.parseLong(match.group(1).replace(",", "")))
                        .sum());
    }

    /** jcstress runs in another directory, and takes offence at entries that do not exist. */
    private static String classPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.exists(Path.of(entry))) {
                entries.add(Path.of(entry).toAbsolutePath().toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    @Test
    void whatThreadsShareStandsMillionsOfCollisions() {
        long all = 0;
        for (Class<?> subject : SUBJECTS) {
            assertEquals("OK", VERDICTS.get(subject.getName()), () -> subject + "\n" + output);
            long samples = COLLISIONS.get(subject.getName());
            assertTrue(samples >= Budgets.LEAST_SAMPLES_OF_EACH, () -> subject + ": " + samples + "\n" + output);
            all += samples;
        }
        assertTrue(all >= Budgets.LEAST_SAMPLES, () -> COLLISIONS + "\n" + output);
    }

    @Test
    void aPlantedRaceIsFoundAndNothingElse() {
        assertEquals("FAILED", VERDICTS.get(PlantedRace.class.getName()), output);
        assertEquals(SUBJECTS.size() + 1, VERDICTS.size(), output);
        assertEquals(1, exitCode, output);
    }
}
