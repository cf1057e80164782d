package plumbline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import plumbline.bench.store.Aim;
import plumbline.bench.store.Contestant;

class BenchTest {
    private final StringWriter out = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new Bench())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(arguments);
    }

    @Test
    void aRungOfTheLadderIsMeasured() {
        assertEquals(0, run("ladder", "--rows", "2/1/1/0,1/1/1/0", "--xmx", "64m"), out::toString);
        List<String> lines = out.toString().lines().toList();
        assertEquals(4, lines.size());
        assertTrue(lines.get(2).matches("\\| 2/1/1/0 \\| \\d+ \\| \\d+ \\| .* \\| holds \\|"), lines.get(2));
    }

    @Test
    void aRungThatTakesTooLongIsSaidNotToHaveFinished() {
        assertEquals(1, run("ladder", "--rows", "5/3/2/0", "--xmx", "64m", "--limit", "0"));
        assertTrue(out.toString().endsWith("did not finish within 0 s |" + System.lineSeparator()), out::toString);
    }

    @Test
    void tlcAndTheExplorerCountTheSame() {
        int code = run("tlc", "--row", "1/2/2/1", "--rounds", "1", "--spec", "../../spec", "--xmx", "256m");
        assertEquals(0, code, out::toString);
        assertTrue(out.toString().contains("Both count the same distinct states."), out::toString);
    }

    @Test
    void aRowThatIsNoneIsBadUsage() {
        assertEquals(2, run("ladder", "--rows", "3/2"));
        assertTrue(out.toString().contains("'3/2' is not servers/terms/entries/restarts"), out::toString);
    }

    @Test
    void everyStoreCommitsUnderLoad() {
        int code = run("store", "--threads", "2", "--warm-up", "0", "--seconds", "0.5", "--rounds", "1");
        assertEquals(0, code, out::toString);
        for (Contestant contestant : Contestant.values()) {
            String row = "| 2 | " + contestant.title() + " | ";
            assertTrue(
                    out.toString().lines().anyMatch(line -> line.startsWith(row) && line.contains(" to ")),
                    out::toString);
        }
    }

    @Test
    void everyAimIsMeasured() {
        // Whether an aim is met says nothing here, on whatever machine this is.
        run("aims", "--fraction", "0.01");
        for (Aim aim : Aim.values()) {
            assertTrue(
                    out.toString()
                            .lines()
                            .anyMatch(line ->
                                    line.matches("\\| " + aim.title() + " \\| [0-9.]+ \\(.*\\| (met|missed) \\|")),
                    out::toString);
        }
    }

    @Test
    void anAimThatIsNoneIsBadUsage() {
        assertEquals(2, run("aims", "--only", "beauty"));
        assertTrue(out.toString().contains("there is no aim 'beauty'"), out::toString);
    }
}
