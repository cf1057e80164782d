package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import plumbline.checker.conform.Vectors;
import plumbline.checker.explore.Explorer;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

class ConformCommandTest {
    private static final Path VECTORS = Vectors.kept(Bounds.of(3, 1, 1, 1));

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int plumb(List<String> arguments) {
        out.reset();
        err.reset();
        return new Application(new Surroundings(
                        StepFunction.RAFT,
                        Explorer::explore,
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false))
                .run(arguments.toArray(String[]::new));
    }

    private int conform(String mode, String... options) {
        List<String> arguments = new ArrayList<>(List.of("conform", "--trace-dir", directory.toString()));
        arguments.addAll(List.of(options));
        arguments.add("--");
        arguments.addAll(FakeAdapter.command(mode));
        return plumb(arguments);
    }

    private int ask(String mode, String... options) {
        List<String> all = new ArrayList<>(List.of("--vectors", VECTORS.toString()));
        all.addAll(List.of(options));
        return conform(mode, all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "crash | ends with exit code 1 without a reply",
                "exit | ends with exit code 3 without a reply",
                "hang | does not reply within 2.0 s",
                "garbage | replies with garbage, \"Segmentation fault\": the line is not JSON",
                "wrong-id | replies with the id \"nobody\"",
                "no-id | replies without an id",
                "endless-line | replies with more than 1048576 bytes in one line"
            })
    void whateverGoesWrongIsNamedWithTheVectorThatDidIt(String mode, String reason) throws IOException {
        assertEquals(1, ask(mode, "--time-limit", "2"));
        assertTrue(out().contains("The adapter " + reason), out());
        // The first question is the greeting, so the fifth is the fourth vector, on line 5.
        String vector = new ObjectMapper()
                .readTree(Files.readAllLines(VECTORS).get(4))
                .path("id")
                .textValue();
        assertTrue(out().contains("   vector    " + vector + "\n"), out());
    }

    @Test
    void standardErrorIsPassedOn() {
        ask("crash");
        assertTrue(err().contains("out of ideas"), err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error | the answer | a step | \"not implemented\"",
                "no-state | state | a JSON object | \"fine\"",
                "no-messages | messages | [] | 7"
            })
    void anAnswerThatIsNoStepIsADisagreement(String mode, String field, String expected, String actual) {
        assertEquals(1, ask(mode));
        assertTrue(
                out().contains("   field     " + field + "\n     expected  " + expected + "\n     actual    " + actual),
                out());
    }

    @Test
    void aProfileThatIsNoneIsNamed() {
        assertEquals(1, ask("bad-profile"));
        assertTrue(
                out().contains("The adapter declares a profile whose profile.lacks is [\"term\"], must be [] or"
                        + " [\"conflictTerm\"] or [\"conflictTerm\", \"conflictIndex\"]"),
                out());
    }

    @Test
    void eachKindOfDisagreementHasAScheduleThatReplays() throws IOException {
        assertEquals(
                1,
                ask("idle", "--json", "--junit", directory.resolve("junit.xml").toString()));
        JsonNode report = new ObjectMapper().readTree(out());
        assertFalse(report.path("agrees").booleanValue());
        assertEquals(714, report.path("asked").longValue());
        long differing = 0;
        for (JsonNode disagreement : report.path("disagreements")) {
            differing += disagreement.path("count").longValue();
            assertEquals(0, plumb(List.of("replay", disagreement.path("trace").textValue())), err());
            assertTrue(out().contains("must become"), out());
        }
        assertEquals(714 - report.path("agreed").longValue(), differing);
        assertTrue(report.path("disagreements").size() > 5);
        checkJUnit(report);
    }

    @Test
    void aScheduleOfARaftThatLacksFieldsReplaysOnItsRules() throws IOException {
        Path vectors = directory.resolve("lacking.jsonl");
        List<String> write = List.of(
                "vectors",
                "--servers=2",
                "--terms=2",
                "--entries=1",
                "--restarts=0",
                "--lacks=conflictTerm,conflictIndex",
                "--output=" + vectors);
        assertEquals(0, plumb(write), err());
        Path profile = Files.writeString(
                directory.resolve("profile.json"), "{\"profile\":{\"lacks\":[\"conflictTerm\",\"conflictIndex\"]}}\n");
        assertEquals(1, conform("idle", "--vectors", vectors.toString(), "--profile", profile.toString(), "--json"));
        for (JsonNode disagreement : new ObjectMapper().readTree(out()).path("disagreements")) {
            assertEquals(0, plumb(List.of("replay", disagreement.path("trace").textValue())), err());
        }
        // Vectors are no traces, though they may lie beside some.
        assertEquals(0, plumb(List.of("replay", "--all", directory.toString())), err());
    }

    private void checkJUnit(JsonNode report) throws IOException {
        Element suite;
        try {
            suite = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(directory.resolve("junit.xml").toFile())
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new AssertionError(e);
        }
        assertEquals("testsuite", suite.getTagName());
        assertEquals(
                report.path("disagreements").size(),
                suite.getElementsByTagName("failure").getLength());
        assertEquals(
                suite.getAttribute("tests"),
                String.valueOf(suite.getElementsByTagName("testcase").getLength()));
    }

    @Test
    void inLockstepTheFirstDisagreementIsMadeAsShortAsCanBe() throws IOException {
        assertEquals(1, conform("idle", "--random", "--schedules", "3", "--steps", "50", "--json"));
        JsonNode report = new ObjectMapper().readTree(out());
        assertEquals(1, report.path("disagreements").size());
        JsonNode only = report.path("disagreements").path(0);
        assertEquals("START_ELECTION", only.path("rule").textValue());
        // Header, one choice, outcome.
        assertEquals(
                3, Files.readAllLines(Path.of(only.path("trace").textValue())).size());
    }

    @ParameterizedTest
    @CsvSource({"crash", "hang", "garbage"})
    void inLockstepTooWhatGoesWrongIsNamed(String mode) {
        assertEquals(1, conform(mode, "--random", "--time-limit", "2"), out());
    }

    @Test
    void badUsageIsOneLineAndTwo() throws IOException {
        List<String> adapter = List.of("--", "true");
        assertUsage("conform takes either --vectors FILE or --random", adapter);
        assertUsage("the command that starts the adapter is missing, after --", List.of("--random"));
        assertUsage("--servers is 10, must be 1 to 9", List.of("--random", "--servers", "10", "--", "true"));
        assertUsage("--steps is 0, must be 1 to 1000000", List.of("--random", "--steps", "0", "--", "true"));
        assertUsage("there is no file nowhere.jsonl", List.of("--vectors", "nowhere.jsonl", "--", "true"));
        assertUsage("the command no-such-command cannot be started", List.of("--random", "--", "no-such-command"));
        Path bad = Files.writeString(directory.resolve("bad.jsonl"), "{}\n");
        assertUsage(bad + ": line 1: vectorsVersion is missing", List.of("--vectors", bad.toString(), "--", "true"));
        assertUsage(
                bad + ": line 1: profile is missing", List.of("--random", "--profile", bad.toString(), "--", "true"));
        assertUsage(directory + " is a directory", List.of("--vectors", directory.toString(), "--", "true"));
    }

    private void assertUsage(String complaint, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("conform", "--trace-dir", directory.toString()));
        all.addAll(arguments);
        assertEquals(2, plumb(all), err());
        assertTrue(err().contains("plumb: " + complaint), err());
        assertEquals(1, err().lines().count(), err());
    }

    @Test
    void vectorsAreWrittenOrNothingIs() throws IOException {
        Path file = directory.resolve("v.jsonl");
        assertEquals(
                0,
                plumb(List.of(
                        "vectors",
                        "--servers",
                        "3",
                        "--terms",
                        "1",
                        "--entries",
                        "1",
                        "--restarts",
                        "1",
                        "-o",
                        file.toString())),
                err());
        assertEquals(Files.readString(VECTORS), Files.readString(file));
        assertTrue(out().startsWith("714 vectors of 3 servers"), out());
        Path none = directory.resolve("none.jsonl");
        assertEquals(2, plumb(List.of("vectors", "--network", "bag", "-o", none.toString())));
        assertEquals(2, plumb(List.of("vectors", "--lacks", "term", "-o", none.toString())));
        assertEquals(
                2,
                plumb(List.of(
                        "vectors",
                        "--terms",
                        "1",
                        "-o",
                        directory.resolve("no/dir").toString())));
        assertEquals(1, err().lines().count(), err());
        assertFalse(Files.exists(none));
        try (var left = Files.list(directory)) {
            assertEquals(1, left.count());
        }
    }
}
