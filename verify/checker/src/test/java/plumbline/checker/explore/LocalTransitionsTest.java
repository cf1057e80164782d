package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.ServerState;

class LocalTransitionsTest {
    private record Local(ServerState state, Choice choice) {}

    private static Set<Local> reached(Bounds bounds) {
        Set<Local> locals = new HashSet<>();
        LocalTransitions.reached(bounds, StepFunction.RAFT)
                .all()
                .forEach(transition -> locals.add(new Local(transition.before(), transition.choice())));
        return locals;
    }

    /** Every world, one after the other, with nothing left out. */
    private static Set<Local> naively(Bounds bounds) {
        Set<Local> locals = new HashSet<>();
        Set<World> seen = new HashSet<>(Set.of(World.initial(bounds)));
        Deque<World> queue = new ArrayDeque<>(seen);
        while (!queue.isEmpty()) {
            World world = queue.remove();
            for (Choice choice : world.choices(bounds)) {
                locals.add(new Local(world.server(choice.server()), choice));
                World after = world.after(choice, StepFunction.RAFT, bounds);
                if (seen.add(after)) {
                    queue.add(after);
                }
            }
        }
        return locals;
    }

    @ParameterizedTest
    @CsvSource({"1,2,2,1", "2,1,2,0", "2,2,0,1", "2,2,1,0", "2,1,1,2", "3,1,0,1"})
    void theyAreThoseOfEveryPlainWorld(int servers, int terms, int entries, int restarts) {
        Bounds bounds = Bounds.of(servers, terms, entries, restarts);
        assertEquals(naively(bounds), reached(bounds));
    }

    @ParameterizedTest
    @CsvSource({"3,1,1,0", "3,1,1,1"})
    void theyAreAsManyAsTheUnreducedExplorerTakes(int servers, int terms, int entries, int restarts) {
        Bounds bounds = Bounds.of(servers, terms, entries, restarts);
        Report report = Explorer.explore(Options.of(bounds), Progress.NONE);
        assertEquals(report.localTransitions(), reached(bounds).size());
    }

    @Test
    void beyondWhatCanBeExploredUnreducedTheyAreAsManyAsSaturationKeeps() {
        Bounds bounds = Bounds.of(3, 2, 1, 1);
        Report report = Explorer.explore(Options.of(bounds).reducedBy(Set.of(Reduction.SATURATION)), Progress.NONE);
        assertEquals(report.localTransitions(), reached(bounds).size());
    }

    @ParameterizedTest
    @CsvSource({"2,2,1,1", "3,1,1,1"})
    void eachHasAScheduleThatEndsWithItAndOfWhichNoChoiceIsIdle(int servers, int terms, int entries, int restarts) {
        Bounds bounds = Bounds.of(servers, terms, entries, restarts);
        LocalTransitions transitions = LocalTransitions.reached(bounds, StepFunction.RAFT);
        for (LocalTransition transition : transitions.all()) {
            List<Choice> schedule = transitions.scheduleTo(transition.before(), transition.choice());
            World world = World.initial(bounds);
            for (Choice choice : schedule.subList(0, schedule.size() - 1)) {
                assertTrue(world.choices(bounds).contains(choice), choice + " cannot be made");
                World after = world.after(choice, StepFunction.RAFT, bounds);
                assertTrue(!after.equals(world), choice + " does nothing");
                world = after;
            }
            Choice last = schedule.get(schedule.size() - 1);
            assertEquals(transition.choice(), last);
            assertTrue(world.choices(bounds).contains(last), last + " cannot be made");
            assertEquals(transition.before(), world.server(last.server()));
        }
    }

    @Test
    void aNetworkThatConsumesIsRefused() {
        Bounds bag = Bounds.of(2, 1, 1, 0).with(Network.bag(0, 0));
        assertThrows(IllegalArgumentException.class, () -> LocalTransitions.reached(bag, StepFunction.RAFT));
    }

    @Test
    void whatNoWorldTakesHasNoSchedule() {
        Bounds bounds = Bounds.of(2, 1, 0, 0);
        LocalTransitions transitions = LocalTransitions.reached(bounds, StepFunction.RAFT);
        ServerState initial = ServerState.initial(1, bounds.cluster());
        assertThrows(IllegalArgumentException.class, () -> transitions.scheduleTo(initial, new Choice.Restart(1)));
    }
}
