package plumbline.checker.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.checker.Golden;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.core.RequestVoteRequest;

class TraceRoundTripTest {
    @TempDir
    Path directory;

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void everyTraceReadsBackAsItWasWritten(@ForAll long seed) throws IOException {
        Trace trace = Traces.any(new Random(seed));
        String text = Traces.write(trace);
        assertEquals(trace, Traces.read(text));
        assertEquals(text, Traces.write(Traces.read(text)));
        assertEquals(trace.choices().size() + 2, text.lines().count(), "one line each");
    }

    @Test
    void aTraceLooksAsAPersonWouldNarrateIt() throws IOException {
        Golden.check("trace/server-votes-twice.jsonl", Traces.write(Traces.votesTwice()));
        assertEquals(Traces.votesTwice(), TraceReader.read(Golden.path("trace/server-votes-twice.jsonl")));
    }

    @Test
    void aFileIsReplacedInOnePieceAndNothingIsLeftBeside() throws IOException {
        Path file = directory.resolve("t.jsonl");
        Files.writeString(file, "old");
        TraceWriter.write(Traces.votesTwice(), file);
        assertEquals(Traces.votesTwice(), TraceReader.read(file));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aWriteThatFailsLeavesNothingBehind() throws IOException {
        Path taken = Files.createDirectory(directory.resolve("taken"));
        Files.writeString(taken.resolve("something"), "in it");
        assertThrows(IOException.class, () -> TraceWriter.write(Traces.votesTwice(), taken));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(taken), files.toList());
        }
    }

    @Test
    void linesThatEndAsOnWindowsAreReadToo() throws IOException {
        String text = Traces.write(Traces.votesTwice());
        assertEquals(Traces.votesTwice(), Traces.read(text.replace("\n", "\r\n")));
    }

    @Test
    void aTraceThatCouldNotBeWrittenCannotBeMade() {
        Choice consumed = new Choice.Deliver(new RequestVoteRequest(1, 2, 1, 0, 0), false);
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> Traces.holds(Bounds.of(3, 1, 1, 0), List.of(consumed)));
        assertTrue(refusal.getMessage().startsWith("kept "), refusal.getMessage());
    }
}
