package plumbline.checker.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import plumbline.checker.explore.Explorer;
import plumbline.checker.world.StepFunction;

/**
 * What commands work with: the rules under test, the explorer, and where to print. Tests put in other rules, other
 * explorers, and streams that they can read.
 *
 * @param rules the step function under test
 * @param exploration explores
 * @param in the keyboard
 * @param out results
 * @param err complaints and progress
 * @param terminal whether a person is watching, so that progress is worth showing
 * @param process whether this process is all the command's, so that it may end it
 */
record Surroundings(
        StepFunction rules,
        Exploration exploration,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean terminal,
        boolean process) {
    /** Not the owner of the process. */
    Surroundings(
            StepFunction rules,
            Exploration exploration,
            InputStream in,
            PrintStream out,
            PrintStream err,
            boolean terminal) {
        this(rules, exploration, in, out, err, terminal, false);
    }

    /** The core, the explorer, this process's streams. */
    static Surroundings real() {
        return new Surroundings(
                StepFunction.RAFT, Explorer::explore, System.in, System.out, System.err, onTerminal(), true);
    }

    // From Java 22 on there may be a console without a terminal, which only a newer method tells.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
