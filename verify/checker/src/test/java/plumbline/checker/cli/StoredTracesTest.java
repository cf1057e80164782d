package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import plumbline.checker.Mutants;
import plumbline.checker.explore.Explorer;
import plumbline.checker.world.StepFunction;

/** What every build does with {@code plumb}: it replays all stored traces, and checks the core as it is. */
class StoredTracesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int plumb(StepFunction rules, String... arguments) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Application(new Surroundings(
                        rules, Explorer::explore, InputStream.nullInputStream(), print, print, false))
                .run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyStoredTraceReplays() {
        assertEquals(ExitCode.HOLDS, plumb(StepFunction.RAFT, "replay", "--all", "../../traces"), this::out);
    }

    /** Who breaks a rule of the core reads here how that goes wrong: a story, and where its trace is. */
    @Test
    void theCoreAsItIsHolds() {
        assertEquals(ExitCode.HOLDS, checked(StepFunction.RAFT), this::out);
    }

    /** Explores a little first, for a shortest story, then runs longer schedules. */
    private int checked(StepFunction rules) {
        List<String> where = List.of("--trace-dir", "target/found");
        List<List<String>> commands = List.of(
                List.of("check", "--terms", "2"),
                List.of("check", "--servers", "2", "--terms", "3", "--entries", "2", "--restarts", "0"),
                List.of("simulate", "--servers", "3", "--schedules", "100"),
                List.of("simulate", "--servers", "5", "--schedules", "100"));
        for (List<String> command : commands) {
            List<String> all = new ArrayList<>(command);
            all.addAll(where);
            out.reset();
            int code = plumb(rules, all.toArray(String[]::new));
            if (code != ExitCode.HOLDS) {
                return code;
            }
        }
        return ExitCode.HOLDS;
    }

    @Test
    void aBrokenRuleIsToldInAShortStoryWithATrace() {
        assertEquals(ExitCode.VIOLATED, checked(Mutants.VOTES_TWICE));
        assertTrue(out().contains("1. The election timeout of server"), this::out);
        assertTrue(out().contains("is violated: "), this::out);
        String trace = out().lines()
                .filter(line -> line.startsWith("Trace: "))
                .map(line -> line.substring(7))
                .findFirst()
                .orElseThrow();
        assertTrue(Files.exists(Path.of(trace)));
        assertEquals(ExitCode.HOLDS, plumb(Mutants.VOTES_TWICE, "replay", trace), this::out);
    }
}
