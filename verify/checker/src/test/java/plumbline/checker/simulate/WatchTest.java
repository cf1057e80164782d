package plumbline.checker.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import plumbline.checker.explore.Verdict;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.property.Property;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.core.Cluster;

/** What is checked step by step in place is what a replay through plain worlds finds: the same, at the same step. */
class WatchTest {
    private static final int STEPS = 250;
    private static final Set<Property> ALL = EnumSet.allOf(Property.class);

    private static Simulation simulation(int servers, StepFunction rules, Set<Property> properties) {
        Bounds bounds = new Bounds(servers, 9, 9, 2, 2, 9, Cluster.UNLIMITED, Network.SET);
        return new Simulation(bounds, STEPS, Optional.empty(), rules, properties);
    }

    /** Runs a seed both ways, and says whether something broke. */
    private static boolean agree(Simulation simulation, long seed) {
        Simulation.Result result = simulation.run(seed);
        List<Choice> choices = simulation.choices(result);
        Trace trace = new Trace(
                new Trace.Header(
                        "a test", List.of("One.", "Two."), simulation.bounds(), Optional.empty(), Verdict.HOLDS),
                choices,
                Optional.empty());
        Replay.Result replayed =
                new Replay(simulation.rules(), simulation.properties(), Replay.Impossible.REFUSED).run(trace);
        assertEquals(replayed.violation(), result.violation());
        assertEquals(replayed.steps(), result.tally().steps());
        assertEquals(result.violation(), simulation.violation(choices));
        return result.violation().isPresent();
    }

    @net.jqwik.api.Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void onTheCoreNothingBreaks(@ForAll long seed) {
        assertTrue(!agree(simulation(3 + (int) Math.floorMod(seed, 5L), StepFunction.RAFT, ALL), seed));
    }

    @Test
    void onEachKnownBugTheSameBreaks() {
        for (KnownBug bug : KnownBug.all()) {
            for (long seed = 0; seed < 3; seed++) {
                agree(simulation(3, bug.rules(), ALL), seed);
                agree(simulation(3, bug.rules(), bug.violates().map(Set::of).orElse(ALL)), seed);
            }
        }
    }

    /** Corrupted states break one property after the other; each is looked for by itself, so that others do not hide it. */
    @Test
    void eachPropertyIsSeenToBreakWhereItDoes() {
        for (Property property : ALL) {
            int broken = 0;
            for (int seed = 0; seed < 24; seed++) {
                Simulation simulation =
                        simulation(3 + seed % 3, new Corrupted(seed, 60 + 200 * (seed % 4)), Set.of(property));
                broken += agree(simulation, seed) ? 1 : 0;
            }
            assertEquals(
                    property.scope() != Property.Scope.GRAPH, broken > 1, property + " broke " + broken + " times");
        }
    }
}
