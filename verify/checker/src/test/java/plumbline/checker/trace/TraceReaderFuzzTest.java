package plumbline.checker.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import plumbline.checker.world.StepFunction;

/**
 * Whatever is done to a stored trace, reading it gives a trace or one clear complaint, and so does replaying what was
 * read: no other exception, no hang, no silent change.
 */
class TraceReaderFuzzTest {
    private static final List<byte[]> STORED = stored();
    private static final List<String> PIECES = List.of(
            "-1",
            "0",
            "99999999999999999999",
            "1e9",
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "\"c1\"",
            ",",
            ":",
            "\n",
            "\u0000",
            "\"server\":",
            "\"term\":64",
            "\"action\":\"Restart\"",
            "\"outcome\":\"holds\"",
            "\ud83e\udd8a",
            "\\",
            "\"");

    private static List<byte[]> stored() {
        try (Stream<Path> files = Files.walk(Path.of("../../traces"))) {
            List<byte[]> bytes = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .map(TraceReaderFuzzTest::bytes)
                    .toList();
            assertFalse(bytes.isEmpty());
            return bytes;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertReadOrRefused(byte[] bytes) throws IOException {
        Trace trace;
        try {
            trace = Traces.read(bytes);
        } catch (TraceFormatException e) {
            String complaint = String.valueOf(e.getMessage());
            assertTrue(complaint.matches("t\\.jsonl: line [0-9]+: \\P{Cntrl}{1,600}"), complaint);
            return;
        }
        assertEquals(trace, Traces.read(Traces.write(trace)), "what was read is what is written");
        try {
            new Replay(StepFunction.RAFT, Set.of(), Replay.Impossible.REFUSED).run(trace);
        } catch (ImpossibleTraceException e) {
            assertTrue(String.valueOf(e.getMessage()).matches("line [0-9]+: \\P{Cntrl}{1,600}"), e.getMessage());
        }
    }

    @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
    void changedBytes(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = STORED.get(random.nextInt(STORED.size())).clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        assertReadOrRefused(bytes);
    }

    @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
    void piecesTakenOutPutInRepeatedAndMoved(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = STORED.get(random.nextInt(STORED.size()));
        for (int change = random.nextInt(3); change >= 0; change--) {
            int from = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, from + random.nextInt(random.nextBoolean() ? 12 : 400));
            ByteArrayOutputStream changed = new ByteArrayOutputStream();
            changed.write(bytes, 0, random.nextInt(5) == 0 ? to : from);
            if (random.nextBoolean()) {
                changed.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
            }
            int after = random.nextInt(5) == 0 ? from : to;
            changed.write(bytes, after, bytes.length - after);
            bytes = changed.toByteArray();
        }
        assertReadOrRefused(bytes);
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void cutOffAnywhere(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = STORED.get(random.nextInt(STORED.size()));
        byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        try {
            Traces.read(cut);
        } catch (TraceFormatException e) {
            assertReadOrRefused(cut);
            return;
        }
        throw new AssertionError("a trace without its end was read");
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void binaryJunk(@ForAll byte[] junk) throws IOException {
        assertReadOrRefused(junk);
    }

    /** Two traces' lines shuffled: each line is good, together they make no sense. */
    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void linesOfTwoTraces(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        List<String> one = lines(random);
        List<String> other = lines(random);
        for (int i = 0; i < one.size(); i++) {
            text.append(random.nextInt(6) == 0 && i > 0 ? other.get(random.nextInt(other.size())) : one.get(i))
                    .append('\n');
        }
        assertReadOrRefused(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(Random random) {
        return new String(STORED.get(random.nextInt(STORED.size())), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
