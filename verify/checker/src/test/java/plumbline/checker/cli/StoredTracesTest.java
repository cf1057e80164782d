package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import plumbline.checker.explore.Explorer;
import plumbline.checker.world.StepFunction;

/** {@code plumb replay --all traces}, as every build runs it. */
class StoredTracesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int plumb(String... arguments) {
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Application(new Surroundings(
                        StepFunction.RAFT, Explorer::explore, InputStream.nullInputStream(), print, print, false))
                .run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyStoredTraceReplays() {
        assertEquals(ExitCode.HOLDS, plumb("replay", "--all", "../../traces"), this::out);
    }
}
