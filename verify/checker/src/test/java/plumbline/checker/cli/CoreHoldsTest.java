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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.checker.Mutants;
import plumbline.checker.explore.Explorer;
import plumbline.checker.world.StepFunction;

/** Whoever breaks a line of the core finds here what comes of it: the story, the trace, and a page to step through. */
class CoreHoldsTest {
    private static void assertHolds(StepFunction rules, Path directory) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
        int code = new Application(
                        new Surroundings(rules, Explorer::explore, InputStream.nullInputStream(), out, out, false))
                .run("check", "--terms", "2", "--view", "--trace-dir", directory.toString());
        assertEquals(ExitCode.HOLDS, code, () -> "\n" + told.toString(StandardCharsets.UTF_8));
    }

    @Test
    void everyScheduleOfASmallClusterKeepsAllProperties() {
        assertHolds(StepFunction.RAFT, Path.of("target", "violations"));
    }

    @Test
    void whereOneDoesNotTheFailureTellsTheStoryAndNamesTheTraceAndThePage(@TempDir Path directory) {
        Error failure = assertThrows(AssertionError.class, () -> assertHolds(Mutants.VOTES_TWICE, directory));
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
