package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plumbline.checker.world.StepFunction;

/** Recordings of servers: the file is one that the server's own tests write. */
class ReplayRecordingTest {
    private static final Path RECORDING =
            Path.of("..", "..", "impl", "server", "src", "test", "resources", "recording.jsonl");
    private static final int LINES = 10;

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int replay(Path file, String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "replay";
        arguments[1] = file.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return new Application(new Surroundings(
                        StepFunction.RAFT,
                        (options, progress) -> {
                            throw new AssertionError("should not have explored");
                        },
                        InputStream.nullInputStream(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false))
                .run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path changed(int line, String from, String to) throws IOException {
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(RECORDING));
        assertTrue(lines.get(line - 1).contains(from), lines.get(line - 1));
        lines.set(line - 1, lines.get(line - 1).replace(from, to));
        return Files.write(directory.resolve("changed.jsonl"), lines);
    }

    @Test
    void theServersStepsAreTheCores() throws IOException {
        assertEquals(LINES, Files.readAllLines(RECORDING).size());
        assertEquals(ExitCode.HOLDS, replay(RECORDING), this::err);
        assertTrue(out().contains("8 steps, taken again through the core: identical."), out());
    }

    @Test
    void asJson() {
        assertEquals(ExitCode.HOLDS, replay(RECORDING, "--json"));
        assertTrue(out().contains("\"identical\":true,\"steps\":8,\"cutOff\":false"), out());
    }

    @Test
    void aStateThatTheCoreDoesNotReachIsToldWithItsLineAndField() throws IOException {
        Path file = changed(6, "\"commitIndex\":4", "\"commitIndex\":3");
        assertEquals(ExitCode.VIOLATED, replay(file));
        assertTrue(out().contains("line 6: commitIndex was 3, replayed it is 4. The 3 steps before"), out());
    }

    @Test
    void aChangedCommandShowsInTheLog() throws IOException {
        Path file = changed(5, "\"base64\":\"YQ==\"", "\"base64\":\"Yg==\"");
        assertEquals(ExitCode.VIOLATED, replay(file));
        assertTrue(out().contains("line 5: logHash was"), out());
    }

    @Test
    void anEventThatTheCoreRefusesIsADifference() throws IOException {
        Path file = changed(9, "\"to\":1", "\"to\":2");
        assertEquals(ExitCode.VIOLATED, replay(file));
        assertTrue(out().contains("line 9: the event is refused here: to is 2, this is server 1"), out());
    }

    @Test
    void aLastLineThatIsCutOffIsLeftOut() throws IOException {
        String text = Files.readString(RECORDING);
        Path file = Files.writeString(directory.resolve("cut.jsonl"), text.substring(0, text.length() - 20));
        assertEquals(ExitCode.HOLDS, replay(file));
        assertTrue(out().contains("7 steps") && out().contains("cut off"), out());
    }

    @Test
    void whatIsNotARecordingIsToldWithItsLineAndField() throws IOException {
        assertEquals(ExitCode.BAD_USAGE, replay(changed(7, "HeartbeatTimeout", "Heartbeat")));
        assertTrue(err().contains("changed.jsonl: line 7: action is \"Heartbeat\""), err());
        assertEquals(ExitCode.BAD_USAGE, replay(changed(1, "\"servers\":3", "\"servers\":0")));
        assertTrue(err().contains("line 1: size is 0"), err());
        assertEquals(ExitCode.BAD_USAGE, replay(changed(3, "{\"event\"", "{event")));
        assertTrue(err().contains("line 3: the line is not JSON"), err());
        assertEquals(ExitCode.BAD_USAGE, replay(changed(1, "\"lastLogIndex\":2", "\"lastLogIndex\":3")));
        assertEquals(1, err().lines().filter(line -> line.contains("line 3: ")).count() - 1, err());
        assertEquals(ExitCode.BAD_USAGE, replay(RECORDING, "--bug", "voter-grants-two-votes"));
    }
}
