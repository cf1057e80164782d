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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.checker.explore.Explorer;
import plumbline.checker.world.StepFunction;

class LinearizeCommandTest {
    private static final String STALE = """
            INFO  jepsen.util - 0 :invoke :write 1
            INFO  jepsen.util - 0 :ok :write 1
            INFO  jepsen.util - 1 :invoke :write 2
            INFO  jepsen.util - 2 :invoke :read nil
            INFO  jepsen.util - 1 :ok :write 2
            INFO  jepsen.util - 2 :ok :read 2
            INFO  jepsen.util - 3 :invoke :read nil
            INFO  jepsen.util - 3 :ok :read 1
            """;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int plumb(String... arguments) {
        out.reset();
        err.reset();
        return new Application(new Surroundings(
                        StepFunction.RAFT,
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

    private String history(String text) throws IOException {
        return Files.writeString(directory.resolve("history.log"), text).toString();
    }

    @Test
    void aHistoryThatCanBeOrderedIsZero() throws IOException {
        assertEquals(0, plumb("linearize", history(STALE.replace("read 1", "read 2")), "--model", "register"), err());
        assertTrue(out().contains("4 operations by 4 processes on 1 register; 0 with unknown outcome"), out());
        assertTrue(out().endsWith("\nLinearizable.\n"), out());
        assertEquals("", err());
    }

    @Test
    void aViolationTellsThePrefixTheOperationAndWhy() throws IOException {
        assertEquals(1, plumb("linearize", history(STALE), "--model", "register"));
        assertTrue(out().contains("""
                The longest prefix that can be ordered ends before line 8. An order of its 3 operations:
                    process 0: write 1 (lines 1-2)
                    process 1: write 2 (lines 3-5)
                    process 2: read gives 2 (lines 4-6)
                Cannot be placed: process 3's read gives 1 (lines 7-8).
                It gives 1; but in every order of the others, the register holds 2 while it runs. The last to write 1 was \
                process 0's write 1 (lines 1-2); after that process 1's write 2 (lines 3-5) was called and answered, all \
                before this one was called.
                """), out());
        assertTrue(out().endsWith("\nNot linearizable.\n"), out());
    }

    @Test
    void aPictureIsOnePageThatNeedsNothingElse() throws IOException {
        Path picture = directory.resolve("picture.html");
        assertEquals(1, plumb("linearize", history(STALE), "--model", "register", "-o", picture.toString()));
        String page = Files.readString(picture);
        assertEquals(4, page.split("<rect class=\"bar", -1).length - 1);
        assertEquals(1, page.split("<rect class=\"bar misplaced", -1).length - 1);
        assertEquals(3, page.split("<circle", -1).length - 1);
        assertTrue(page.contains("prefers-color-scheme: dark"));
        assertFalse(page.contains("http"));
        assertTrue(out().endsWith("\nPicture: " + picture + "\n"), out());
        Files.delete(picture);
        assertEquals(
                0,
                plumb(
                        "linearize",
                        history(STALE.replace("read 1", "read 2")),
                        "--model",
                        "register",
                        "-o",
                        picture.toString()));
        assertFalse(Files.exists(picture));
    }

    @Test
    void jsonIsOneObject() throws IOException {
        assertEquals(1, plumb("linearize", history(STALE), "--model", "cas-register", "--json"));
        JsonNode json = new ObjectMapper().readTree(out());
        assertEquals("violated", json.get("verdict").textValue());
        JsonNode violation = json.get("violations").get(0);
        assertEquals(3, violation.get("prefix").size());
        assertEquals(8, violation.get("misplaced").get("answerLine").intValue());
        assertTrue(violation.get("key").isNull());
    }

    @Test
    void theInitialValueCanBeTold() throws IOException {
        String file = history("0 :invoke :read nil\n0 :ok :read 0\n");
        assertEquals(1, plumb("linearize", file, "--model", "register"));
        assertEquals(0, plumb("linearize", file, "--model", "register", "--initial", "0"));
        assertEquals(2, plumb("linearize", file, "--model", "register", "--initial", "(0"));
        assertEquals(
                "plumb: --initial is '(0', must be a value as EDN has it: nil, 0, \"x\" (see plumb linearize --help)\n",
                err());
    }

    @Test
    void aSearchThatIsTooLargeIsIncompleteAndThree() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append(i)
                    .append(" :invoke :cas [")
                    .append(i)
                    .append(' ')
                    .append((i + 1) % 40)
                    .append("]\n");
            text.append(100 + i).append(" :invoke :write ").append(i).append('\n');
        }
        for (int i = 0; i < 40; i++) {
            text.append(i)
                    .append(" :ok :cas [")
                    .append(i)
                    .append(' ')
                    .append((i + 1) % 40)
                    .append("]\n");
            text.append(100 + i).append(" :ok :write ").append(i).append('\n');
        }
        for (int value : new int[] {3, 4, 3, 5, 3}) {
            text.append("999 :invoke :read nil\n999 :ok :read ").append(value).append('\n');
        }
        String file = history(text.toString());
        assertEquals(3, plumb("linearize", file, "--model", "cas-register", "--max-megabytes", "2"));
        assertTrue(out().endsWith("\nIncomplete: no verdict within 2 MB of memory.\n"), out());
        assertEquals(3, plumb("linearize", file, "--model", "cas-register", "--max-seconds", "1"));
        assertTrue(out().contains("\nIncomplete: no verdict within "), out());
    }

    @Test
    void badUsageAndBadInputAreOneLineAndTwo() throws IOException {
        String file = history(STALE.replace(":read 1", ":write 1"));
        String[][] commands = {
            {"--model", "set"}, {"--model", "register", "--max-seconds", "0"}, {}, {"--model", "register"},
        };
        String[] complaints = {
            "plumb: --model is 'set', must be one of register, cas-register, kv (see plumb linearize --help)\n",
            "plumb: --max-seconds is 0, must be 1 or more (see plumb linearize --help)\n",
            "plumb: missing required option: '--model=MODEL' (see plumb linearize --help)\n",
            "plumb: " + file + ": line 8: process 3 is answered write, but called read in line 7\n",
        };
        for (int i = 0; i < commands.length; i++) {
            String[] arguments = new String[commands[i].length + 2];
            arguments[0] = "linearize";
            arguments[1] = file;
            System.arraycopy(commands[i], 0, arguments, 2, commands[i].length);
            assertEquals(2, plumb(arguments));
            assertEquals(complaints[i], err());
            assertEquals("", out());
        }
        assertEquals(2, plumb("linearize", directory.resolve("none").toString(), "--model", "register"));
        assertEquals("plumb: there is no file " + directory.resolve("none") + "\n", err());
        assertEquals(2, plumb("linearize", directory.toString(), "--model", "register"));
        assertEquals("plumb: " + directory + " is a directory, not a history\n", err());
        assertEquals(
                2,
                plumb(
                        "linearize",
                        history(STALE),
                        "--model",
                        "register",
                        "-o",
                        directory.resolve("no/such/picture.html").toString()));
        assertTrue(err().contains("no/such/picture.html cannot be written"), err());
    }
}
