package plumbline.checker.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import plumbline.checker.trace.StateJson;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

class ProfileTest {
    private static final Path VECTORS = Vectors.kept(Bounds.of(3, 1, 1, 1));

    @TempDir
    Path directory;

    /** Rules as an implementation: a box with a state in it. */
    private record Box(StepFunction rules, Function<List<Message>, List<Message>> sends)
            implements Implementation<ServerState[]> {
        @Override
        public ServerState[] load(ServerState state) {
            return new ServerState[] {state};
        }

        @Override
        public List<Message> handle(ServerState[] server, Event event) {
            Step step = rules.step(server[0], event);
            server[0] = step.state();
            return sends.apply(step.messages());
        }

        @Override
        public ServerState[] restart(ServerState[] server) {
            return load(rules.restart(server[0]));
        }

        @Override
        public ServerState read(ServerState[] server) {
            return server[0];
        }
    }

    private static List<Message> reversed(List<Message> messages) {
        List<Message> reversed = new ArrayList<>(messages);
        Collections.reverse(reversed);
        return reversed;
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whoLacksFieldsAgreesWithItsOwnVectorsWithThoseOfTheCoreAndInLockstep(Dialect dialect) throws IOException {
        Conformance conformance =
                Conformance.of(new Box(dialect, Function.identity()), new Profile(dialect, Set.of(), false));
        Path own = Vectors.write(Vectors.of(Bounds.of(2, 2, 2, 1), dialect), directory);
        ConformanceReport report = conformance.vectors(own);
        assertTrue(report.agrees(), report.toString());
        report = conformance.vectors(VECTORS);
        assertTrue(report.agrees(), report.toString());
        report = conformance.lockstep(3, 20, 300, 1);
        assertTrue(report.agrees(), report.toString());
    }

    @Test
    void whoLacksFieldsWithoutSayingSoDisagrees() throws IOException {
        // Two servers never have conflicting entries: the one with the longer log does not vote for the other.
        Path full = Vectors.write(Vectors.of(Bounds.of(3, 2, 1, 0), Dialect.FULL), directory);
        ConformanceReport report = Conformance.of(new Box(Dialect.WITHOUT_CONFLICT_TERM, Function.identity()))
                .vectors(full);
        assertTrue(report.disagreements().stream().anyMatch(disagreement -> disagreement.rule() == Rule.CONFLICT_HINT));
    }

    @Test
    void theOrderOfMessagesCountsOnlyWhereItIsSaidTo() throws IOException {
        Box backwards = new Box(StepFunction.RAFT, ProfileTest::reversed);
        assertTrue(Conformance.of(backwards).vectors(VECTORS).agrees());
        ConformanceReport report = Conformance.of(backwards, new Profile(Dialect.FULL, Set.of(), true))
                .vectors(VECTORS);
        assertTrue(report.disagreements().stream()
                .allMatch(disagreement -> disagreement.field().equals("order of messages")));
        assertTrue(!report.agrees());
    }

    @Test
    void aMessageSentTwiceIsOneTooMany() throws IOException {
        Box twice = new Box(StepFunction.RAFT, messages -> {
            List<Message> doubled = new ArrayList<>(messages);
            doubled.addAll(messages);
            return doubled;
        });
        assertTrue(!Conformance.of(twice).vectors(VECTORS).agrees());
    }

    @Test
    void whatItThrowsIsItsAnswer() throws IOException {
        Box broken = new Box(
                (state, event) -> {
                    throw new IllegalStateException("boom");
                },
                Function.identity());
        ConformanceReport report = Conformance.of(broken).vectors(VECTORS);
        assertEquals("error", report.disagreements().get(0).field());
        assertTrue(report.toString().contains("boom"), report.toString());
        assertEquals(714, report.asked());
    }

    private static List<Difference> differences(ObjectNode state, TestVector vector, Profile profile) {
        Subject.Answer<Integer> answer =
                new Subject.Answer<>(1, state, vector.expected(Dialect.FULL).path("messages"), "");
        return Comparison.of(vector, answer, profile);
    }

    @Test
    void stateThatTheCoreHasNotIsADifferenceUnlessItIsDeclared() {
        TestVector vector =
                Vectors.of(Bounds.of(1, 1, 0, 0), Dialect.FULL).vectors().get(0);
        ObjectNode state = StateJson.write(vector.transition().after());
        assertEquals(List.of(), differences(state, vector, Profile.DEFAULT));
        state.put("leaderId", 7);
        assertEquals(
                List.of(new Difference("leaderId", "leaderId", "nothing", "7")),
                differences(state, vector, Profile.DEFAULT));
        assertEquals(List.of(), differences(state, vector, new Profile(Dialect.FULL, Set.of("leaderId"), false)));
        state.remove(List.of("leaderId", "id", "servers", "window"));
        assertEquals(List.of(), differences(state, vector, Profile.DEFAULT));
        state.set("commitIndex", JsonNodeFactory.instance.textNode("0"));
        assertEquals(
                List.of(new Difference("commitIndex", "commitIndex", "0", "\"0\"")),
                differences(state, vector, Profile.DEFAULT));
    }

    @Test
    void aProfileIsReadFromOneLine() throws IOException {
        Path file = Files.writeString(
                directory.resolve("profile.json"),
                "{\"profile\":{\"lacks\":[\"conflictTerm\"],\"extraState\":[\"x\"],\"messageOrderMatters\":true}}\n");
        assertEquals(new Profile(Dialect.WITHOUT_CONFLICT_TERM, Set.of("x"), true), Profile.read(file));
    }
}
