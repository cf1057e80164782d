package plumbline.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import plumbline.bench.store.AimsCommand;
import plumbline.bench.store.StoreCommand;

/** The {@code bench} command. */
@Command(
        name = "bench",
        description = "Measures the explorer and the replicated store.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {LadderCommand.class, TlcCommand.class, StoreCommand.class, AimsCommand.class})
public final class Bench {
    Bench() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
