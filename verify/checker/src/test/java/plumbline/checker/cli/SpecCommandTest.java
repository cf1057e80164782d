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
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plumbline.checker.explore.Explorer;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.trace.TraceReader;
import plumbline.checker.world.StepFunction;

/** {@code plumb spec}, as a user gives it. */
class SpecCommandTest {
    private static final Path SPEC = Path.of("../../spec/Raft.tla");
    private static final String SMALL = "--servers 2 --terms 1 --entries 0 --restarts 0";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private StepFunction rules = StepFunction.RAFT;

    private int plumb(String line, Path... files) {
        out.reset();
        err.reset();
        String[] arguments = line.split(" ", -1);
        int file = 0;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("FILE")) {
                arguments[i] = files[file].toString();
                file++;
            }
        }
        return new Application(new Surroundings(
                        rules,
                        Explorer::explore,
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false))
                .run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path changed(String rule, String other) throws IOException {
        String spec = Files.readString(SPEC);
        assertTrue(spec.contains(rule));
        return Files.writeString(directory.resolve("Raft.tla"), spec.replace(rule, other));
    }

    private Path votesTwice() throws IOException {
        return changed("voter.votedFor \\in {Nobody, m.from} /\\ upToDate", "upToDate");
    }

    @Test
    void withoutBoundsTheGraphsAreEqualAtThoseOfEveryBuild() {
        assertEquals(0, plumb("spec diff"), () -> out() + err());
        List<String> rows = out().lines()
                .filter(line -> line.contains("equal, "))
                .map(line -> line.strip().replaceAll("equal, .*", "equal").replaceAll(" +", " "))
                .toList();
        assertEquals(
                List.of(
                        "3/1/1/1 278,110 278,110 22 22 - - equal",
                        "2/3/1/0 329,015 329,015 27 27 - - equal",
                        "2/2/2/0 267,767 267,767 27 27 - - equal",
                        "2/2/1/1 19,620 19,620 20 20 130,691 130,691 equal",
                        "3/1/0/1 1,378 1,378 10 10 8,911 8,911 equal",
                        "1/2/2/1 17 17 5 5 28 28 equal"),
                rows);
        assertTrue(out().endsWith("\nequal\n"), out());
        assertEquals("", err());
    }

    @Test
    void aDifferenceIsToldFromTheStartAndKeptAsATrace() throws IOException {
        assertEquals(1, plumb("spec diff " + SMALL + " --spec FILE --trace-dir FILE", votesTwice(), directory));
        for (String told : new String[] {
            "  3. Server 1 receives RequestVoteRequest from server 2 (term 1, log up to 0): answers no.",
            "Step 3, HandleRequestVoteRequest, has another outcome in the spec than in the code.",
            "  server[1].votedFor: spec 2, code 1",
            "\ndifferent\n"
        }) {
            assertTrue(out().contains(told), out());
        }
        Path trace = directory.resolve("spec-and-code-differ-2-1-0-0.jsonl");
        assertTrue(out().contains("Trace: " + trace), out());
        assertEquals(3, TraceReader.read(trace).choices().size());
        assertEquals(0, plumb("replay FILE", trace), err());
    }

    @Test
    void theExampleInTheSpecsReadmeFindsADifference() throws IOException, InterruptedException {
        List<String> example = Files.readString(SPEC.resolveSibling("README.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("sed "))
                .limit(2)
                .map(line -> line.replace("/tmp", directory.toString()))
                .toList();
        Process sed = new ProcessBuilder("sh", "-c", example.get(0))
                .directory(Path.of("../..").toFile())
                .inheritIO()
                .start();
        assertEquals(0, sed.waitFor());
        assertEquals(1, plumb(example.get(1).replaceFirst("plumb ", "") + " --trace-dir FILE", directory), err());
        assertTrue(out().contains("Step 3, HandleRequestVoteRequest, has another outcome"), out());
    }

    @Test
    void aDifferenceInTheCodeIsToldAlikeAndAsJson() throws IOException {
        rules = KnownBug.named("E01").orElseThrow().rules();
        assertEquals(1, plumb("spec diff " + SMALL + " --steps --json --trace-dir FILE", directory));
        JsonNode json = new ObjectMapper().readTree(out());
        assertEquals("different", json.get("verdict").textValue());
        JsonNode comparison = json.get("comparisons").get(0);
        assertEquals(13, comparison.get("specStates").intValue());
        JsonNode difference = comparison.get("difference");
        assertEquals("HandleRequestVoteRequest", difference.get("action").textValue());
        JsonNode value = difference.get("values").get(0);
        assertEquals("server[1].votedFor", value.get("field").textValue());
        assertEquals("1", value.get("spec").textValue());
        assertEquals("2", value.get("code").textValue());
    }

    @Test
    void checkPrintsBothVerdictsAndCountsSideBySide() throws IOException {
        assertEquals(0, plumb("spec check --terms 1"), () -> out() + err());
        assertTrue(Pattern.compile("verdict +holds +holds").matcher(out()).find(), out());
        assertTrue(Pattern.compile("states +(\\S+) +\\1\n").matcher(out()).find(), out());
        assertTrue(Pattern.compile("depth +(\\S+) +\\1\n").matcher(out()).find(), out());

        assertEquals(1, plumb("spec check --servers 3 --terms 1 --entries 0 --restarts 0 --spec FILE", votesTwice()));
        assertTrue(
                Pattern.compile("verdict +\\w+ violated +holds").matcher(out()).find(), out());
    }

    @Test
    void aTraceIsTakenByTheSpecOrTheLineOfTheFirstStepThatIsNotIsTold() throws IOException {
        String steps = """
                {"action":"ElectionTimeout","server":1}
                {"action":"ElectionTimeout","server":2}
                {"action":"HandleRequestVoteRequest","from":1,"to":3,"term":1,"lastLogIndex":0,"lastLogTerm":0}
                {"action":"HandleRequestVoteRequest","from":2,"to":3,"term":1,"lastLogIndex":0,"lastLogTerm":0}
                """;
        String header = """
                {"version":1,"name":"two-votes","story":["One.","Two."],%s"bounds":{"servers":3,"terms":1,"entries":0,\
                "commands":1,"burst":1,"restarts":0,"window":"unlimited","network":"set"},"property":null,"expected":"holds"}
                """;
        String outcome = "{\"outcome\":\"holds\"}\n";
        Path once = Files.writeString(directory.resolve("once.jsonl"), header.formatted("") + steps + outcome);
        Path twice = Files.writeString(
                directory.resolve("twice.jsonl"),
                header.formatted("\"rules\":\"voter-grants-two-votes\",") + steps + outcome);
        assertEquals(0, plumb("spec accept FILE", once), err());
        assertEquals(once + ": accepted, 4 steps\n", out());
        assertEquals(1, plumb("spec accept FILE FILE", twice, once), err());
        List<String> told = out().lines().toList();
        assertEquals(
                twice + ": line 5: HandleRequestVoteRequest has another outcome in the spec than in the code",
                told.get(0));
        assertEquals("  server[3].votedFor: spec 1, code 2", told.get(1));
        assertEquals(once + ": accepted, 4 steps", told.get(told.size() - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"diff " + SMALL, "check " + SMALL, "accept FILE"})
    void withoutAJavaThatRunsTlcItIsOneLineAndTwo(String command) throws IOException {
        plumb("spec diff " + SMALL + " --spec FILE --trace-dir FILE", votesTwice(), directory);
        Path trace = directory.resolve("spec-and-code-differ-2-1-0-0.jsonl");
        assertEquals(2, plumb("spec " + command + " --java /no/java", trace));
        assertEquals("plumb: /no/java: cannot be run as java, to run TLC: No such file or directory\n", err());
        assertFalse(out().contains("equal"));

        Path echo = Files.writeString(directory.resolve("java"), "#!/bin/sh\necho no memory\nexit 1\n");
        assertTrue(echo.toFile().setExecutable(true));
        assertEquals(2, plumb("spec " + command + " --java FILE", trace, echo));
        if (command.startsWith("accept")) {
            assertEquals(2, plumb("spec accept FILE --java FILE", trace, echo));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "VARIABLES | VARIABLE %% | line 18, column 10: Was expecting",
                "Nobody == 0 | Nobody == 0 + | line ",
                "Nobody == 0 | Nobody == Zero | line ",
                "Majority == Servers \\div 2 + 1 | Majority == Servers[1] | line ",
                "    server,       \\* server[i] | \\* server[i] | line ",
                "s.log[known + k].term, command | s.log[known + k + 1].term, command | line 80, column 25: Attempted to apply"
            })
    void aSpecThatMakesNoSenseIsOneLineWithFileAndPlaceAndTwo(String rule, String other, String place)
            throws IOException {
        Path spec = changed(rule, other);
        assertEquals(2, plumb("spec diff --servers 2 --terms 1 --entries 1 --restarts 0 --spec FILE", spec), out());
        assertEquals(1, err().lines().count(), err());
        assertTrue(err().startsWith("plumb: " + spec + ": " + place), err());
        assertFalse(err().contains("Exception"), err());
        assertEquals(2, plumb("spec check --servers 2 --terms 1 --entries 1 --restarts 0 --spec FILE", spec), out());
        assertTrue(err().startsWith("plumb: " + spec + ": " + place), err());
    }

    @Test
    void aFileThatIsNoSpecOrNoOutputOfTlcIsOneLineAndTwo() throws IOException {
        Path other = Files.write(directory.resolve("other"), new byte[] {(byte) 0xff, 0, 1});
        Path missing = directory.resolve("missing");
        assertEquals(2, plumb("spec diff --spec FILE", other));
        assertEquals("plumb: " + other + ": line 1, column 1: the file is not UTF-8\n", err());
        assertEquals(2, plumb("spec diff --spec FILE", missing));
        assertEquals("plumb: " + missing + ": no such file\n", err());
        assertEquals(2, plumb("spec import FILE -o FILE", other, directory.resolve("out.jsonl")));
        assertEquals("plumb: " + other + ": line 1, column 1: the file is not UTF-8\n", err());
        assertEquals(2, plumb("spec import FILE -o FILE", SPEC, directory.resolve("out.jsonl")));
        assertTrue(err().matches("plumb: .*Raft\\.tla: line \\d+, column \\d+: [^\n]+\n"), err());
        assertFalse(Files.exists(directory.resolve("out.jsonl")));
    }

    @Test
    void badUsageIsOneLineAndTwo() {
        assertEquals(2, plumb("spec diff --network bag"));
        assertEquals(
                "plumb: --network is bag, the spec has the set network only (see plumb spec diff --help)\n", err());
        assertEquals(2, plumb("spec check --workers 0"));
        assertEquals("plumb: --workers is 0, must be 1 or more (see plumb spec check --help)\n", err());
    }
}
