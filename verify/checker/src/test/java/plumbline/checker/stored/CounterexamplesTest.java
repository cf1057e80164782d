package plumbline.checker.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.property.Property;
import plumbline.checker.property.Property.Scope;
import plumbline.checker.simulate.Campaign;
import plumbline.checker.simulate.Simulation;
import plumbline.checker.stored.TraceTable.Measured;
import plumbline.checker.trace.Outcome;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Choice;

/** Each known bug has its trace, which breaks on the bug's rules what it should, needs each choice, and breaks nothing on the core. */
class CounterexamplesTest {
    private static final Set<Property> FIGURE_3 =
            EnumSet.range(Property.ELECTION_SAFETY, Property.STATE_MACHINE_SAFETY);

    static Stream<KnownBug> bugs() {
        return KnownBug.all().stream();
    }

    @Test
    void thereIsOneTraceForEachKnownBugAndNoOther() throws IOException {
        try (Stream<Path> files = Files.list(TraceTable.TRACES.resolve("counterexamples"))) {
            assertEquals(
                    bugs().map(bug -> bug.title() + ".jsonl").sorted().toList(),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void aTraceShowsTheMistakeThatItIsNamedAfter(KnownBug bug) throws IOException {
        Trace trace = TraceTable.trace(bug);
        Trace.Header header = trace.header();
        assertEquals(bug.title(), header.name());
        assertEquals(bug.story(), header.story());
        assertEquals(Optional.of(bug.title()), header.rules());
        assertEquals(bug.bounds(), header.bounds());
        assertEquals(Optional.of(TraceTable.property(bug)), header.property());

        Outcome outcome = Outcome.of(trace, Replay.of(trace, bug.rules()), step -> {});
        assertTrue(outcome.isExpectedBy(header));
        assertEquals(trace.choices().size(), outcome.steps(), "only the last choice breaks it");
        assertEquals(trace.violation(), outcome.violation());
        Outcome onTheCore = Outcome.onTheCore(trace);
        assertEquals(Optional.empty(), onTheCore.violation());
        assertTrue(onTheCore.judged(), "that the core is not wedged is shown");
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void noChoiceOfATraceCanBeLeftOut(KnownBug bug) throws IOException {
        Property property = TraceTable.property(bug);
        if (property.scope() == Scope.GRAPH) {
            return;
        }
        List<Choice> choices = TraceTable.trace(bug).choices();
        Simulation simulation = new Simulation(bug.bounds(), 1, Optional.empty(), bug.rules(), Set.of(property));
        for (int i = 0; i < choices.size(); i++) {
            List<Choice> fewer = new ArrayList<>(choices);
            fewer.remove(i);
            assertEquals(Optional.empty(), simulation.violation(fewer), "without choice " + (i + 1));
        }
    }

    @Test
    void theControlBreaksNothingOfFigure3() throws IOException {
        KnownBug control = KnownBug.named("E08").orElseThrow();
        Trace trace = TraceTable.trace(control);
        Replay replay = new Replay(control.rules(), FIGURE_3, Replay.Impossible.REFUSED);
        assertEquals(Optional.empty(), replay.run(trace).violation());
    }

    @Test
    void theTableIsUpToDate() throws IOException {
        String text = TraceTable.read();
        Map<String, Measured> measured = TraceTable.measured(text);
        assertEquals(bugs().map(KnownBug::id).collect(Collectors.toSet()), measured.keySet());
        String expected = TraceTable.withTable(text, measured);
        if (Boolean.getBoolean("golden.rewrite")) {
            TraceTable.write(expected);
        }
        assertEquals(
                expected,
                TraceTable.read(),
                "mvn test -Dgolden.rewrite=true rewrites the table; with -Pdeep it searches and measures again");
    }

    /** What the table says of random schedules, from one seed; the searches that it rests on start from five. */
    @ParameterizedTest
    @MethodSource("bugs")
    void randomSchedulesFindABugWithinTheStatedNumber(KnownBug bug) throws IOException, InterruptedException {
        Property property = TraceTable.property(bug);
        if (property.scope() == Scope.GRAPH) {
            return;
        }
        int stated = TraceTable.measured(TraceTable.read()).get(bug.id()).schedules();
        Simulation simulation =
                new Simulation(TraceTable.randomBounds(bug), 2_000, Optional.empty(), bug.rules(), Set.of(property));
        Campaign.Result result = new Campaign(simulation, 1, stated, 1).run(done -> {});
        assertTrue(result.violating().isPresent());
    }
}
