package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceReader;
import plumbline.checker.trace.TraceWriter;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;

/** {@code plumb simulate}, and {@code plumb shrink} on what it finds. */
class SimulateCommandTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int plumb(String... arguments) {
        out.reset();
        err.reset();
        return new Application(new Surroundings(
                        StepFunction.RAFT,
                        (options, progress) -> {
                            throw new AssertionError("should not have explored");
                        },
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false))
                .run(arguments);
    }

    private int simulate(String... arguments) {
        List<String> all = new ArrayList<>(List.of("simulate", "--trace-dir", directory.toString()));
        all.addAll(List.of(arguments));
        return plumb(all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Trace only() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.toList();
            assertEquals(1, found.size(), found::toString);
            return TraceReader.read(found.get(0));
        }
    }

    @Test
    void onTheCoreNothingBreaksAndItIsSaidHowMuchHappened() throws IOException {
        assertEquals(ExitCode.HOLDS, simulate("--schedules", "20", "--seed", "5"), this::err);
        for (String what : List.of("leaders elected", "entries committed", "conflicts", "truncations", "restarts")) {
            assertTrue(out().matches("(?s).*\\R  " + what + " +[1-9][0-9,]* +[0-9]+\\.[0-9]{2}\\R.*"), this::out);
        }
        assertTrue(out().contains("20 schedules, 40,000 steps"), this::out);
        assertTrue(out().contains("holds: none of these schedules breaks a property."), this::out);
        assertTrue(err().matches("40,000 steps in .* s on .* threads?: .* checked steps/s\\R"), this::err);
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void theSameSeedPrintsTheSameOnAnyNumberOfThreads() {
        List<String> printed = new ArrayList<>();
        for (String threads : List.of("1", "2", "5")) {
            assertEquals(
                    ExitCode.VIOLATED,
                    simulate("--bug", "P01", "--properties", "ElectionSafety", "--servers", "3", "--threads", threads));
            printed.add(out());
        }
        assertEquals(printed.get(0), printed.get(1));
        assertEquals(printed.get(0), printed.get(2));
    }

    @ParameterizedTest
    @CsvSource({"E01,ElectionSafety,6", "R01,CommittedOnMajority,7", "R13,MatchIndexMonotonic,8"})
    void whatItFindsReplaysAsAShortTrace(String bug, String property, int choices) throws IOException {
        assertEquals(ExitCode.VIOLATED, simulate("--bug", bug, "--properties", property, "--servers", "3"), this::err);
        Trace trace = only();
        assertEquals(choices, trace.choices().size());
        assertTrue(
                out().contains(property + " is violated: "
                        + trace.violation().orElseThrow().reason()),
                this::out);
        Path file = directory.resolve(trace.header().name() + ".jsonl");
        assertTrue(out().endsWith("Trace: " + file + System.lineSeparator()), this::out);
        assertEquals(ExitCode.HOLDS, plumb("replay", file.toString()), this::err);
        assertEquals(ExitCode.VIOLATED, plumb("replay", file.toString(), "--bug", "none"), this::err);
    }

    @Test
    void differentSeedsUsuallyEndInTheSameTrace() throws IOException {
        List<List<Choice>> found = new ArrayList<>();
        for (String seed : List.of("1", "1000", "2000", "3000", "4000")) {
            simulate("--bug", "E01", "--properties", "ElectionSafety", "--servers", "3", "--seed", seed);
            found.add(only().choices());
        }
        long same = found.stream().filter(found.get(0)::equals).count();
        assertTrue(same >= 4, () -> same + " of " + found.size() + " are the same");
    }

    @Test
    void programsGetOneObject() throws IOException {
        assertEquals(ExitCode.VIOLATED, simulate("--bug", "C07", "--properties", "CommittedOnMajority", "--json"));
        JsonNode json = new ObjectMapper().readTree(out());
        assertEquals("violated", json.get("verdict").textValue());
        assertEquals("CommittedOnMajority", json.get("property").textValue());
        assertTrue(json.get("leadersElected").longValue() > 0, this::out);
        assertEquals(only().choices().size(), json.get("choices").intValue());
        assertTrue(Files.exists(Path.of(json.get("trace").textValue())));
    }

    @Test
    void whereNothingHappensNothingWasChecked() {
        assertEquals(ExitCode.INCOMPLETE, simulate("--faults", "loss=1000", "--schedules", "2"));
        assertTrue(out().contains("incomplete: no leader was ever elected"), this::out);
        assertEquals(ExitCode.INCOMPLETE, simulate("--faults", "clients=0", "--schedules", "2"));
        assertTrue(out().contains("incomplete: nothing was ever committed"), this::out);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--steps 0|--steps is 0, must be 1 or more",
                "--steps 100001|--steps is 100001, must be 1 to 100000",
                "--schedules 0|--schedules is 0, must be 1 or more",
                "--threads 0|--threads is 0, must be 1 to 1000",
                "--threads 100000|--threads is 100000, must be 1 to 1000",
                "--servers 10|--servers is 10, must be 1 to 9",
                "--network bag|--network is bag, must be set",
                "--properties canReachLeader|--properties has only what no single schedule can break",
                "--properties Safety|--properties names 'Safety', must be some of ElectionSafety",
                "--bug none-such|--bug is 'none-such', must be none or one of voter-grants-two-votes",
                "--faults much|--faults has 'much', must be drawn, none, or some of loss,",
                "--faults loss=1001|--faults: loss is 1001, must be 0 to 1000",
                "--faults loss=x|--faults has 'loss=x', must be",
                "--seed x|invalid value for option '--seed': 'x' is not a whole number",
            })
    void nonsenseGetsOneClearLine(String arguments, String complaint) {
        assertEquals(ExitCode.BAD_USAGE, simulate(arguments.split(" ")));
        assertEquals("", out());
        assertTrue(err().startsWith("plumb: " + complaint), this::err);
        assertEquals(1, err().lines().count());
    }

    @Test
    void aTraceIsShrunkToWhatMatters() throws IOException {
        simulate("--bug", "R08", "--properties", "StateMachineSafety", "--servers", "3");
        Trace short1 = only();
        List<Choice> longer = new ArrayList<>(short1.choices());
        longer.add(0, Choice.electionTimeout(3));
        longer.add(1, Choice.electionTimeout(3));
        Path file = directory.resolve("longer.jsonl");
        Trace.Header header = short1.header();
        TraceWriter.write(new Trace(header, longer, short1.violation()), file);
        // Within the bounds of the short one there is no room for two more elections.
        int code = plumb("shrink", file.toString());
        assertEquals(ExitCode.BAD_USAGE, code, this::out);
        assertTrue(err().startsWith("plumb: " + file + ": "), this::err);
    }

    @Test
    void shrinkingWritesBesideTheTraceOrWhereItIsTold() throws IOException {
        simulate("--bug", "E01", "--properties", "ElectionSafety", "--servers", "3");
        Trace found = only();
        Path file = directory.resolve(found.header().name() + ".jsonl");
        List<Choice> longer = new ArrayList<>(found.choices());
        longer.add(2, longer.get(1) instanceof Choice.Deliver ? longer.get(1) : longer.get(2));
        TraceWriter.write(new Trace(found.header(), longer, found.violation()), file);

        assertEquals(ExitCode.HOLDS, plumb("shrink", file.toString()), this::err);
        assertTrue(out().contains("7 choices shrunk to 6."), this::out);
        Path beside = directory.resolve(found.header().name() + "-shrunk.jsonl");
        assertEquals(found, TraceReader.read(beside));

        Path told = directory.resolve("told.jsonl");
        assertEquals(ExitCode.HOLDS, plumb("shrink", file.toString(), "-o", told.toString(), "--json"), this::err);
        JsonNode json = new ObjectMapper().readTree(out());
        assertEquals(7, json.get("choices").intValue());
        assertEquals(6, json.get("shrunkChoices").intValue());
        assertEquals(found, TraceReader.read(told));
    }

    @Test
    void whatBreaksNothingIsNotShrunk() throws IOException {
        simulate("--bug", "E01", "--properties", "ElectionSafety", "--servers", "3");
        Path file = directory.resolve(only().header().name() + ".jsonl");
        assertEquals(ExitCode.VIOLATED, plumb("shrink", file.toString(), "--bug", "none"));
        assertTrue(err().contains("breaks nothing with these rules: there is nothing to shrink"), this::err);
        assertEquals(ExitCode.BAD_USAGE, plumb("shrink", directory.toString()));
        assertEquals(ExitCode.BAD_USAGE, plumb("shrink"));
        assertEquals(ExitCode.BAD_USAGE, plumb("shrink", file.toString(), "-o", directory.toString()));
    }
}
