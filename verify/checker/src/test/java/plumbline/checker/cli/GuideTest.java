package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.checker.explore.Explorer;
import plumbline.checker.world.StepFunction;

/** The guide does what it says: each of its commands is run, from the first to the last. */
class GuideTest {
    private static final Path GUIDE = Path.of("examples/README.md");
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\n(.*?)```");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The command as the guide has it, but for where it is run and where it writes to. */
    private int plumb(String command) {
        String[] arguments = command.replaceFirst("plumb ", "")
                .replace("traces/vectors", "../../traces/vectors")
                .replace("verify/checker/examples", "examples")
                .replace("/tmp", directory.toString())
                .split(" ");
        return run(arguments);
    }

    private int run(String... arguments) {
        out.reset();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Application(new Surroundings(
                        StepFunction.RAFT, Explorer::explore, InputStream.nullInputStream(), printed, printed, false))
                .run(arguments);
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

    @Test
    void eachOfItsCommandsDoesWhatItSays() throws IOException {
        assumeTrue(hasPython(), "python3 is not installed; the guide's commands are not run");
        List<String> commands = BLOCK.matcher(Files.readString(GUIDE))
                .results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> line.startsWith("plumb "))
                .toList();
        assertTrue(commands.size() >= 7, commands.toString());
        for (String command : commands) {
            assertEquals(command.contains("mistakes") ? 1 : 0, plumb(command), command + "\n" + out);
        }
    }

    @Test
    void theLogThatItShowsIsPossible() throws IOException {
        String text = Files.readString(GUIDE);
        String log = text.substring(text.indexOf("{\"node\":1"));
        Path file = Files.writeString(directory.resolve("log.jsonl"), log.substring(0, log.indexOf("```")));
        assertEquals(0, run("validate", file.toString()), out.toString(StandardCharsets.UTF_8));
        assertTrue(
                out.toString(StandardCharsets.UTF_8).contains("all of 6 lines"), out.toString(StandardCharsets.UTF_8));
    }
}
