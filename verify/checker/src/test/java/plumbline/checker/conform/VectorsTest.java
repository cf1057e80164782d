package plumbline.checker.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.trace.TraceFormatException;
import plumbline.checker.world.Bounds;

class VectorsTest {
    private static final Bounds SMALL = Bounds.of(3, 1, 1, 1);

    @TempDir
    Path directory;

    static Stream<Bounds> kept() {
        return Stream.of(Bounds.of(1, 2, 2, 1), Bounds.of(2, 2, 1, 1), SMALL);
    }

    @ParameterizedTest
    @MethodSource("kept")
    void theKeptSetsAreThoseOfTheCore(Bounds bounds) throws IOException {
        StringBuilder text = new StringBuilder();
        Vectors.of(bounds, Dialect.FULL).write(text);
        Path file = Vectors.kept(bounds);
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(file, text);
        }
        assertEquals(
                Files.readString(file),
                text.toString(),
                () -> file + " differs; if the change is meant, mvn test -Dgolden.rewrite=true rewrites it");
    }

    @Test
    void nothingElseIsKeptBesideTheSchema() throws IOException {
        try (Stream<Path> files = Files.list(Vectors.DIRECTORY)) {
            Set<Path> expected = new HashSet<>(kept().map(Vectors::kept).toList());
            expected.add(Vectors.DIRECTORY.resolve("vectors.schema.json"));
            assertEquals(expected, new HashSet<>(files.toList()));
        }
    }

    @Test
    void threeServersTwoTermsAndOneEntryMakeAbout5000() {
        VectorSet vectors = Vectors.of(Bounds.of(3, 2, 1, 0), Dialect.FULL);
        assertEquals(4290, vectors.vectors().size());
    }

    @ParameterizedTest
    @MethodSource("kept")
    void eachLineIsWhatTheSchemaSays(Bounds bounds) throws IOException {
        Schema schema = schema();
        for (String line : Files.readAllLines(Vectors.kept(bounds))) {
            assertEquals(List.of(), schema.validate(line, InputFormat.JSON), line);
        }
    }

    @Test
    void theSchemaRefusesWhatAVectorCannotBe() throws IOException {
        String line = Files.readAllLines(Vectors.kept(SMALL)).get(1);
        Schema schema = schema();
        for (String wrong : List.of(
                line.replace("\"role\":\"Follower\"", "\"role\":\"follower\""),
                line.replace("\"commitIndex\":0", "\"commitIndex\":-1"),
                line.replace("\"votedFor\":null", "\"votedFor\":0"),
                line.replace("\"server\":1", "\"server\":1,\"extra\":1"),
                line.replace("\"votesGranted\":[1]", "\"nextIndex\":{}"))) {
            assertTrue(!wrong.equals(line), "nothing was changed");
            assertTrue(!schema.validate(wrong, InputFormat.JSON).isEmpty(), wrong);
        }
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Vectors.DIRECTORY.resolve("vectors.schema.json")));
    }

    @Test
    void theSmallestStatesComeFirst() throws IOException {
        List<TestVector> vectors = Vectors.of(SMALL, Dialect.FULL).vectors();
        assertEquals("ElectionTimeout", vectors.get(0).event().path("action").textValue());
        assertEquals(0, vectors.get(0).transition().before().currentTerm());
        List<TestVector> sorted = new ArrayList<>(vectors);
        sorted.sort(TestVector.ORDER);
        assertEquals(sorted, vectors);
    }

    @Test
    void anIdIsTheSameInEverySetOfTheSameWindow() {
        Set<String> small = new HashSet<>();
        Vectors.of(SMALL, Dialect.FULL).vectors().forEach(vector -> small.add(vector.id()));
        Set<String> large = new HashSet<>();
        Vectors.of(Bounds.of(3, 2, 1, 1), Dialect.FULL).vectors().forEach(vector -> large.add(vector.id()));
        assertTrue(large.containsAll(small));
    }

    @Test
    void theVerdictsOfADialectAreItsOwn() {
        for (Dialect dialect : Dialect.values()) {
            VectorSet vectors = Vectors.of(Bounds.of(3, 2, 1, 0), dialect);
            assertEquals(dialect, vectors.header().dialect());
            assertEquals(15, vectors.header().verdicts().size());
            for (TestVector vector : vectors.vectors()) {
                dialect.lacks().forEach(field -> assertTrue(!vector.event().has(field), field));
            }
        }
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        for (Dialect dialect : Dialect.values()) {
            VectorSet vectors = Vectors.of(Bounds.of(2, 2, 1, 1), dialect);
            List<TestVector> read = new ArrayList<>();
            try (VectorReader reader = VectorReader.open(Vectors.write(vectors, directory))) {
                assertEquals(vectors.header(), reader.header());
                for (Optional<TestVector> next = reader.next(); next.isPresent(); next = reader.next()) {
                    read.add(next.get());
                }
            }
            assertEquals(vectors.vectors(), read);
        }
    }

    private String complaint(UnaryOperator<String> change) throws IOException {
        String text = Files.readString(Vectors.kept(SMALL));
        String changed = change.apply(text);
        assertTrue(!changed.equals(text), "nothing was changed");
        Path file = Files.writeString(directory.resolve("v.jsonl"), changed);
        TraceFormatException e = assertThrows(TraceFormatException.class, () -> {
            try (VectorReader reader = VectorReader.open(file)) {
                Optional<TestVector> next = reader.next();
                while (next.isPresent()) {
                    next = reader.next();
                }
            }
        });
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith(file + ": line "), message);
        return message.substring((file + ": ").length());
    }

    private static String withoutLine(String text, int number) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        lines.remove(number - 1);
        return String.join("\n", lines) + "\n";
    }

    @Test
    void aFileThatIsNoLongerWhatWasWrittenSaysWhere() throws IOException {
        assertEquals(
                "line 2: expected.state.votedFor is 2, the core gives 1: write the vectors anew with plumb vectors",
                complaint(text -> text.replaceFirst("\"votedFor\":1", "\"votedFor\":2")));
        assertEquals(
                "line 715: the line is missing: the file ends after 713 vectors, the header says 714",
                complaint(text -> withoutLine(text, 7)));
        assertEquals(
                "line 716: the line is one too many: the header says 714 vectors",
                complaint(text -> text + text.lines().toList().get(1) + "\n"));
        assertEquals("line 715: the line is cut off: it has no end of line", complaint(text -> text.strip()));
        assertEquals(
                "line 1: vectorsVersion is 2, this reader knows 1",
                complaint(text -> text.replace("\"vectorsVersion\":1", "\"vectorsVersion\":2")));
        assertEquals(
                "line 2: state.role is \"Boss\", must be Follower, Candidate or Leader",
                complaint(text -> text.replaceFirst("\"role\":\"Follower\"", "\"role\":\"Boss\"")));
        assertEquals(
                "line 1: ElectionSafety must be holds".replace("Election", "verdicts.Election"),
                complaint(text -> text.replace("\"ElectionSafety\":\"holds\"", "\"ElectionSafety\":\"violated\"")));
        assertTrue(complaint(text -> text.replaceFirst("\"id\":\"[0-9a-f]*\"", "\"id\":\"000000000000\""))
                .startsWith("line 2: id is \"000000000000\", the core gives"));
        assertTrue(complaint(text -> "").startsWith("line 1: the line is missing"));
    }

    @Test
    void aVectorGivenTwiceIsNoticed() throws IOException {
        assertTrue(complaint(text -> {
                    List<String> lines = new ArrayList<>(text.lines().toList());
                    lines.set(4, lines.get(3));
                    return String.join("\n", lines) + "\n";
                })
                .endsWith(", as on a line before"));
    }
}
