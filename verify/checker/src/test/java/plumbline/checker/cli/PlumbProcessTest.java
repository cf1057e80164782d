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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command in a JVM of its own. */
class PlumbProcessTest {
    @TempDir
    Path directory;

    /** The most heap that processes get; empty for as much as Java gives. */
    private List<String> heap = List.of();

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(heap);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Plumb.class.getName()));
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
        assertEquals(51_869, json.get("worlds").intValue());
        assertEquals(290_597, json.get("transitions").intValue());
        assertEquals(18_935, json.get("serverTuples").intValue());
        assertFalse(Files.exists(checkpoint));
    }

    @Test
    void aSearchThatMemoryCutsShortIsResumedWithMoreToTheSameCounts() throws Exception {
        String work = directory.resolve("work").toString();
        String[] search = {
            "check",
            "--terms",
            "2",
            "--entries",
            "0",
            "--restarts",
            "0",
            "--reduce",
            "none",
            "--json",
            "--work-dir",
            work
        };
        heap = List.of("-Xmx32m");
        assertEquals(3, run(search), read("err"));
        Path checkpoint = directory.resolve("work").resolve("search.checkpoint");
        assertTrue(
                read("err")
                        .matches(
                                "plumb: incomplete: memory ran out: [0-9]+ MiB of heap are full; --resume goes on from "
                                        + Pattern.quote(checkpoint.toString()) + "\n"),
                read("err"));
        assertEquals(
                "incomplete",
                new ObjectMapper().readTree(read("out")).get("verdict").textValue());
        List<String> again = new ArrayList<>(List.of(search));
        again.add("--resume");
        heap = List.of("-Xmx512m");
        assertEquals(0, run(again.toArray(String[]::new)), read("err"));
        assertEquals("", read("err"));
        JsonNode json = new ObjectMapper().readTree(read("out"));
        assertEquals(1_279_461, json.get("worlds").intValue());
        assertEquals(24_749_883, json.get("transitions").intValue());
        assertEquals(23, json.get("depth").intValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx12m", "-Xmx20m", "-Xmx40m", "-Xmx64m"})
    void wheneverMemoryRunsOutOneLineSaysSo(String xmx) throws Exception {
        heap = List.of(xmx);
        int code =
                run("check", "--terms", "3", "--entries", "2", "--restarts", "1", "--work-dir", directory.toString());
        // The tables alone may not fit; or the worlds do not, or what is remembered of their steps.
        assertTrue(code == 2 || code == 3, code + read("err"));
        String said = code == 2 ? read("err") : read("out");
        assertTrue(said.contains(" MiB of heap"), said);
        assertFalse(read("err").contains("Exception"), read("err"));
        assertFalse(read("err").contains("OutOfMemoryError"), read("err"));
        assertEquals(code == 3, Files.exists(directory.resolve("search.checkpoint")));
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
