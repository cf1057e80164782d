package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Network;

/** Whatever is found, counted and told is the same for every number of threads, and every time. */
class ParallelTest {
    private static final Set<Reduction> EVERY = EnumSet.allOf(Reduction.class);

    static Stream<Options> searches() {
        return Stream.of(
                Options.of(Bounds.of(3, 2, 1, 1)).reducedBy(EVERY),
                Options.of(Bounds.of(4, 2, 1, 0)).reducedBy(EVERY),
                Options.of(Bounds.of(3, 2, 2, 0)).reducedBy(EnumSet.of(Reduction.SATURATION, Reduction.FUSION)),
                Options.of(Bounds.of(3, 1, 1, 0)),
                Options.of(Bounds.of(3, 1, 1, 0)).withMaxWorlds(54_321),
                Options.of(Bounds.of(3, 2, 1, 1)).reducedBy(EVERY).withMaxWorlds(3_210),
                Options.of(Bounds.of(2, 1, 1, 1).with(Network.bag(1, 1))));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void aSearchFindsTheSame(Options options) {
        assertSame(options);
    }

    static Stream<Arguments> bugs() {
        return Stream.of("E02", "P05", "R13", "C09")
                .map(id -> Arguments.of(KnownBug.named(id).orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void aViolationIsToldInTheSameWay(KnownBug bug) {
        Options options = Options.of(bug.bounds()).with(bug.rules()).reducedBy(EVERY);
        assertSame(options);
        assertSame(options.with(EnumSet.of(bug.violates().orElse(Property.ELECTION_SAFETY))));
    }

    private static void assertSame(Options options) {
        List<Object> expected = told(options, 1);
        for (int threads : new int[] {2, 5}) {
            assertEquals(expected, told(options, threads));
        }
    }

    private static List<Object> told(Options options, int threads) {
        Report report = Explorer.explore(options, Execution.with(threads), Progress.NONE);
        return List.of(
                report.verdict(),
                report.worlds(),
                report.transitions(),
                report.depth(),
                report.serverTuples(),
                report.localTransitions(),
                report.properties(),
                report.coverage(),
                report.counterexample(),
                report.incomplete());
    }
}
