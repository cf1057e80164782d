package plumbline.checker.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;

/**
 * The code has one rule changed, as in each known bug, and the spec is as it is: the comparison notices. Bounds as small as
 * in {@link SpecMutationsTest}, and for the same reason no smaller claim; the bugs that take larger ones are in {@link
 * RandomSchedulesTest}.
 */
class CodeMutationsTest {
    private static final List<Shown> SHOWN = List.of(
            new Shown(Bounds.of(2, 1, 0, 0), "E01", "E06", "E09"),
            new Shown(Bounds.of(2, 1, 0, 1), "E17", "P01", "P02", "P05"),
            new Shown(Bounds.of(2, 1, 1, 0), "E11", "E19", "R01", "R03", "R05", "R11", "R13", "C07"),
            new Shown(Bounds.of(2, 2, 0, 0), "E02"),
            new Shown(Bounds.of(3, 1, 0, 0), "E08"),
            new Shown(Bounds.of(2, 1, 1, 1), "P03"),
            new Shown(Bounds.of(2, 2, 1, 0), "C01"));

    /** Bugs that show within these bounds. */
    private record Shown(Bounds bounds, List<String> ids) {
        Shown(Bounds bounds, String... ids) {
            this(bounds, List.of(ids));
        }
    }

    private static Map<Shown, Future<List<Comparison>>> comparisons = Map.of();

    @BeforeAll
    static void compareAll() {
        comparisons = TwoAtATime.each(SHOWN, shown -> () -> compare(shown));
    }

    /** TLC writes the spec's graph once for all. */
    private static List<Comparison> compare(Shown shown) throws IOException {
        List<Comparison> found = new ArrayList<>();
        try (SpecGraph graph = SpecGraph.statesAndSteps(Spec.ours(), shown.bounds, Tlc.here())) {
            for (String id : shown.ids) {
                KnownBug bug = KnownBug.named(id).orElseThrow();
                found.add(new GraphComparison(Spec.ours(), bug.rules(), shown.bounds, Tlc.here()).with(graph));
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aKnownBugIsNoticedAndTheScheduleToItTold(int number) throws InterruptedException {
        Shown shown = SHOWN.get(number);
        List<Comparison> found = TwoAtATime.get(comparisons.get(shown));
        for (int i = 0; i < found.size(); i++) {
            Comparison comparison = found.get(i);
            String id = shown.ids.get(i);
            assertFalse(comparison.equal(), id);
            Difference difference = comparison.difference().orElseThrow();
            Choice last = difference.schedule().get(difference.schedule().size() - 1);
            assertEquals(last.action().specName(), difference.action(), id);
            assertTrue(Arrays.asList(Action.values()).contains(last.action()), id);
            assertFalse(difference.values().isEmpty(), id + ": " + difference);
        }
    }

    @Test
    void everyKnownBugIsNoticedHereOrByRandomSchedules() {
        List<String> noticed = new ArrayList<>(RandomSchedulesTest.BUGS);
        SHOWN.forEach(shown -> noticed.addAll(shown.ids));
        assertEquals(
                KnownBug.all().stream().map(KnownBug::id).sorted().toList(),
                noticed.stream().sorted().toList());
    }
}
