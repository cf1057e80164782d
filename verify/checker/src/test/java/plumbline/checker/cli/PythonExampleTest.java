package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.conform.Dialect;
import plumbline.checker.conform.Rule;
import plumbline.checker.conform.Vectors;
import plumbline.checker.explore.Explorer;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/** The Raft in Python: it agrees on everything, and with a mistake put in, the rule that it breaks is named. */
class PythonExampleTest {
    private static final Path EXAMPLE = Path.of("examples/python");

    /** What each mistake breaks, and nothing else. */
    private static final Map<String, Set<Rule>> MISTAKES = Map.of(
            "votes_twice", Set.of(Rule.VOTE_ONCE),
            "ignores_the_candidates_log", Set.of(Rule.VOTE_UP_TO_DATE),
            "counts_old_votes", Set.of(Rule.OLD_ANSWER),
            "keeps_its_vote_in_a_new_term", Set.of(Rule.HIGHER_TERM),
            "commits_old_terms", Set.of(Rule.LEADER_COMMITS),
            "truncates_always", Set.of(Rule.APPEND_CONFLICT),
            "trusts_the_index", Set.of(Rule.APPEND_CONSISTENCY),
            "commits_what_was_not_verified", Set.of(Rule.FOLLOWER_COMMITS),
            "forgets_its_vote_in_a_crash", Set.of(Rule.PERSISTENT),
            "takes_late_answers_for_news", Set.of(Rule.ACKNOWLEDGED));

    @TempDir
    static Path shared;

    private static Path oneEntry = Path.of("");
    private static Path smallWindow = Path.of("");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void writeVectors() throws IOException {
        assumeTrue(hasPython(), "python3 is not installed; the Raft in Python is not examined");
        oneEntry = Vectors.write(Vectors.of(Bounds.of(3, 2, 1, 1), Dialect.FULL), shared);
        smallWindow = Vectors.write(Vectors.of(Bounds.of(3, 2, 2, 0).withWindow(1), Dialect.FULL), shared);
    }

    private static boolean hasPython() {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode conform(int exit, Path script, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("conform", "--json", "--trace-dir", directory.toString()));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--", "python3", script.toString()));
        out.reset();
        err.reset();
        int actual = new Application(new Surroundings(
                        StepFunction.RAFT,
                        Explorer::explore,
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false))
                .run(arguments.toArray(String[]::new));
        assertEquals(exit, actual, out + "\n" + err);
        return new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    }

    static Stream<Path> sets() throws IOException {
        try (Stream<Path> kept = Files.list(Vectors.DIRECTORY)) {
            return Stream.concat(
                    Stream.of(oneEntry, smallWindow),
                    kept.filter(file -> file.toString().endsWith(".jsonl")).toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void itAgreesOnEveryVector(Path vectors) throws IOException {
        JsonNode report = conform(0, EXAMPLE.resolve("adapter.py"), "--vectors", vectors.toString());
        assertEquals(
                Files.readAllLines(vectors).size() - 1, report.path("agreed").longValue());
    }

    @ParameterizedTest
    @CsvSource({"3,20,200", "5,5,300"})
    void itAgreesInLockstep(int servers, int schedules, int steps) throws IOException {
        JsonNode report = conform(
                0,
                EXAMPLE.resolve("adapter.py"),
                "--random",
                "--servers=" + servers,
                "--schedules=" + schedules,
                "--steps=" + steps);
        assertTrue(report.path("agreed").longValue() > 0.9 * schedules * steps, report.toString());
    }

    static Set<String> mistakes() {
        return new TreeSet<>(MISTAKES.keySet());
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void eachMistakeIsCaughtAndItsRuleIsNamed(String mistake) throws IOException {
        // A window lets a follower hear of commits beyond what it was sent; without one that is rare.
        Path vectors = mistake.equals("commits_what_was_not_verified") ? smallWindow : oneEntry;
        JsonNode report = conform(1, EXAMPLE.resolve("mistakes/" + mistake + ".py"), "--vectors", vectors.toString());
        Set<Rule> rules = new TreeSet<>();
        report.path("disagreements")
                .forEach(disagreement ->
                        rules.add(Rule.valueOf(disagreement.path("rule").textValue())));
        assertEquals(MISTAKES.get(mistake), rules, report.toString());
        assertTrue(report.path("failure").isNull());
    }

    @Test
    void thereAreTenMistakesAndAllAreTested() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLE.resolve("mistakes"))) {
            Set<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".py"))
                    .forEach(name -> names.add(name.replace(".py", "")));
            assertEquals(mistakes(), names);
            assertEquals(10, names.size());
        }
    }

    @Test
    void mistakesShowInLockstepToo() throws IOException {
        JsonNode report = conform(1, EXAMPLE.resolve("mistakes/votes_twice.py"), "--random", "--schedules", "20");
        assertEquals(
                "VOTE_ONCE", report.path("disagreements").path(0).path("rule").textValue());
        Path trace = Path.of(report.path("disagreements").path(0).path("trace").textValue());
        // Two candidates, and the vote of the one for the other.
        assertTrue(Files.readAllLines(trace).size() <= 5, trace.toString());
    }
}
