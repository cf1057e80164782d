package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.world.Bounds;

/** A search whose memory runs out in the middle of something loses nothing. */
class MemoryRunsOutTest {
    @TempDir
    Path directory;

    /** Does some of the tasks, and then there is no memory left, once. */
    private static final class Starved extends Crew {
        private int left;
        private final Error why;

        Starved(int left, Error why) {
            super(1);
            this.left = left;
            this.why = why;
        }

        @Override
        void share(int count, Task task) {
            left--;
            if (left != 0) {
                super.share(count, task);
                return;
            }
            super.share(count / 2, task);
            throw why;
        }
    }

    static Stream<Options> searches() {
        KnownBug twoLeaders = KnownBug.named("E02").orElseThrow();
        return Stream.of(
                Options.of(Bounds.of(3, 2, 1, 0)).reducedBy(EnumSet.allOf(Reduction.class)),
                Options.of(Bounds.of(2, 2, 1, 1)),
                Options.of(Bounds.of(3, 2, 0, 0)).with(twoLeaders.rules()));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void aSearchThatWasCutShortAnywhereIsResumedToTheSameEnd(Options options) {
        List<Object> expected = CheckpointTest.told(Explorer.explore(options, Execution.with(1), Progress.NONE));
        int cuts = 0;
        for (int cut = 1; runsOut(options, cut); cut += 1 + cut / 5) {
            cuts++;
            Execution resumed = new Execution(1, Optional.of(directory), true, () -> false);
            assertEquals(
                    expected, CheckpointTest.told(Explorer.explore(options, resumed, Progress.NONE)), "cut at " + cut);
        }
        assertTrue(cuts > 5, "cut " + cuts + " times");
    }

    /** Whether the search was cut short, rather than over before. */
    private boolean runsOut(Options options, int at) {
        Execution execution = new Execution(1, Optional.of(directory), false, () -> false);
        try (Crew crew = new Starved(at, new OutOfMemoryError("as if"))) {
            Search search = new Search(new Model(options, LocalGraph::new), execution, crew, Progress.NONE, 0);
            search.run();
            search.incomplete().ifPresent(why -> assertTrue(why.startsWith("memory ran out: "), why));
            return search.incomplete().isPresent();
        }
    }
}
