package plumbline.checker.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import plumbline.checker.explore.Verdict;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.property.Property;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceReader;
import plumbline.checker.trace.TraceWriter;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;
import plumbline.core.Cluster;

/** The spec is changed to vote twice; TLC finds two leaders; its output becomes a trace. */
class ImportTest {
    private static final StepFunction VOTES_TWICE =
            KnownBug.named("voter-grants-two-votes").orElseThrow().rules();

    @TempDir
    private static Path directory;

    /** How TLC prints. */
    enum Form {
        TOOL,
        PLAIN;

        Path file() {
            return directory.resolve(name() + ".txt");
        }
    }

    @BeforeAll
    static void letTlcFindTwoLeaders() throws IOException {
        Spec votesTwice = Spec.ours().with("voter.votedFor \\in {Nobody, m.from} /\\ upToDate", "upToDate");
        String config = SpecConfig.states(Bounds.of(3, 1, 0, 0), "Spec") + "INVARIANT ElectionSafety\n";
        try (Tlc.Run run = Tlc.here().run(votesTwice, "", votesTwice.module(), config, List.of())) {
            assertEquals(Optional.of("ElectionSafety"), run.output().violated());
            Files.copy(run.file(Tlc.OUTPUT), Form.TOOL.file());
        }
        Files.writeString(Form.PLAIN.file(), plain(votesTwice, config));
    }

    /** TLC as its users run it. */
    private static String plain(Spec spec, String config) throws IOException {
        Files.writeString(directory.resolve("Raft.tla"), spec.text());
        Files.writeString(directory.resolve("Raft.cfg"), config);
        Process process = new ProcessBuilder(
                        Tlc.here().java().toString(),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "tlc2.TLC",
                        "-metadir",
                        directory.resolve("meta").toString(),
                        "Raft.tla")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Import imported(Form form, StepFunction rules) throws IOException {
        return Import.of(form.file(), "votes-twice", Cluster.UNLIMITED, rules);
    }

    @ParameterizedTest
    @EnumSource
    void onRulesWithTheSameMistakeTheTraceReplaysAndBreaksTheSameProperty(Form form) throws IOException {
        Import imported = imported(form, VOTES_TWICE);
        assertEquals(Optional.empty(), imported.difference());
        assertEquals(6, imported.steps());
        Trace.Header header = imported.trace().header();
        assertEquals(Optional.of(Property.ELECTION_SAFETY), header.property());
        assertEquals(Verdict.VIOLATED, header.expected());
        assertEquals(Bounds.of(3, 1, 0, 0), header.bounds());

        Path file = directory.resolve(form + ".jsonl");
        TraceWriter.write(imported.trace(), file);
        Trace read = TraceReader.read(file);
        assertEquals(imported.trace(), read);
        Replay replay = new Replay(VOTES_TWICE, Set.of(Property.ELECTION_SAFETY), Replay.Impossible.REFUSED);
        assertEquals(
                Property.ELECTION_SAFETY,
                replay.run(read).violation().orElseThrow().property());
    }

    @ParameterizedTest
    @EnumSource
    void theCoreDoesNotVoteTwiceAndTheFieldIsNamed(Form form) throws IOException {
        Difference difference = imported(form, StepFunction.RAFT).difference().orElseThrow();
        assertEquals("HandleRequestVoteRequest", difference.action());
        assertEquals("has another outcome in the spec than in the code", difference.reason());
        assertTrue(difference.first().orElseThrow().field().endsWith(".votedFor"), difference::toString);
        Trace trace = imported(form, StepFunction.RAFT).trace();
        Replay replay = new Replay(StepFunction.RAFT, Set.of(Property.ELECTION_SAFETY), Replay.Impossible.SKIPPED);
        assertEquals(Optional.empty(), replay.run(trace).violation());
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheOutputIsCutOffItIsRefusedWithItsPlace(Form form) throws IOException {
        String whole = Files.readString(form.file());
        Path cut = directory.resolve("cut.txt");
        int end = whole.lastIndexOf("Finished in");
        for (int length = 0; length < end; length += 97) {
            Files.writeString(cut, whole.substring(0, length));
            TlaFormatException refused = assertThrows(
                    TlaFormatException.class, () -> Import.of(cut, "cut", Cluster.UNLIMITED, StepFunction.RAFT));
            assertTrue(
                    refused.getMessage().matches(".*cut\\.txt: line \\d+, column \\d+: [^\\n]+"), refused::getMessage);
        }
    }

    @Test
    void aCounterexampleOfAnotherSpecIsRefused() throws IOException {
        String other = Files.readString(Form.PLAIN.file()).replace("/\\ leaderOf", "/\\ monarchOf");
        Path file = Files.writeString(directory.resolve("other.txt"), other);
        TlaFormatException refused = assertThrows(
                TlaFormatException.class, () -> Import.of(file, "other", Cluster.UNLIMITED, StepFunction.RAFT));
        assertTrue(refused.getMessage().endsWith("this state has no variable leaderOf: not of our spec"));
        assertFalse(refused.getMessage().contains("\n"));
    }
}
