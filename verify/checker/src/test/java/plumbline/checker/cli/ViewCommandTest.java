package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.checker.explore.Explorer;
import plumbline.checker.trace.TraceReader;
import plumbline.checker.world.StepFunction;

/** {@code plumb view}, and {@code --view} of {@code plumb check}. */
class ViewCommandTest {
    private static final List<String> FINDS_TWO_VOTES = List.of(
            "check",
            "--bug",
            "E01",
            "--terms",
            "1",
            "--entries",
            "0",
            "--restarts",
            "0",
            "--properties",
            "ElectionSafety");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path trace;

    private int plumb(Object... arguments) {
        out.reset();
        err.reset();
        return new Application(new Surroundings(
                        StepFunction.RAFT,
                        Explorer::explore,
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false))
                .run(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }

    private int check(Object... more) {
        Stream<Object> where = Stream.of("--trace-dir", directory);
        return plumb(Stream.of(FINDS_TWO_VOTES.stream(), where, Stream.of(more))
                .flatMap(part -> part)
                .toArray());
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void bad(String complaint, Object... arguments) {
        assertEquals(ExitCode.BAD_USAGE, plumb(arguments));
        assertEquals("plumb: " + complaint + "\n", err());
        assertEquals("", out());
    }

    @BeforeEach
    void findTrace() {
        assertEquals(ExitCode.VIOLATED, check(), err());
        trace = directory.resolve("ElectionSafety-3-1-0-0.jsonl");
    }

    @Test
    void aTraceBecomesAPage() throws IOException {
        Path page = directory.resolve("page.html");
        Files.writeString(page, "old");
        assertEquals(0, plumb("view", trace, "-o", page), err());
        assertEquals("Page: " + page + "\n", out());
        String html = Files.readString(page);
        assertTrue(html.startsWith("<!doctype html>"));
        assertTrue(html.contains("<title>ElectionSafety-3-1-0-0</title>"));
        assertTrue(html.contains("\"bounds\":\"3 servers, terms up to 1, "));
        assertTrue(html.contains("\"brokenAt\":6"));
        assertTrue(html.contains("\"rules\":\"voter-grants-two-votes\""));
    }

    @Test
    void otherRulesMayBeNamed() throws IOException {
        Path page = directory.resolve("page.html");
        assertEquals(0, plumb("view", trace, "-o", page, "--bug", "none"), err());
        String html = Files.readString(page);
        assertFalse(html.contains("brokenAt\":6"));
        assertTrue(html.contains("\"skipped\":"));
        assertTrue(html.contains("voter-grants-two-votes, run with others"));
    }

    @Test
    void whatIsWrongIsSaidInOneLineAndNothingIsWritten() throws IOException {
        Path missing = directory.resolve("missing.jsonl");
        bad("there is no file " + missing, "view", missing);
        bad("missing required parameter: 'TRACE' (see plumb view --help)", "view");
        Path nowhere = directory.resolve("no/page.html");
        bad("the page cannot be written: there is no directory " + nowhere.getParent(), "view", trace, "-o", nowhere);
        bad("the page cannot be written: " + directory + " is a directory", "view", trace, "-o", directory);
        Path page = Files.writeString(directory.resolve("page.html"), "old");
        Files.writeString(trace, Files.readString(trace).replaceFirst("(?m)^\\{\"action.*\n", ""));
        bad(trace + ": line 3: server 2 was never sent this message", "view", trace, "-o", page);
        assertEquals("old", Files.readString(page));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(2, files.count(), "no temporary file is left");
        }
    }

    @Test
    void checkDrawsTheViolationThatItFinds() throws IOException {
        assertEquals(ExitCode.VIOLATED, check("--view"), err());
        Path besides = directory.resolve("ElectionSafety-3-1-0-0.html");
        assertTrue(out().endsWith("Trace: " + trace + "\nPage: " + besides + "\n"), out());
        assertTrue(Files.readString(besides).contains("\"brokenAt\":6"));
        Path other = directory.resolve("other.html");
        assertEquals(ExitCode.VIOLATED, check("--view", other, "--json"), err());
        assertEquals(
                other.toString(), new ObjectMapper().readTree(out()).get("page").textValue());
        assertTrue(Files.exists(other));
    }

    @Test
    void thatThePageCannotBeWrittenIsSaidBeforeTheSearch() {
        Path nowhere = directory.resolve("no/page.html");
        assertEquals(ExitCode.BAD_USAGE, check("--view", nowhere));
        assertEquals(
                "plumb: --view is " + nowhere + ", but there is no directory " + nowhere.getParent()
                        + " (see plumb check --help)\n",
                err());
    }

    @Test
    void theTraceOfAKnownBugNamesItsRulesAndReplays() throws IOException {
        assertEquals(
                "voter-grants-two-votes",
                TraceReader.read(trace).header().rules().orElseThrow());
        assertEquals(0, plumb("replay", trace), err());
    }
}
