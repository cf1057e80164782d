package plumbline.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.cli.Commands;

/** The README stays true: its links lead somewhere, its commands work, and its test command is the one that CI runs. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(mvn .*|java .*)$");
    private static final String A_BUG = "voter-grants-two-votes";
    private static final Pattern INLINE_PLUMB = Pattern.compile("`plumb ([a-z][^`]*)`");

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    static Stream<String> documents() {
        return Stream.of(
                "README.md",
                "impl/server/README.md",
                "spec/README.md",
                "traces/README.md",
                "verify/checker/examples/README.md");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFileOfTheProject(String document) throws IOException {
        List<String> links = LINK.matcher(read(document))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.startsWith("https://"))
                .toList();
        Path folder = ROOT.resolve(document).getParent();
        for (String link : links) {
            assertTrue(Files.exists(folder.resolve(link)), document + " links to " + link);
        }
    }

    @Test
    void theReadmeLeadsToTheStepFunctionInOneClick() throws IOException {
        assertTrue(read("README.md").contains("](impl/core/src/main/java/plumbline/core/Raft.java)"));
    }

    @Test
    void theCommandsBuildAndCheckAndDemonstrateAndPassTheTests() throws IOException {
        List<String> commands = COMMAND.matcher(read("README.md"))
                .results()
                .map(command -> command.group(1))
                .toList();
        assertEquals(
                List.of(
                        "mvn -B -q package -DskipTests && java -jar verify/checker/target/plumb.jar check",
                        "mvn -B -q package -DskipTests && java -jar impl/server/target/plumb-kv.jar demo",
                        "mvn -B verify"),
                commands);
    }

    @Test
    void ciRunsTheReadmesTestCommandAndNoOther() throws IOException {
        List<String> lines = read(".ci/run")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("mvn"))
                .toList();
        assertEquals(List.of("mvn -B verify"), lines);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyPlumbCommandIsUnderstood(String document) throws IOException {
        List<String> commands = INLINE_PLUMB
                .matcher(read(document))
                .results()
                .map(command -> command.group(1))
                .toList();
        assertFalse(commands.isEmpty());
        for (String command : commands) {
            assertTrue(Commands.understands(command.replace("NAME", A_BUG).split(" ")), "plumb " + command);
        }
    }

    @Test
    void theBoundsThatTheReadmeCallsTheDefaultAreTheDefault() throws IOException {
        assertTrue(read("README.md").contains(Commands.defaultBounds() + " (the default)"));
    }
}
