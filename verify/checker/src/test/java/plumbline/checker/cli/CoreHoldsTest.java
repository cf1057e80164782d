package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.checker.Mutants;
import plumbline.checker.explore.Explorer;
import plumbline.checker.world.StepFunction;

/** Whoever breaks a line of the core finds here what comes of it: the story, the trace, and a page to step through. */
class CoreHoldsTest {
    /** Most mistakes show within the first bounds; each of the others has room for some that need it. */
    private static final List<String> COMMANDS = List.of(
            "check",
            "check --terms 2 --entries 2 --restarts 0",
            "check --servers 2 --terms 2 --entries 2 --restarts 1",
            "simulate --schedules 400 --servers 3",
            "simulate --schedules 400 --servers 3 --window 1",
            "simulate --schedules 400 --servers 5");

    private static void assertHolds(StepFunction rules, Path directory, String... command) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
        Surroundings surroundings =
                new Surroundings(rules, Explorer::explore, InputStream.nullInputStream(), out, out, false);
        String[] arguments = Stream.concat(
                        Arrays.stream(command), Stream.of("--view", "--trace-dir", directory.toString()))
                .toArray(String[]::new);
        int code = new Application(surroundings).run(arguments);
        assertEquals(ExitCode.HOLDS, code, () -> "\n" + told.toString(StandardCharsets.UTF_8));
    }

    @Test
    void noScheduleBreaksAProperty() {
        // From the module's folder a path below it would send whoever reads the failure to the wrong place.
        Path directory = Path.of("target", "violations").toAbsolutePath();
        for (String command : COMMANDS) {
            assertHolds(StepFunction.RAFT, directory, command.split(" "));
        }
    }

    @Test
    void whereOneDoesNotTheFailureTellsTheStoryAndNamesTheTraceAndThePage(@TempDir Path directory) {
        Error failure = assertThrows(
                AssertionError.class, () -> assertHolds(Mutants.VOTES_TWICE, directory, "check", "--terms", "2"));
        String told = String.valueOf(failure.getMessage());
        assertTrue(told.contains("\n> 4. Server "), told);
        assertTrue(told.contains("\nOneVotePerTerm is violated: server "), told);
        for (String ending :
                new String[] {"Trace: OneVotePerTerm-3-2-1-1.jsonl", "Page: OneVotePerTerm-3-2-1-1.html"}) {
            Path file = directory.resolve(ending.replaceFirst(".*: ", ""));
            assertTrue(told.contains("\n" + ending.replaceFirst(": .*", ": ") + file), told);
            assertTrue(Files.exists(file), told);
        }
    }
}
