package plumbline.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import plumbline.checker.world.StepFunction;
import plumbline.simulation.lab.Lab;
import plumbline.simulation.lab.LabTest;
import plumbline.simulation.schedule.StepWriter;
import plumbline.simulation.swarm.SwarmRun;

/** A seed repeats a run byte for byte: in this JVM, and in JVMs that compile, collect, hash and are made otherwise. */
class ReproducibilityTest {
    /** A run with five servers, crashes and bad disks, and one with a bad network. */
    private static final List<Long> SEEDS = List.of(7L, 17L);

    private static String steps(long seed) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        SwarmRun.run(seed, StepFunction.RAFT, new StepWriter(out));
        out.flush();
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aSeedRunTwiceGivesTheSameSteps(long seed) {
        String steps = steps(seed);
        assertFalse(steps.isEmpty());
        assertEquals(steps, steps(seed));
    }

    @Test
    void aTestOfTheLabRunTwiceGivesTheSameSteps() {
        for (LabTest test : List.of(LabTest.FIGURE_8_UNRELIABLE, LabTest.UNRELIABLE_CHURN)) {
            String[] steps = new String[2];
            for (int time = 0; time < 2; time++) {
                StringWriter text = new StringWriter();
                PrintWriter out = new PrintWriter(text);
                test.run(Lab.Conditions.simulated(3).with(StepFunction.RAFT, new StepWriter(out)));
                out.flush();
                steps[time] = text.toString();
            }
            assertEquals(steps[0], steps[1], test::title);
        }
    }

    /** Java commands: this JVM's with other flags, and every other JDK that is installed beside it. */
    static Stream<List<String>> machines() throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        String java = home.resolve("bin").resolve("java").toString();
        List<List<String>> commands = new ArrayList<>(List.of(
                List.of(java, "-Xint"),
                List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-CompactStrings"),
                List.of(java, "-XX:+UseParallelGC", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2")));
        try (Stream<Path> beside = Files.list(home.getParent())) {
            beside.filter(other -> Files.isExecutable(other.resolve("bin").resolve("java")))
                    .filter(other -> Files.exists(other.resolve("release")))
                    .filter(other -> isOther(home, other))
                    .sorted()
                    .forEach(other -> commands.add(
                            List.of(other.resolve("bin").resolve("java").toString())));
        }
        return commands.stream();
    }

    private static boolean isOther(Path home, Path other) {
        try {
            return !Files.isSameFile(home, other);
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("machines")
    void aSeedGivesTheSameStepsOnEveryJvm(List<String> java, @TempDir Path folder) throws Exception {
        for (long seed : SEEDS) {
            Path file = folder.resolve("steps.txt");
            List<String> command = new ArrayList<>(java);
            command.addAll(List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    "plumbline.checker.cli.Plumb",
                    "swarm",
                    "--seed",
                    String.valueOf(seed),
                    "--runs",
                    "1",
                    "--steps",
                    file.toString()));
            Path output = folder.resolve("output.txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertEquals(0, process.waitFor(), () -> read(output));
            assertTrue(steps(seed).equals(read(file)), () -> "other steps on " + java + " for seed " + seed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
