package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import plumbline.checker.Mutants;
import plumbline.checker.explore.BoundsTooLargeException;
import plumbline.checker.explore.Explorer;
import plumbline.checker.explore.Progress;
import plumbline.checker.property.Property;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceReader;
import plumbline.checker.world.StepFunction;

class CheckCommandTest {
    private static final String[] SMALL = {"--terms", "1", "--entries", "0", "--restarts", "0"};
    private static final Exploration NEVER = (options, execution, progress) -> {
        throw new AssertionError("should not have explored");
    };

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(StepFunction rules, Exploration exploration, boolean terminal, String... arguments) {
        return new Application(new Surroundings(
                        rules, exploration, InputStream.nullInputStream(), print(out), print(err), terminal))
                .run(arguments);
    }

    private int check(StepFunction rules, String... more) {
        List<String> arguments = new ArrayList<>(List.of("check", "--trace-dir", directory.toString()));
        arguments.addAll(Arrays.asList(SMALL));
        arguments.addAll(Arrays.asList(more));
        return run(rules, Explorer::explore, false, arguments.toArray(String[]::new));
    }

    private static PrintStream print(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theCoreHoldsAndTheReportSaysOfWhat() {
        assertEquals(0, check(StepFunction.RAFT), text(err));
        String report = text(out);
        assertTrue(report.startsWith("Checking 3 servers, terms up to 1, logs up to 0, "), report);
        for (Property property : Property.all()) {
            assertTrue(
                    report.lines().anyMatch(line -> line.matches(" +" + property.title() + " +holds .*")),
                    property.title());
        }
        assertTrue(report.contains(" worlds, "), report);
        assertTrue(report.endsWith("holds: no schedule within these bounds breaks any of these properties.\n"), report);
        assertEquals("", text(err));
        assertEquals(List.of(), files());
    }

    @Test
    void aViolationIsToldAndKeptAsATraceThatReplays() throws IOException {
        assertEquals(1, check(Mutants.VOTES_TWICE, "--properties", "ElectionSafety"), text(err));
        Path file = directory.resolve("ElectionSafety-3-1-0-0.jsonl");
        assertEquals(List.of(file), files());
        String report = text(out);
        assertTrue(report.lines().anyMatch(line -> line.matches(" +ElectionSafety +violated .*")), report);
        assertTrue(report.contains("\n> 6. Server "), report);
        assertTrue(report.contains("\nElectionSafety is violated: server "), report);
        assertTrue(report.endsWith("violated: the schedule above is a shortest one.\nTrace: " + file + "\n"), report);
        Trace trace = TraceReader.read(file);
        assertEquals(6, trace.choices().size());
        assertEquals(
                trace.violation(),
                Replay.of(trace, Mutants.VOTES_TWICE).run(trace).violation());
    }

    @Test
    void theTraceDirectoryIsMadeWhenThereIsATrace() {
        Path deep = directory.resolve("a/b");
        assertEquals(0, check(StepFunction.RAFT));
        assertFalse(Files.exists(deep));
        assertEquals(
                1,
                run(
                        Mutants.VOTES_TWICE,
                        Explorer::explore,
                        false,
                        "check",
                        "--terms",
                        "1",
                        "--restarts",
                        "0",
                        "--trace-dir",
                        deep + ""));
        assertTrue(Files.exists(deep.resolve("OneVotePerTerm-3-1-1-0.jsonl")));
    }

    @Test
    void jsonIsOneObjectOfThePromisedShapeAndNothingElse() throws IOException {
        assertEquals(0, check(StepFunction.RAFT, "--json"));
        JsonNode json = json();
        assertEquals(
                List.of(
                        "verdict",
                        "worlds",
                        "transitions",
                        "depth",
                        "serverTuples",
                        "localTransitions",
                        "seconds",
                        "peakBytes",
                        "worldBytes",
                        "properties",
                        "coverage",
                        "reductions",
                        "trace"),
                names(json));
        assertEquals("holds", json.get("verdict").textValue());
        assertTrue(json.get("worlds").isIntegralNumber());
        assertEquals(Property.all().stream().map(Property::title).toList(), names(json.get("properties")));
        assertEquals("holds", json.get("properties").get("ElectionSafety").textValue());
        assertEquals(3, json.get("coverage").get("ElectionTimeout").intValue());
        assertTrue(json.get("trace").isNull());
        assertEquals("", text(err));
    }

    @Test
    void jsonOfAViolationNamesTheTrace() throws IOException {
        assertEquals(1, check(Mutants.VOTES_TWICE, "--json"));
        assertEquals("violated", json().get("verdict").textValue());
        assertTrue(Files.exists(Path.of(json().get("trace").textValue())));
        assertEquals("", text(err));
    }

    @Test
    void tooManyWorldsAreIncomplete() throws IOException {
        assertEquals(3, check(StepFunction.RAFT, "--max-worlds", "10", "--json"));
        assertEquals("incomplete", json().get("verdict").textValue());
        assertEquals(10, json().get("worlds").intValue());
        assertTrue(text(err).matches("plumb: incomplete: .*10 worlds.*\n"), text(err));
    }

    @Test
    void aBoundSoSmallThatAStepIsNeverTakenIsIncomplete() {
        StepFunction mute = (state, event) ->
                new plumbline.core.Step(plumbline.core.Raft.step(state, event).state(), List.of());
        assertEquals(3, check(mute, "--properties", "ElectionSafety"));
        assertTrue(
                text(out).contains("HandleRequestVoteRequest     0           never taken: bound too small\n"),
                text(out));
        assertTrue(text(out).contains("\nincomplete: the bounds are too small: never taken was "), text(out));
    }

    @Test
    void runningOutOfMemoryIsIncompleteWithTheCountsSoFar() throws IOException {
        Exploration full = (options, execution, progress) -> {
            progress.at(new Progress.Sample(5, 4, 3, 2, 1 << 20, 1));
            throw new OutOfMemoryError();
        };
        assertEquals(3, run(StepFunction.RAFT, full, false, "check", "--json"));
        assertEquals("incomplete", json().get("verdict").textValue());
        assertEquals(5, json().get("worlds").intValue());
        assertEquals("plumb: incomplete: memory ran out (java -Xmx gives more)\n", text(err));
    }

    @Test
    void boundsThatDoNotFitAreBadUsage() {
        Exploration tooLarge = (options, execution, progress) -> {
            throw new BoundsTooLargeException("the tables need 9 TB, there are 4 GB");
        };
        assertEquals(2, run(StepFunction.RAFT, tooLarge, false, "check", "--json"));
        assertEquals("plumb: the tables need 9 TB, there are 4 GB (see plumb check --help)\n", text(err));
        assertEquals("", text(out));
    }

    @Test
    void anErrorInPlumbItselfIsOneLineToo() {
        Exploration broken = (options, execution, progress) -> {
            throw new IllegalStateException("first\nsecond");
        };
        assertEquals(70, run(StepFunction.RAFT, broken, false, "check", "--json"));
        assertTrue(
                text(err)
                        .matches("plumb: internal error, please report it: "
                                + "java.lang.IllegalStateException: first second \\(.*\\)\n"),
                text(err));
        Exploration overflowing = (options, execution, progress) -> {
            throw new StackOverflowError();
        };
        assertEquals(70, run(StepFunction.RAFT, overflowing, false, "check", "--json"));
        assertEquals("", text(out));
    }

    @Test
    void progressIsShownOnATerminalOnlyAndWipedInTheEnd() {
        Exploration busy = (options, execution, progress) -> {
            progress.at(new Progress.Sample(2_000_000, 1_500_000, 9_000_000, 7, 300L << 20, 2));
            return Explorer.explore(options, Progress.NONE);
        };
        assertEquals(
                0, run(StepFunction.RAFT, busy, true, "check", "--terms", "1", "--entries", "0", "--restarts", "0"));
        String line = "2,000,000 worlds, 1,000,000/s, 500,000 to expand, depth 7, 300 MB, 2.0 s";
        assertEquals("\r" + line + "\r" + " ".repeat(line.length()) + "\r", text(err));
        err.reset();
        assertEquals(
                0, run(StepFunction.RAFT, busy, false, "check", "--terms", "1", "--entries", "0", "--restarts", "0"));
        assertEquals("", text(err));
    }

    @TestFactory
    Stream<DynamicTest> nonsenseGetsOneClearLine() throws IOException {
        String file = Files.createFile(directory.resolve("file")).toString();
        return Stream.of(
                        usage("--servers is 0, must be 1 to 9", "--servers", "0"),
                        usage("--servers is 10, must be 1 to 9", "--servers", "10"),
                        usage("--terms is -1, must be 1 to 10000", "--terms", "-1"),
                        usage("--entries is -1, must be 0 to 10000", "--entries=-1"),
                        usage("--window is 0, must be 1 or more", "--window", "0"),
                        usage("--max-worlds is 0, must be 1 or more", "--max-worlds", "0"),
                        usage("--drops is 1, must be 0 with the set network", "--drops", "1"),
                        usage("--duplicates is 65, must be 0 to 64", "--network", "bag", "--duplicates", "65"),
                        usage(
                                "invalid value for option '--servers': 'three' is not a whole number",
                                "--servers",
                                "three"),
                        usage("invalid value for option '--servers': '' is not a whole number", "--servers", ""),
                        usage("invalid value for option '--terms': 99999999999 is too large", "--terms", "99999999999"),
                        usage("invalid value for option '--window': 'wide' is not a whole number", "--window", "wide"),
                        usage(
                                "invalid value for option '--network': 'mesh' is neither set nor bag",
                                "--network",
                                "mesh"),
                        usage("--properties names 'Safety', must be some of ElectionSafety,", "--properties", "Safety"),
                        usage("--properties names '', must be some of", "--properties", "ElectionSafety,"),
                        usage("--trace-dir is " + file + ", but " + file + " is not a directory", "--trace-dir", file),
                        usage(
                                "--trace-dir is " + file + "/x/y, but " + file + " is not a",
                                "--trace-dir",
                                file + "/x/y"),
                        usage("invalid value for option '--trace-dir'", "--trace-dir", "a\u0000b"),
                        usage("unknown option: '--server'", "--server", "3"),
                        usage("unknown option: '--a?b c'", "--a\u001bb\nc"),
                        usage("missing required parameter for option '--servers'", "--servers"),
                        usage("option '--servers' (N) should be specified only once", "--servers=1", "--servers=2"),
                        usage("'more' does not belong here", "more"),
                        usage("'@more' does not belong here", "@more"))
                .map(test -> dynamicTest(test.complaint, () -> {
                    err.reset();
                    List<String> arguments = new ArrayList<>(List.of("check"));
                    arguments.addAll(test.arguments);
                    assertEquals(2, run(StepFunction.RAFT, NEVER, false, arguments.toArray(String[]::new)), text(err));
                    assertTrue(text(err).startsWith("plumb: " + test.complaint), text(err));
                    assertTrue(text(err).endsWith(" (see plumb check --help)\n"), text(err));
                    assertEquals(1, text(err).lines().count(), text(err));
                    assertEquals("", text(out));
                }));
    }

    private record Usage(String complaint, List<String> arguments) {}

    private static Usage usage(String complaint, String... arguments) {
        return new Usage(complaint, List.of(arguments));
    }

    @Test
    void plumbAloneSaysThatACommandIsMissing() {
        assertEquals(2, run(StepFunction.RAFT, NEVER, false));
        assertEquals("plumb: missing required subcommand (see plumb --help)\n", text(err));
        err.reset();
        assertEquals(2, run(StepFunction.RAFT, NEVER, false, "chekc"));
        assertEquals("plumb: 'chekc' does not belong here (see plumb --help)\n", text(err));
    }

    @Test
    void helpHasExamplesDefaultsAndExitCodes() {
        assertEquals(0, run(StepFunction.RAFT, NEVER, false, "check", "--help"));
        String help = text(out);
        for (String part : List.of("Examples:", "Exit codes:", "(default: 3)", "--network=KIND", "--json")) {
            assertTrue(help.contains(part), part);
        }
        out.reset();
        assertEquals(0, run(StepFunction.RAFT, NEVER, false, "--help"));
        assertTrue(text(out).matches("(?s).*check +Explores every schedule.*"), text(out));
        out.reset();
        assertEquals(0, run(StepFunction.RAFT, NEVER, false, "--version"));
        assertTrue(text(out).startsWith("plumb "), text(out));
    }

    private JsonNode json() throws IOException {
        assertEquals(1, text(out).lines().count(), text(out));
        return new ObjectMapper().readTree(text(out));
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
