package plumbline.checker.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.Renaming;
import plumbline.checker.world.StepFunction;
import plumbline.core.Cluster;

class CanonicalOrderTest {
    private static final Bounds BOUNDS = new Bounds(4, 3, 3, 1, 1, 2, Cluster.UNLIMITED, Network.SET);

    private static List<Choice> canonical(List<Choice> choices) {
        return CanonicalOrder.of(choices, BOUNDS, StepFunction.RAFT, any -> true);
    }

    private static boolean isPossible(List<Choice> choices) {
        Playback playback = new Playback(BOUNDS, StepFunction.RAFT);
        for (Choice choice : choices) {
            if (!playback.isPossible(choice)) {
                return false;
            }
            playback.make(choice);
        }
        return true;
    }

    private static List<Choice> schedule(long seed) {
        return RandomSchedule.of(seed, BOUNDS, 20, Faults.SOME, StepFunction.RAFT);
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void otherNumbersForServersMakeNoDifference(@ForAll long seed) {
        List<Integer> numbers = new ArrayList<>(List.of(0, 1, 2, 3));
        Collections.shuffle(numbers, new Random(seed));
        Renaming renaming =
                new Renaming(numbers.stream().mapToInt(Integer::intValue).toArray());
        List<Choice> schedule = schedule(seed);
        List<Choice> canonical = canonical(schedule);
        assertTrue(isPossible(canonical));
        assertEquals(schedule.size(), canonical.size());
        assertEquals(canonical, canonical(schedule.stream().map(renaming::of).toList()));
        assertEquals(canonical, canonical(canonical));
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void theOrderOfWhatDoesNotTouchEachOtherMakesNoDifference(@ForAll long seed) {
        Random random = new Random(seed);
        List<Choice> schedule = new ArrayList<>(schedule(seed));
        List<Choice> canonical = canonical(schedule);
        for (int swap = 0; swap < 30; swap++) {
            int at = random.nextInt(schedule.size() - 1);
            if (schedule.get(at).server() != schedule.get(at + 1).server()) {
                Collections.swap(schedule, at, at + 1);
                if (!isPossible(schedule)) {
                    Collections.swap(schedule, at, at + 1);
                }
            }
        }
        assertEquals(canonical, canonical(schedule));
    }

    @Test
    void serversAreNumberedInOrderOfAppearance() {
        List<Integer> seen = new ArrayList<>();
        canonical(schedule(11)).stream().map(Choice::server).distinct().forEach(seen::add);
        assertEquals(List.of(1, 2, 3, 4).subList(0, seen.size()), seen);
    }

    @Test
    void whatFailsInOneOrderOnlyKeepsIt() {
        List<Choice> schedule = List.of(Choice.electionTimeout(3), Choice.electionTimeout(2), new Choice.Restart(3));
        List<Choice> renamed = List.of(Choice.electionTimeout(1), Choice.electionTimeout(2), new Choice.Restart(1));
        Predicate<List<Choice>> inThisOrder =
                choices -> choices.get(1).server() != choices.get(0).server();
        assertEquals(renamed, CanonicalOrder.of(schedule, BOUNDS, StepFunction.RAFT, inThisOrder));
    }
}
