package plumbline.checker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs one command line, and sees to it that whatever goes wrong ends in one line on stderr and an exit code. */
final class Application {
    private final Surroundings surroundings;

    Application(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs it, and returns the exit code. */
    int run(String... arguments) {
        CommandLine plumb = new CommandLine(new Plumb());
        plumb.addSubcommand(new CheckCommand(surroundings));
        plumb.addSubcommand(SimulateCommand.with(surroundings));
        plumb.addSubcommand(new ReplayCommand(surroundings));
        plumb.addSubcommand(new ShrinkCommand(surroundings));
        plumb.addSubcommand(new ViewCommand(surroundings));
        plumb.addSubcommand(new ExploreCommand(surroundings));
        plumb.addSubcommand(SpecCommand.with(surroundings));
        plumb.addSubcommand(new LinearizeCommand(surroundings));
        plumb.setExpandAtFiles(false);
        plumb.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        plumb.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        plumb.setParameterExceptionHandler((e, rest) -> badUsage(e, e.getCommandLine()));
        plumb.setExecutionExceptionHandler((e, command, parsed) -> failure(e, command));
        try {
            return plumb.execute(arguments);
        } catch (RuntimeException | Error e) {
            return internalError(e);
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    private int failure(Exception e, CommandLine command) {
        if (e instanceof BadInputException) {
            complain(String.valueOf(e.getMessage()));
            return ExitCode.BAD_USAGE;
        }
        if (e instanceof BadUsageException) {
            return badUsage(e, command);
        }
        return e instanceof IOException file ? badFile(file) : internalError(e);
    }

    private int badUsage(Exception e, CommandLine command) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            String first = "'" + unmatched.getUnmatched().get(0) + "'";
            text = unmatched.isUnknownOption() ? "unknown option: " + first : first + " does not belong here";
        }
        complain(text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) + " (see "
                + command.getCommandSpec().qualifiedName() + " --help)");
        return ExitCode.BAD_USAGE;
    }

    /** A file that is wrong says so itself; one that is not there says only its name. */
    private int badFile(IOException e) {
        String text = String.valueOf(e.getMessage());
        complain(
                e instanceof NoSuchFileException
                        ? text + ": no such file"
                        : e instanceof FileSystemException ? "cannot use " + text : text);
        return ExitCode.BAD_USAGE;
    }

    private int internalError(Throwable error) {
        complain("internal error, please report it: " + error + " (java -D" + Plumb.STACK_TRACE
                + "=true -jar plumb.jar shows where)");
        if (Boolean.getBoolean(Plumb.STACK_TRACE)) {
            error.printStackTrace(surroundings.err());
        }
        return ExitCode.INTERNAL_ERROR;
    }

    private void complain(String line) {
        surroundings
                .err()
                .println("plumb: " + line.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?"));
    }
}
