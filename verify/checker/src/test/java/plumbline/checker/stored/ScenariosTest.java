package plumbline.checker.stored;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.trace.Outcome;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Story;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceWriter;
import plumbline.checker.world.StepFunction;
import plumbline.core.Entry;
import plumbline.core.Log;

/** The stored stories, as traces and in words: they rewrite themselves with {@code -Dgolden.rewrite=true}. */
class ScenariosTest {
    private static final Path SCENARIOS = TraceTable.TRACES.resolve("scenarios");

    static Stream<Trace> traces() {
        return Scenarios.all().stream().map(Supplier::get).map(Scenario::trace);
    }

    private static void check(Path file, String actual) throws IOException {
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.createDirectories(SCENARIOS);
            Files.writeString(file, actual);
        }
        assertEquals(
                Files.exists(file) ? Files.readString(file) : "",
                actual,
                () -> file + " differs; if the change is meant, mvn test -Dgolden.rewrite=true rewrites it");
    }

    @ParameterizedTest
    @MethodSource("traces")
    void aStoryGoesAsItIsStored(Trace trace) throws IOException {
        StringBuilder written = new StringBuilder();
        TraceWriter.write(trace, written);
        String name = trace.header().name();
        check(SCENARIOS.resolve(name + ".jsonl"), written.toString());
        String words = String.join("\n", trace.header().story()) + "\n\n"
                + Story.of(trace, Replay.of(trace, StepFunction.RAFT));
        check(SCENARIOS.resolve(name + ".txt"), words);
    }

    @ParameterizedTest
    @MethodSource("traces")
    void aStoryBreaksNothing(Trace trace) {
        assertTrue(Outcome.of(trace, Replay.of(trace, StepFunction.RAFT), step -> {})
                .isExpectedBy(trace.header()));
    }

    @Test
    void thereIsNoOther() throws IOException {
        Set<String> expected = traces().map(trace -> trace.header().name())
                .flatMap(name -> Stream.of(name + ".jsonl", name + ".txt"))
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            assertEquals(
                    expected,
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private static List<Long> terms(Log log) {
        return log.entries().stream().map(Entry::term).toList();
    }

    /** The logs of all servers are equal at the end of {@code scenario}. */
    private static void assertRepaired(Scenario scenario) {
        Log log = scenario.server(1).log();
        scenario.world().servers().forEach(server -> assertEquals(log, server.log()));
    }

    @Test
    void figure7IsAsInThePaperBeforeItIsRepaired() {
        Trace trace = Scenarios.figure7().trace();
        List<List<Long>> asInThePaper = List.of(
                List.of(1L, 1L, 1L, 4L, 4L, 5L, 5L, 6L, 6L, 6L),
                List.of(1L, 1L, 1L, 4L, 4L, 5L, 5L, 6L, 6L),
                List.of(1L, 1L, 1L, 4L),
                List.of(1L, 1L, 1L, 4L, 4L, 5L, 5L, 6L, 6L, 6L, 6L),
                List.of(1L, 1L, 1L, 4L, 4L, 5L, 5L, 6L, 6L, 6L, 7L, 7L),
                List.of(1L, 1L, 1L, 4L, 4L, 4L, 4L),
                List.of(1L, 1L, 1L, 2L, 2L, 2L, 3L, 3L, 3L, 3L, 3L));
        boolean[] seen = {false};
        Replay.of(trace, StepFunction.RAFT)
                .run(
                        trace,
                        step -> seen[0] |= step.after().server(1).isLeader()
                                && step.after().server(1).currentTerm() == 8
                                && IntStream.rangeClosed(1, 7)
                                        .mapToObj(id ->
                                                terms(step.after().server(id).log()))
                                        .toList()
                                        .equals(asInThePaper));
        assertTrue(seen[0]);
        Scenario end = Scenarios.figure7();
        assertRepaired(end);
        assertEquals(
                List.of(1L, 1L, 1L, 4L, 4L, 5L, 5L, 6L, 6L, 6L, 8L),
                terms(end.server(1).log()));
        assertEquals(11, end.server(1).commitIndex());
    }

    @Test
    void figure8EndsInBothWays() {
        Scenario overwritten = Scenarios.figure8Overwritten();
        assertRepaired(overwritten);
        assertEquals(List.of(1L, 3L, 5L), terms(overwritten.server(1).log()));
        assertEquals(3, overwritten.server(5).commitIndex());

        Scenario committed = Scenarios.figure8Committed();
        assertEquals(List.of(1L, 2L, 4L), terms(committed.server(2).log()));
        assertEquals(3, committed.world().history().committed().size());
        assertFalse(committed.server(5).isLeader());
        assertEquals(5, committed.server(5).currentTerm());
    }

    @Test
    void theOthersEndAsTheirStoriesSay() {
        assertRepaired(Scenarios.rejoin());
        assertEquals(List.of(1L, 2L, 4L), terms(Scenarios.rejoin().server(1).log()));
        assertRepaired(Scenarios.backup());
        assertEquals(21, Scenarios.backup().server(5).commitIndex());
        assertTrue(Scenarios.splitVote().server(1).isLeader());
        assertEquals(2, Scenarios.splitVote().server(1).currentTerm());
        assertRepaired(Scenarios.staleLeader());
        assertEquals(List.of(1L, 2L), terms(Scenarios.staleLeader().server(1).log()));
        assertRepaired(Scenarios.everyMessageTwice());
    }
}
