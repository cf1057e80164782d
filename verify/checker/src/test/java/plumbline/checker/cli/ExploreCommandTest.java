package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceReader;
import plumbline.checker.world.StepFunction;

class ExploreCommandTest {
    private static final Path ENV = Path.of("/usr/bin/env");
    private static final int INTERRUPTED = 130;

    @TempDir
    Path directory;

    /** In a JVM of its own: it prints where it is, answers, saves, and ends with Ctrl-C as programs do. */
    @Test
    void itServesUntilItIsInterrupted() throws Exception {
        // A build that runs in the background ignores Ctrl-C, and so would its children.
        Assumptions.assumeTrue(Files.isExecutable(ENV), "skipped: there is no " + ENV);
        Process process = new ProcessBuilder(
                        ENV.toString(),
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Plumb.class.getName(),
                        "explore",
                        "--bug",
                        "voter-grants-two-votes",
                        "--trace-dir",
                        directory.resolve("found").toString())
                .redirectError(directory.resolve("err").toFile())
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = String.valueOf(lines.readLine());
            assertTrue(line.matches("Exploring at http://127\\.0\\.0\\.1:[0-9]+/ \\(Ctrl-C ends it\\)"), line);
            URI address = URI.create(line.split(" ", -1)[2]);
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest page = HttpRequest.newBuilder(address).build();
            assertTrue(client.send(page, BodyHandlers.ofString()).body().contains("rules of "));
            HttpRequest save = HttpRequest.newBuilder(address.resolve("save"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"path\":[0],\"name\":\"first\"}"))
                    .build();
            Path file = directory.resolve("found/first.jsonl");
            assertEquals(
                    "{\"note\":\"Saved as " + file + ".\"}",
                    client.send(save, BodyHandlers.ofString()).body());
            Trace trace = TraceReader.read(file);
            assertEquals("voter-grants-two-votes", trace.header().rules().orElseThrow());
            assertTrue(client.send(save, BodyHandlers.ofString()).body().contains("take another name"));

            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
            assertEquals(INTERRUPTED, process.exitValue());
            assertEquals("", Files.readString(directory.resolve("err")));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void badUsageIsSaidAtOnce() {
        for (List<String> usage : List.of(
                List.of("--servers is 0, must be 1 to 9", "--servers", "0"),
                List.of(
                        "--commands and --burst leave more than 100 different client requests to choose among",
                        "--commands",
                        "5",
                        "--burst",
                        "3",
                        "--entries",
                        "3"),
                List.of("--max-worlds is 0, must be 1 or more", "--max-worlds", "0"))) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            String[] arguments =
                    Stream.concat(Stream.of("explore"), usage.stream().skip(1)).toArray(String[]::new);
            int code = new Application(new Surroundings(
                            StepFunction.RAFT,
                            (options, execution, progress) -> {
                                throw new AssertionError("should not have explored");
                            },
                            InputStream.nullInputStream(),
                            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                            new PrintStream(err, true, StandardCharsets.UTF_8),
                            false))
                    .run(arguments);
            assertEquals(ExitCode.BAD_USAGE, code);
            assertEquals(
                    "plumb: " + usage.get(0) + " (see plumb explore --help)\n", err.toString(StandardCharsets.UTF_8));
        }
    }
}
