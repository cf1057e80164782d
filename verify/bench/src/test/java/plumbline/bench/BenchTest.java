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
        assertEquals(0, run("ladder", "--rows", "2/1/1/0,3/2/1/1", "--xmx", "200m", "--rounds", "2"), out::toString);
        List<String> lines = out.toString().lines().toList();
        assertEquals(4, lines.size());
        String number = "[0-9.,]+";
        String spread = number + " \\(" + number + " to " + number + "\\)";
        String row =
                "\\| 3/2/1/1 \\| %n \\| %n \\| %s \\| a few thousand worlds, 0.1 s \\| 0.20 s \\| %s \\| %n \\| %n \\| holds \\|"
                        .replace("%n", number)
                        .replace("%s", spread);
        assertTrue(lines.get(3).matches(row), lines.get(3));
    }

    @Test
    void aRungThatIsTooHighTellsHowFarItCameAndDoesNotStopTheOthers() {
        assertEquals(
                1, run("ladder", "--rows", "3/2/1/1,4/3/3/3,2/1/1/0", "--xmx", "48m", "--minutes", "0"), out::toString);
        List<String> lines = out.toString().lines().toList();
        assertEquals(5, lines.size(), out::toString);
        assertTrue(lines.get(2).contains("| incomplete: stopped after 0.0 minutes, 0 levels down |"), lines.get(2));
        assertTrue(lines.get(3).contains("| failed: "), lines.get(3));
        assertTrue(lines.get(3).contains("the tables alone do not fit into "), lines.get(3));
        assertTrue(lines.get(4).startsWith("| 2/1/1/0 |"), lines.get(4));
    }

    @Test
    void tlcAndTheExplorerCountTheSame() {
        int code = run("tlc", "--row", "1/2/2/1", "--rounds", "1", "--spec", "../../spec", "--tlc-xmx", "256m");
        assertEquals(0, code, out::toString);
        assertTrue(out.toString().contains("Equal counts of distinct states: explorer and TLC."), out::toString);
        assertTrue(
                out.toString().contains("Equal counts of distinct states: explorer, symmetry and TLC, symmetry."),
                out::toString);
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
            String row = "\\| 2 \\| " + contestant.title() + "( \\| [0-9.,]+){4} \\|";
            assertTrue(out.toString().lines().anyMatch(line -> line.matches(row)), out::toString);
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

    @Test
    void noClientsAndNoFolderAreBadUsage() {
        assertEquals(2, run("store", "--threads", "4,0"));
        assertTrue(out.toString().contains("--threads, --rounds and --seconds must be above 0"), out::toString);
        assertEquals(2, run("aims", "--dir", "no/such/folder"));
        assertTrue(out.toString().contains("--dir: no/such/folder is not a directory"), out::toString);
    }
}
