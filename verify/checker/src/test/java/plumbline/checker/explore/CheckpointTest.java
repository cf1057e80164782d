package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Network;

class CheckpointTest {
    private static final Options SMALL = Options.of(Bounds.of(3, 2, 1, 0)).reducedBy(EnumSet.allOf(Reduction.class));

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("search.checkpoint");
    }

    private Report explore(Options options, boolean resume, int stopAt) {
        AtomicInteger asked = new AtomicInteger();
        Execution execution = new Execution(2, Optional.of(directory), resume, () -> asked.incrementAndGet() == stopAt);
        return Explorer.explore(options, execution, Progress.NONE);
    }

    static Stream<Options> searches() {
        KnownBug bug = KnownBug.named("R13").orElseThrow();
        KnownBug wedged = KnownBug.named("C09").orElseThrow();
        return Stream.of(
                Options.of(Bounds.of(3, 2, 1, 1)).reducedBy(EnumSet.allOf(Reduction.class)),
                Options.of(Bounds.of(2, 2, 1, 1)),
                Options.of(Bounds.of(2, 1, 1, 1).with(Network.bag(1, 1))),
                Options.of(bug.bounds()).with(bug.rules()).reducedBy(EnumSet.allOf(Reduction.class)),
                Options.of(wedged.bounds()).with(wedged.rules()).reducedBy(EnumSet.allOf(Reduction.class)));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void aSearchThatIsStoppedAgainAndAgainComesToTheSameEnd(Options options) {
        List<Object> expected = told(Explorer.explore(options, Execution.with(1), Progress.NONE));
        int stops = 0;
        Report report = explore(options, false, 2);
        while (report.incomplete().isPresent()) {
            assertEquals(
                    "interrupted; --resume goes on from " + file,
                    report.incomplete().get());
            assertTrue(Files.exists(file));
            stops++;
            // What is worked out at the end begins again, so it must be left more and more time.
            report = explore(options, true, 2 + stops * stops);
        }
        assertTrue(stops >= 2, stops + " stops");
        assertEquals(expected, told(report));
        assertFalse(Files.exists(file), "a search that has ended needs no checkpoint");
    }

    /** All that should be the same, however often a search was cut short. */
    static List<Object> told(Report report) {
        return List.of(
                report.verdict(),
                report.worlds(),
                report.transitions(),
                report.depth(),
                report.serverTuples(),
                report.localTransitions(),
                report.coverage(),
                report.counterexample());
    }

    private String refused(Options options) {
        return String.valueOf(assertThrows(CheckpointException.class, () -> explore(options, true, 0))
                .getMessage());
    }

    @Test
    void whereThereIsNoCheckpointNothingIsResumed() {
        assertEquals(file + ": no such file, so there is nothing to resume", refused(SMALL));
    }

    @Test
    void aCheckpointOfAnotherSearchIsRefused() {
        explore(SMALL, false, 3);
        String message = refused(Options.of(Bounds.of(3, 2, 1, 1)).reducedBy(SMALL.reductions()));
        assertTrue(message.startsWith(file + ": a checkpoint of Bounds[servers=3, terms=2, "), message);
        assertTrue(message.contains("but asked for is"), message);
        assertTrue(refused(SMALL.reducedBy(Set.of())).contains("but asked for is"));
        assertEquals(
                file + ": a checkpoint of other rules than these",
                refused(SMALL.with(KnownBug.named("E01").orElseThrow().rules())));
    }

    @Test
    void aBrokenCheckpointIsRefusedWhereverItIsBroken() throws IOException {
        explore(SMALL, false, 6);
        byte[] whole = Files.readAllBytes(file);
        for (int part = 0; part < 40; part++) {
            int at = (int) ((long) whole.length * part / 40);
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertTrue(refused(SMALL).startsWith(file + ": "), "changed at " + at);
            Files.write(file, Arrays.copyOf(whole, at));
            assertTrue(refused(SMALL).startsWith(file + ": "), "cut at " + at);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertEquals(file + ": broken, its checksum is wrong", refused(SMALL));
        Files.write(file, whole);
        assertEquals(Verdict.HOLDS, explore(SMALL, true, 0).verdict());
    }
}
