package plumbline.checker.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.core.Cluster;

class ShrinkerTest {
    /** Fails when enough of some pairs of items are there, so that more than one part of the list can be minimal. */
    @net.jqwik.api.Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void whatIsLeftFailsAndNothingOfItCanGo(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int size) {
        Random random = new Random(seed);
        int wanted = 1 + random.nextInt(4);
        Predicate<List<Integer>> fails = list -> list.stream()
                        .filter(item -> item % 3 == 0 && list.contains(item + 1))
                        .count()
                >= wanted;
        List<Integer> list = IntStream.range(0, size).boxed().toList();
        if (!fails.test(list)) {
            return;
        }
        List<Integer> shrunk = Shrinker.shrink(list, fails);
        assertTrue(fails.test(shrunk));
        assertNothingCanGo(shrunk, fails);
        assertEquals(2 * wanted, shrunk.size());
        assertEquals(shrunk, shrunk.stream().sorted().toList(), "in their order");
    }

    @Test
    void whatFailsAlwaysIsShrunkToNothing() {
        assertEquals(List.of(), Shrinker.shrink(List.of(1, 2, 3, 4, 5), list -> true));
        assertEquals(List.of(), Shrinker.shrink(List.of(), list -> true));
    }

    private static <T> void assertNothingCanGo(List<T> list, Predicate<List<T>> fails) {
        for (int i = 0; i < list.size(); i++) {
            List<T> fewer = new ArrayList<>(list);
            fewer.remove(i);
            assertFalse(fails.test(fewer), "item " + i + " of " + list);
        }
    }

    /** Among them the longest: Figure 8, and a conflict that is overwritten in place. */
    @ParameterizedTest
    @ValueSource(strings = {"E01", "E02", "E11", "E14", "P01", "P03", "R01", "R08", "R09", "R13", "C01", "C07"})
    void aScheduleOfThousandsOfChoicesIsShrunkToAFew(String id) {
        KnownBug bug = KnownBug.named(id).orElseThrow();
        Property property = bug.violates().orElseThrow();
        Bounds bounds = new Bounds(5, 60, 60, 2, 2, 60, Cluster.UNLIMITED, Network.SET);
        Simulation simulation = new Simulation(bounds, 2_000, Optional.empty(), bug.rules(), Set.of(property));
        Simulation.Result result = null;
        for (long seed = 0; result == null || result.violation().isEmpty(); seed++) {
            result = simulation.run(seed);
        }
        List<Choice> choices = simulation.choices(result);
        Predicate<List<Choice>> fails = some -> simulation.violation(some).isPresent();
        ScheduleShrinker shrinker = new ScheduleShrinker(bounds, bug.rules());
        List<Choice> shrunk = shrinker.shrink(choices, fails);
        assertTrue(fails.test(shrunk));
        assertNothingCanGo(shrunk, fails);
        assertTrue(shrunk.size() <= 40, () -> shrunk.size() + " choices are left");
        assertEquals(shrunk, shrinker.shrink(choices, fails), "the same again");
        assertEquals(shrunk, shrinker.shrink(shrunk, fails), "there is nothing more to do");
    }
}
