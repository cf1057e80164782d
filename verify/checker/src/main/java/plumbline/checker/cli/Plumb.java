package plumbline.checker.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code plumb} command. */
@Command(
        name = "plumb",
        description = "Checks a Raft: every schedule of a small cluster, against the properties of the paper.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        commandListHeading = "%nCommands:%n",
        footer = {"", "plumb COMMAND --help tells more."})
public final class Plumb {
    /** The system property that makes an internal error print its stack trace. */
    static final String STACK_TRACE = "plumb.stacktrace";

    Plumb() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(new Application(Surroundings.real()).run(arguments));
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Plumb.class.getPackage().getImplementationVersion();
            return new String[] {
                "plumb " + (version == null ? "(not from plumb.jar)" : version),
                "Java " + System.getProperty("java.version")
            };
        }
    }
}
