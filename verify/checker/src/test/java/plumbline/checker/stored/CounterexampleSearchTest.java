package plumbline.checker.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.explore.Counterexample;
import plumbline.checker.explore.Explorer;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Progress;
import plumbline.checker.explore.Reduction;
import plumbline.checker.explore.Report;
import plumbline.checker.explore.Verdict;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.property.Property;
import plumbline.checker.property.Property.Scope;
import plumbline.checker.property.Violation;
import plumbline.checker.simulate.Campaign;
import plumbline.checker.simulate.ScheduleShrinker;
import plumbline.checker.simulate.Simulation;
import plumbline.checker.stored.TraceTable.Measured;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceWriter;
import plumbline.checker.world.Choice;

/**
 * Looks for every stored counterexample again: that of each known bug within its bounds, a shortest one. With {@code
 * -Dgolden.rewrite=true} the traces and the table in {@code traces/README.md} are written anew.
 */
@Tag("deep")
class CounterexampleSearchTest {
    /** Fusion takes choices for one that a shortest schedule wants apart. */
    private static final Set<String> WITHOUT_FUSION = Set.of("R09");

    /** Random schedules that start from these seeds are looked at; the worst counts, rounded up. */
    private static final long[] SEEDS = {1, 100_001, 200_001, 300_001, 400_001};

    static Stream<KnownBug> bugs() {
        return KnownBug.all().stream();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void theShortestScheduleIsFoundAgain(KnownBug bug) throws IOException {
        Property property = TraceTable.property(bug);
        Set<Reduction> reductions = EnumSet.allOf(Reduction.class);
        if (WITHOUT_FUSION.contains(bug.id())) {
            reductions.remove(Reduction.FUSION);
        }
        Report report = Explorer.explore(
                Options.of(bug.bounds())
                        .with(bug.rules())
                        .with(Set.of(property))
                        .reducedBy(reductions),
                Progress.NONE);
        assertEquals(Verdict.VIOLATED, report.verdict());
        Trace found = trace(bug, report.counterexample().orElseThrow());
        if (Boolean.getBoolean("golden.rewrite")) {
            TraceWriter.write(found, TraceTable.file(bug));
            Map<String, Measured> measured = new HashMap<>(TraceTable.measured(TraceTable.read()));
            measured.put(bug.id(), new Measured(report.worlds(), report.seconds(), schedules(bug)));
            TraceTable.write(TraceTable.withTable(TraceTable.read(), measured));
        }
        assertEquals(found, TraceTable.trace(bug));
    }

    private static Trace trace(KnownBug bug, Counterexample counterexample) {
        Property property = TraceTable.property(bug);
        Trace.Header header = new Trace.Header(
                bug.title(),
                bug.story(),
                Optional.of(bug.title()),
                bug.bounds(),
                Optional.of(property),
                Verdict.VIOLATED);
        if (property.scope() == Scope.GRAPH) {
            return new Trace(header, counterexample.schedule(), Optional.of(counterexample.violation()));
        }
        Simulation simulation = new Simulation(bug.bounds(), 1, Optional.empty(), bug.rules(), Set.of(property));
        Predicate<List<Choice>> fails = choices -> simulation.violation(choices).isPresent();
        List<Choice> choices =
                new ScheduleShrinker(bug.bounds(), bug.rules()).canonical(counterexample.schedule(), fails);
        Optional<Violation> violation = simulation.violation(choices);
        return new Trace(header, choices, violation);
    }

    private static int schedules(KnownBug bug) {
        Property property = TraceTable.property(bug);
        if (property.scope() == Scope.GRAPH) {
            return 0;
        }
        Simulation simulation =
                new Simulation(TraceTable.randomBounds(bug), 2_000, Optional.empty(), bug.rules(), Set.of(property));
        int most = 0;
        for (long seed : SEEDS) {
            try {
                Campaign.Result result = new Campaign(simulation, seed, 5_000, 2).run(done -> {});
                assertTrue(result.violating().isPresent(), bug + " is not found from seed " + seed);
                most = Math.max(most, result.schedules());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        int rounded = 10;
        while (rounded < most) {
            rounded *= 2;
        }
        return rounded;
    }
}
