package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
}
