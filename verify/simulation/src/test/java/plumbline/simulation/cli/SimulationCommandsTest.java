package plumbline.simulation.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code plumb swarm} and {@code plumb lab} as a user runs them, each in a process. */
class SimulationCommandsTest {
    private record Output(int exitCode, String out, String err) {}

    @TempDir
    private Path folder;

    private Output plumb(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "plumbline.checker.cli.Plumb"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int code = process.waitFor();
        return new Output(code, Files.readString(out), Files.readString(err));
    }

    @Test
    void aSwarmOfTheCoreEndsWellAndTellsWhatItSaw() throws Exception {
        Output swarm = plumb("swarm", "--seed", "1", "--runs", "20");
        assertEquals(0, swarm.exitCode(), swarm::err);
        assertEquals("", swarm.err());
        assertTrue(swarm.out().contains("20 runs"), swarm::out);
        assertTrue(swarm.out().contains("a leader stepped down"), swarm::out);
        assertTrue(swarm.out().endsWith("Nothing was wrong.\n"), swarm::out);
    }

    @Test
    void aSwarmThatFindsABugWritesATraceThatReplays() throws Exception {
        Output swarm = plumb("swarm", "--seed", "1", "--bug", "voter-ignores-the-log", "--trace-dir", "found");
        assertEquals(1, swarm.exitCode(), swarm::err);
        assertTrue(
                Pattern.compile("Again: plumb swarm --seed \\d+ --runs 1 --bug voter-ignores-the-log")
                        .matcher(swarm.out())
                        .find(),
                swarm::out);
        Path trace;
        try (Stream<Path> files = Files.list(folder.resolve("found"))) {
            trace = files.findFirst().orElseThrow();
        }
        Output replay = plumb("replay", trace.toString());
        assertEquals(0, replay.exitCode(), () -> replay.out() + replay.err());
        assertTrue(replay.out().contains("As expected: "), replay::out);
        assertEquals(1, plumb("replay", trace.toString(), "--bug", "none").exitCode());
    }

    @Test
    void jsonIsOneObject() throws Exception {
        Output swarm = plumb("swarm", "--seed", "1", "--runs", "2", "--json");
        assertEquals(0, swarm.exitCode(), swarm::err);
        JsonNode object = new JsonMapper().readTree(swarm.out());
        assertEquals(2, object.get("runs").asInt());
        assertTrue(object.get("rareEvents").get("leader-crashed").has("times"));
        Output lab = plumb("lab", "--test", "BasicAgree", "--seeds", "3", "--json");
        assertEquals(0, lab.exitCode(), lab::err);
        assertTrue(new JsonMapper().readTree(lab.out()).get("failures").isEmpty());
    }

    @Test
    void aTestOfTheLabThatFailsTellsHowToRepeatIt() throws Exception {
        Output lab = plumb("lab", "--part", "A", "--seeds", "20", "--bug", "E01");
        assertEquals(1, lab.exitCode(), lab::err);
        var again = Pattern.compile("Again: plumb (lab --test \\w+ --seed \\d+ --seeds 1 --bug \\S+)")
                .matcher(lab.out());
        assertTrue(again.find(), lab::out);
        assertEquals(1, plumb(again.group(1).split(" ")).exitCode());
        assertTrue(lab.out().contains("Told:  plumb replay"), lab::out);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "swarm --minutes 0|--minutes is 0.0, must be more than 0",
                "swarm --minutes x|'x' is not",
                "swarm --runs 0|--runs is 0, must be 1 or more",
                "swarm --seed -1|--seed is -1, must be 0 to",
                "swarm --threads 0|--threads is 0, must be 1 to 1024",
                "swarm --bug nothing|--bug is 'nothing', must be none or one of",
                "swarm --steps file|--steps goes with --runs 1",
                "swarm --trace-dir pom.xml/x|--trace-dir is pom.xml/x, but",
                "swarm extra|'extra' does not belong here",
                "lab --test Nothing|--test is 'Nothing', must be one of InitialElection",
                "lab --part D|--part is 'D', must be A, B or C",
                "lab --part A --test Backup|--part and --test do not go together",
                "lab --seeds 0|--seeds is 0, must be 1 to"
            })
    void badUsageIsOneLine(String arguments, String complaint) throws Exception {
        Files.writeString(folder.resolve("pom.xml"), "");
        Output plumb = plumb(arguments.split(" "));
        assertEquals(2, plumb.exitCode(), plumb::err);
        assertEquals("", plumb.out());
        assertEquals(1, plumb.err().lines().count(), plumb::err);
        assertTrue(plumb.err().startsWith("plumb: ") && plumb.err().contains(complaint), plumb::err);
    }

    @Test
    void theCommandsOfTheReadmeAreUnderstood() throws Exception {
        String readme = Files.readString(Path.of("..", "..", "README.md"), StandardCharsets.UTF_8);
        List<String> commands = Pattern.compile("`plumb ((?:swarm|lab)[^`]*)`")
                .matcher(readme)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertFalse(commands.isEmpty());
        for (String command : commands) {
            Output help = plumb((command.replaceAll(" N\\b", " 1") + " --help").split(" "));
            assertEquals(0, help.exitCode(), () -> command + ": " + help.err());
        }
    }

    @Test
    void helpNamesTheCommands() throws Exception {
        Output help = plumb("--help");
        assertTrue(help.out().contains("swarm") && help.out().contains("lab"), help::out);
    }
}
