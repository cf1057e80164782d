package plumbline.server.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.UnmatchedArgumentException;
import plumbline.server.client.KvException;

/** The {@code plumb-kv} command. */
@Command(
        name = "plumb-kv",
        description = "A replicated key-value store on a checked Raft: its servers, and their clients.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = PlumbKv.Version.class,
        commandListHeading = "%nCommands:%n",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            KeyCommands.Put.class,
            KeyCommands.Get.class,
            KeyCommands.Append.class,
            KeyCommands.Delete.class,
            KeyCommands.CompareAndSet.class,
            StatusCommand.class,
            BenchCommand.class
        },
        footer = {"", "plumb-kv COMMAND --help tells more."})
public final class PlumbKv {
    /** The system property that makes an internal error print its stack trace. */
    static final String STACK_TRACE = "plumb.stacktrace";

    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    PlumbKv() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] arguments) {
        boolean serves = arguments.length > 0 && arguments[0].equals("serve");
        if (!serves && System.getProperty(LOG_LEVEL) == null) {
            // What servers and connections do is a server's log; other commands say what matters themselves.
            System.setProperty(LOG_LEVEL, "error");
        }
        System.exit(run(System.err, arguments));
    }

    /** Runs it, and returns the exit code. Whatever goes wrong ends in one line on {@code err}. */
    static int run(PrintStream err, String... arguments) {
        CommandLine kv = new CommandLine(new PlumbKv());
        kv.setExpandAtFiles(false);
        kv.setCaseInsensitiveEnumValuesAllowed(true);
        kv.setParameterExceptionHandler((e, rest) -> badUsage(err, e, e.getCommandLine()));
        kv.setExecutionExceptionHandler((e, command, parsed) -> failure(err, e, command));
        try {
            return kv.execute(arguments);
        } finally {
            System.out.flush();
        }
    }

    private static int failure(PrintStream err, Exception e, CommandLine command) {
        if (e instanceof KvException failed) {
            complain(
                    err,
                    switch (failed.kind()) {
                        case REFUSED -> "refused: " + failed.getMessage();
                        case NOT_DONE -> "not done: " + failed.getMessage();
                        case OUTCOME_UNKNOWN ->
                            "outcome unknown, it may have been done or may yet be: " + failed.getMessage();
                    });
            return failed.kind() == KvException.Kind.REFUSED ? ExitCode.BAD_USAGE : ExitCode.INCOMPLETE;
        }
        if (e instanceof BadUsageException) {
            return badUsage(err, e, command);
        }
        if (e instanceof IOException) {
            complain(err, String.valueOf(e.getMessage()));
            return ExitCode.BAD_USAGE;
        }
        complain(
                err,
                "internal error, please report it: " + e + " (java -D" + STACK_TRACE
                        + "=true -jar plumb-kv.jar shows where)");
        if (Boolean.getBoolean(STACK_TRACE)) {
            e.printStackTrace(err);
        }
        return ExitCode.INTERNAL_ERROR;
    }

    private static int badUsage(PrintStream err, Exception e, CommandLine command) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched) {
            String first = "'" + unmatched.getUnmatched().get(0) + "'";
            text = unmatched.isUnknownOption() ? "unknown option: " + first : first + " does not belong here";
        }
        complain(
                err,
                text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) + " (see "
                        + command.getCommandSpec().qualifiedName() + " --help)");
        return ExitCode.BAD_USAGE;
    }

    private static void complain(PrintStream err, @Nullable String line) {
        err.println("plumb-kv: "
                + String.valueOf(line).strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?"));
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = PlumbKv.class.getPackage().getImplementationVersion();
            return new String[] {
                "plumb-kv " + (version == null ? "(not from plumb-kv.jar)" : version),
                "Java " + System.getProperty("java.version")
            };
        }
    }
}
