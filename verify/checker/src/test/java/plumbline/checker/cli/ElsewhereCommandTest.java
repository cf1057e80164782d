package plumbline.checker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plumbline.checker.explore.Explorer;
import plumbline.checker.world.StepFunction;

/** The checker's tests run without the modules that bring further subcommands, as {@code plumb.jar} does by itself. */
class ElsewhereCommandTest {
    @ParameterizedTest
    @CsvSource({"swarm --minutes 1,swarm", "lab,lab", "lab --part C --seeds 2000,lab"})
    void aCommandOfAModuleThatIsNotThereSaysWhatToBuild(String arguments, String command) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream complaints = new PrintStream(err, true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(
                StepFunction.RAFT,
                Explorer::explore,
                InputStream.nullInputStream(),
                new PrintStream(PrintStream.nullOutputStream()),
                complaints,
                false);
        assertEquals(ExitCode.BAD_USAGE, new Application(surroundings).run(arguments.split(" ")));
        assertEquals(
                "plumb: " + command + " is in the module verify/simulation, which is not built here; "
                        + "in the project's folder, mvn -B -q package -DskipTests builds it",
                err.toString(StandardCharsets.UTF_8).strip());
    }
}
