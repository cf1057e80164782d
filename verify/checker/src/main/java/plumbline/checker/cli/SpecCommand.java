package plumbline.checker.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** {@code plumb spec}: what is about the spec and the code together. */
@Command(
        name = "spec",
        description = "Holds the TLA+ spec and the code against each other. TLC is included.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        commandListHeading = "%nCommands:%n",
        footer = {"", "plumb spec COMMAND --help tells more."})
final class SpecCommand {
    /** TLC is a thousand times slower than the explorer, so these are smaller than elsewhere. Every action can happen. */
    private static final Map<String, String> DEFAULT_BOUNDS =
            Map.of("--servers", "2", "--terms", "2", "--entries", "1", "--restarts", "1");

    private SpecCommand() {}

    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new SpecCommand())
                .addSubcommand(new SpecCheckCommand(surroundings))
                .addSubcommand(new SpecDiffCommand(surroundings))
                .addSubcommand(new SpecImportCommand(surroundings))
                .addSubcommand(new SpecAcceptCommand(surroundings))
                .setDefaultValueProvider(argument ->
                        argument instanceof OptionSpec option ? DEFAULT_BOUNDS.get(option.longestName()) : null);
    }
}
