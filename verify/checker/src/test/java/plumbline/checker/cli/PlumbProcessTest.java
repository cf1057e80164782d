package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own. */
class PlumbProcessTest {
    @TempDir
    Path directory;

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Plumb.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    @Test
    void jsonIsAllThereIsOnStandardOutput() throws Exception {
        assertEquals(0, run("check", "--terms", "1", "--entries", "0", "--json"));
        assertEquals("", read("err"));
        assertEquals(1, read("out").lines().count(), read("out"));
        assertEquals(
                "holds", new ObjectMapper().readTree(read("out")).get("verdict").textValue());
    }

    @Test
    void badUsageIsOneLineAndTwo() throws Exception {
        assertEquals(2, run("check", "--servers", "0", "--json"));
        assertEquals("", read("out"));
        assertEquals("plumb: --servers is 0, must be 1 to 9 (see plumb check --help)\n", read("err"));
    }

    @Test
    void aReaderThatGoesAwayCausesNoStackTrace() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Plumb.class.getName(),
                        "check",
                        "--terms",
                        "1",
                        "--entries",
                        "0")
                .redirectError(directory.resolve("err").toFile())
                .start();
        process.getInputStream().close();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
            assertEquals(0, process.exitValue());
            assertEquals("", read("err"));
        } finally {
            process.destroyForcibly();
        }
    }

    private static final String[] LONG = {
        "check", "--terms", "3", "--entries", "1", "--restarts", "1", "--json", "--work-dir", "work", "--threads", "2"
    };

    /** How it ended, having been killed after a while. */
    private int killed(long milliseconds, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(LONG));
        arguments.set(arguments.indexOf("work"), directory.resolve("work").toString());
        arguments.addAll(List.of(more));
        Process process = start(arguments.toArray(String[]::new));
        try {
            if (!process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
                process.destroy();
            }
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), "still running");
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSearchThatIsKilledAtRandomTimesIsResumedToTheSameCounts() throws Exception {
        Path checkpoint = directory.resolve("work").resolve("search.checkpoint");
        Random random = new Random(4);
        int resumed = 0;
        int ended = -1;
        for (int time = 800; ended != 0; time += time) {
            boolean there = Files.exists(checkpoint);
            ended = killed(time + random.nextInt(600), there ? new String[] {"--resume"} : new String[0]);
            resumed += there ? 1 : 0;
            if (ended == 3) {
                assertTrue(
                        read("err").matches("plumb: incomplete: interrupted; --resume goes on from .*\n"), read("err"));
                assertTrue(Files.exists(checkpoint));
            } else {
                // Killed by the signal before there was anything to keep, or done.
                assertTrue(ended == 0 || ended == 143, ended + read("err"));
            }
        }
        assertTrue(resumed > 0, "was never resumed");
        JsonNode json = new ObjectMapper().readTree(read("out"));
        assertEquals("holds", json.get("verdict").textValue());
        assertEquals(74_568, json.get("worlds").intValue());
        assertEquals(431_625, json.get("transitions").intValue());
        assertEquals(18_935, json.get("serverTuples").intValue());
        assertFalse(Files.exists(checkpoint));
    }

    @Test
    void aCheckpointThatIsNotOneIsBadInput() throws Exception {
        Files.createDirectories(directory.resolve("work"));
        Files.writeString(directory.resolve("work").resolve("search.checkpoint"), "something else");
        assertEquals(2, killed(60_000, "--resume"));
        assertEquals("", read("out"));
        assertEquals(
                "plumb: " + directory.resolve("work").resolve("search.checkpoint")
                        + ": not a checkpoint of this version of plumb\n",
                read("err"));
    }
}
