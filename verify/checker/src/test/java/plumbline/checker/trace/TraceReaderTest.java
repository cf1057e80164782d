package plumbline.checker.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TraceReaderTest {
    private static final String GOOD = Traces.write(Traces.votesTwice());
    private static final byte[] HEADER =
            (GOOD.lines().findFirst().orElseThrow() + "\n").getBytes(StandardCharsets.UTF_8);

    /** A change to the good trace, and what the complaint must say after the file's name. */
    private record Case(String what, String from, String to, String complaint) {
        String text() {
            assertTrue(GOOD.contains(from), from);
            int at = GOOD.indexOf(from);
            return GOOD.substring(0, at) + to + GOOD.substring(at + from.length());
        }
    }

    @TestFactory
    Stream<DynamicTest> whatIsWrongIsNamedWithItsLine() {
        String vote =
                "{\"action\":\"HandleRequestVoteRequest\",\"from\":1,\"to\":3,\"term\":1,\"lastLogIndex\":0,\"lastLogTerm\":0}";
        String append =
                "{\"action\":\"HandleAppendEntriesRequest\",\"from\":1,\"to\":3,\"term\":2,\"prevLogIndex\":0,\"prevLogTerm\":0,\"entries\":";
        String outcome = "{\"outcome\":\"violated\"";
        return Stream.of(
                        new Case(
                                "an unknown field",
                                "\"server\":1}",
                                "\"server\":1,\"x\":2}",
                                "line 2: x is not a known field here"),
                        new Case(
                                "a field twice",
                                "\"server\":1}",
                                "\"server\":1,\"server\":1}",
                                "line 2: the line is not JSON: Duplicate field 'server'"),
                        new Case("a missing field", "\"lastLogIndex\":0,", "", "line 4: lastLogIndex is missing"),
                        new Case(
                                "a wrong type",
                                "\"server\":1}",
                                "\"server\":\"1\"}",
                                "line 2: server is \"1\", must be a whole number"),
                        new Case(
                                "a fraction",
                                "\"server\":1}",
                                "\"server\":1.0}",
                                "line 2: server is 1.0, must be a whole number"),
                        new Case(
                                "a number too large",
                                "\"server\":1}",
                                "\"server\":99999999999}",
                                "line 2: server is 99999999999, must be -2147483648 to 2147483647"),
                        new Case(
                                "null",
                                "\"server\":1}",
                                "\"server\":null}",
                                "line 2: server is null, must be a whole number"),
                        new Case(
                                "an unknown action",
                                "ElectionTimeout",
                                "ElectionTimeouts",
                                "line 2: action is \"ElectionTimeouts\", must be one of ElectionTimeout,"),
                        new Case("no action", "\"action\":\"ElectionTimeout\",", "", "line 2: action is missing"),
                        new Case(
                                "an impossible message",
                                vote,
                                vote.replace("lastLogTerm\":0", "lastLogTerm\":2"),
                                "line 4: lastLogTerm is 2 at lastLogIndex 0"),
                        new Case(
                                "a message to its sender",
                                vote,
                                vote.replace("\"to\":3", "\"to\":1"),
                                "line 4: to is the sender itself, 1"),
                        new Case(
                                "a bad entry",
                                vote,
                                append + "[{\"term\":0,\"command\":\"c1\"}],\"leaderCommit\":0}",
                                "line 4: entries[0].term is 0, must be at least 1"),
                        new Case(
                                "a bad command",
                                vote,
                                append + "[{\"term\":1,\"command\":7}],\"leaderCommit\":0}",
                                "line 4: entries[0].command is 7, must be a text or {\"base64\":\"...\"}"),
                        new Case(
                                "bad Base64",
                                vote,
                                append + "[{\"term\":1,\"command\":{\"base64\":\"?\"}}],\"leaderCommit\":0}",
                                "line 4: entries[0].command.base64 is not Base64"),
                        new Case(
                                "half a character",
                                vote,
                                append + "[{\"term\":1,\"command\":\"\\ud800\"}],\"leaderCommit\":0}",
                                "line 4: entries[0].command is not Unicode text"),
                        new Case(
                                "an unknown field in an entry",
                                vote,
                                append + "[{\"term\":1,\"command\":\"c\",\"x\":1}],\"leaderCommit\":0}",
                                "line 4: entries[0].x is not a known field here"),
                        new Case(
                                "entries that are no list",
                                vote,
                                append + "{},\"leaderCommit\":0}",
                                "line 4: entries is {}, must be a list"),
                        new Case(
                                "a client without a command",
                                "\"ElectionTimeout\",\"server\":1}",
                                "\"ClientRequest\",\"server\":1,\"commands\":[]}",
                                "line 2: commands is empty"),
                        new Case(
                                "a lost message of no type",
                                vote,
                                "{\"action\":\"DropMessage\",\"message\":{\"type\":\"Vote\"}}",
                                "line 4: message.type is \"Vote\", must be one of RequestVoteRequest,"),
                        new Case(
                                "a lost message with a bad field",
                                vote,
                                "{\"action\":\"DropMessage\",\"message\":{\"type\":\"RequestVoteResponse\",\"from\":1,\"to\":2,\"term\":0,\"voteGranted\":true}}",
                                "line 4: message.term is 0, must be at least 1"),
                        new Case(
                                "kept in a set network",
                                vote,
                                vote.replace("}", ",\"kept\":true}"),
                                "line 4: kept is not a known field here"),
                        new Case(
                                "an unknown version",
                                "\"version\":1",
                                "\"version\":2",
                                "line 1: version is 2, this reader knows 1"),
                        new Case("no version", "\"version\":1,", "", "line 1: version is missing"),
                        new Case(
                                "a bound out of range",
                                "\"servers\":3",
                                "\"servers\":0",
                                "line 1: bounds.servers is 0, must be 1 to 9"),
                        new Case(
                                "an unknown bound",
                                "\"servers\":3",
                                "\"server\":3",
                                "line 1: bounds.servers is missing"),
                        new Case(
                                "an unknown network",
                                "\"network\":\"set\"",
                                "\"network\":\"mesh\"",
                                "line 1: bounds.network is \"mesh\", must be set or bag"),
                        new Case(
                                "a bag without budgets",
                                "\"network\":\"set\"",
                                "\"network\":\"bag\"",
                                "line 1: bounds.drops is missing"),
                        new Case(
                                "a window of words",
                                "\"unlimited\"",
                                "\"wide\"",
                                "line 1: bounds.window is \"wide\", must be a whole number or \"unlimited\""),
                        new Case(
                                "an unknown property",
                                "\"property\":\"ElectionSafety\"",
                                "\"property\":\"Safety\"",
                                "line 1: property is \"Safety\", must be one of ElectionSafety,"),
                        new Case(
                                "an unknown expectation",
                                "\"expected\":\"violated\"",
                                "\"expected\":\"incomplete\"",
                                "line 1: expected is \"incomplete\", must be holds or violated"),
                        new Case(
                                "a violation of nothing",
                                "\"property\":\"ElectionSafety\"",
                                "\"property\":null",
                                "line 1: property is null, but a violation of it is expected"),
                        new Case(
                                "rules that are no name",
                                "\"bounds\":",
                                "\"rules\":\"Voter forgets\",\"bounds\":",
                                "line 1: rules is not the name of a known bug"),
                        new Case(
                                "rules that are no text",
                                "\"bounds\":",
                                "\"rules\":null,\"bounds\":",
                                "line 1: rules is null, must be a text"),
                        new Case(
                                "a story of one line",
                                "\"story\":[",
                                "\"story\":[],\"x\":[",
                                "line 1: x is not a known field here"),
                        new Case(
                                "a story that is no list",
                                "\"story\":[",
                                "\"story\":1,\"x\":[",
                                "line 1: story is 1, must be a list of two texts"),
                        new Case(
                                "a header that expects otherwise",
                                "\"expected\":\"violated\"",
                                "\"expected\":\"holds\"",
                                "line 8: outcome is violated, the header expects holds"),
                        new Case(
                                "an outcome of another property",
                                outcome + ",\"property\":\"ElectionSafety\"",
                                outcome + ",\"property\":\"LogMatching\"",
                                "line 8: property is LogMatching, the header names ElectionSafety"),
                        new Case(
                                "an unknown outcome",
                                outcome,
                                "{\"outcome\":\"maybe\"",
                                "line 8: outcome is \"maybe\", must be holds or violated"),
                        new Case(
                                "a line too many",
                                "elected before\"}\n",
                                "elected before\"}\n{}\n",
                                "line 9: the line is one too many"),
                        new Case(
                                "a last line cut off",
                                "elected before\"}\n",
                                "elected bef",
                                "line 8: the line is cut off: it has no end of line"),
                        new Case(
                                "no outcome",
                                GOOD.substring(GOOD.indexOf(outcome)),
                                "",
                                "line 8: the line is missing: the file ends without"),
                        new Case("an empty file", GOOD, "", "line 1: the line is missing: the file is empty"),
                        new Case("a blank line", vote, "", "line 4: the line is blank"),
                        new Case("a list for a line", vote, "[1]", "line 4: the line is [1], must be a JSON object"),
                        new Case("two objects in a line", vote, vote + vote, "line 4: the line is not JSON: "),
                        new Case("half an object", vote, vote.substring(0, 30), "line 4: the line is not JSON: "),
                        new Case("a deep nest", vote, "[".repeat(5000), "line 4: the line is not JSON: "),
                        new Case(
                                "control characters",
                                vote,
                                "{\"\u0000\u001b[31m\":1}",
                                "line 4: the line is not JSON: "),
                        new Case(
                                "a strange field name",
                                "\"server\":1}",
                                "\"server\":1,\"a\\n\\u001bb\":2}",
                                "line 2: a??b is not a known field here"))
                .map(test -> dynamicTest(test.what(), () -> {
                    TraceFormatException e = assertThrows(TraceFormatException.class, () -> Traces.read(test.text()));
                    assertTrue(e.getMessage().startsWith("t.jsonl: " + test.complaint()), e.getMessage());
                    assertOneLine(e);
                }));
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
        bytes[HEADER.length + 3] = (byte) 0xff;
        TraceFormatException e = assertThrows(TraceFormatException.class, () -> Traces.read(bytes));
        assertEquals("t.jsonl: line 2: the line is not UTF-8", e.getMessage());
        assertEquals(2, e.line());
        assertEquals("", e.field());
    }

    @Test
    void aFileOfOneEndlessLineIsReadOnlyUpToTheLimit() {
        Endless endless = new Endless("x".getBytes(StandardCharsets.UTF_8));
        TraceFormatException e = assertThrows(TraceFormatException.class, () -> TraceReader.read(endless, "t.jsonl"));
        assertEquals("t.jsonl: line 1: the line is longer than 1048576 bytes", e.getMessage());
        assertTrue(endless.read < 2 * TraceReader.LONGEST_LINE, "read " + endless.read);
    }

    @Test
    void aFileOfEndlessLongLinesIsReadOnlyUpToTheLimit() {
        String line = "{\"action\":\"Restart\",\"server\":1" + " ".repeat(100_000) + "}\n";
        Endless endless = new Endless(line.getBytes(StandardCharsets.UTF_8));
        TraceFormatException e = assertThrows(TraceFormatException.class, () -> TraceReader.read(after(endless), "t"));
        assertTrue(e.reason().startsWith("goes past the 67108864 bytes"), e.getMessage());
        assertTrue(endless.read < TraceReader.LARGEST_FILE + 1_000_000, "read " + endless.read);
    }

    @Test
    void aFileOfEndlessShortLinesIsReadOnlyUpToTheLimit() {
        Endless endless = new Endless("{\"action\":\"Restart\",\"server\":1}\n".getBytes(StandardCharsets.UTF_8));
        TraceFormatException e = assertThrows(TraceFormatException.class, () -> TraceReader.read(after(endless), "t"));
        assertEquals("t: line 1000001: the line is one too many: a trace has at most 1000000", e.getMessage());
    }

    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    void whateverHappensToTheBytesItReadsOrSaysWhyNotInOneLine(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes =
                (random.nextBoolean() ? GOOD : Traces.write(Traces.any(random))).getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = mutate(bytes, random);
        }
        try {
            Traces.read(bytes);
        } catch (TraceFormatException e) {
            assertOneLine(e);
            assertTrue(e.line() >= 1);
        }
    }

    private static void assertOneLine(TraceFormatException e) {
        assertTrue(Printable.is(e.getMessage()), e.getMessage());
        assertFalse(e.reason().isBlank());
        assertTrue(e.getMessage().length() < 600, e.getMessage());
    }

    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\n",
        "\r",
        "null",
        "true",
        "-1",
        "0",
        "1e999999999",
        "9".repeat(2000),
        "9223372036854775808",
        "\\u0000",
        "\\ud83d",
        "\"base64\"",
        "\"kept\":true",
        "\"bag\"",
        "NaN",
        "/*",
        "\u0000",
        "\ufeff"
    };

    private static byte[] mutate(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(random.nextInt(10) == 0 ? 200 : 4));
        byte[] middle = switch (random.nextInt(5)) {
            case 0 -> new byte[0];
            case 1 -> new byte[] {(byte) random.nextInt(256)};
            case 2 -> Arrays.copyOfRange(bytes, to, Math.min(bytes.length, to + random.nextInt(200)));
            case 3 -> new byte[] {(byte) (32 + random.nextInt(95))};
            default -> TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
        };
        byte[] mutated = Arrays.copyOf(bytes, from + middle.length + bytes.length - to);
        System.arraycopy(middle, 0, mutated, from, middle.length);
        System.arraycopy(bytes, to, mutated, from + middle.length, bytes.length - to);
        return mutated;
    }

    private static InputStream after(InputStream rest) {
        return new SequenceInputStream(new ByteArrayInputStream(HEADER), rest);
    }

    /** The same bytes for ever. */
    private static final class Endless extends InputStream {
        private final byte[] bytes;
        private long read;

        Endless(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes[(int) (read++ % bytes.length)];
        }

        @Override
        public int read(byte[] to, int from, int length) {
            for (int i = 0; i < length; i++) {
                to[from + i] = (byte) read();
            }
            return length;
        }
    }
}
