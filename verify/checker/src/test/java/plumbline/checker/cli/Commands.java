package plumbline.checker.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import plumbline.checker.explore.Explorer;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Progress;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/** The command line, asked without doing the work. */
public final class Commands {
    private Commands() {}

    /**
     * Whether {@code plumb} with these arguments is good usage. The core is explored up to its first hundred worlds; of
     * other commands, and of the core with a bug, only the help is asked for.
     */
    public static boolean understands(String... arguments) {
        String[] asked = arguments;
        if (!arguments[0].equals("check") || Arrays.asList(arguments).contains("--bug")) {
            asked = Arrays.copyOf(arguments, arguments.length + 1);
            asked[arguments.length] = "--help";
        }
        return run(new AtomicReference<>(), asked) != ExitCode.BAD_USAGE;
    }

    /** The bounds of {@code plumb check} without options, as servers/terms/entries/restarts. */
    public static String defaultBounds() {
        AtomicReference<Options> asked = new AtomicReference<>();
        run(asked, "check");
        Bounds bounds = asked.get().bounds();
        return bounds.servers() + "/" + bounds.terms() + "/" + bounds.entries() + "/" + bounds.restarts();
    }

    private static int run(AtomicReference<Options> asked, String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Exploration little = (options, execution, progress) -> {
            asked.set(options);
            return Explorer.explore(options.withMaxWorlds(100), execution, Progress.NONE);
        };
        return new Application(new Surroundings(
                        StepFunction.RAFT, little, InputStream.nullInputStream(), nowhere, nowhere, false))
                .run(arguments);
    }
}
