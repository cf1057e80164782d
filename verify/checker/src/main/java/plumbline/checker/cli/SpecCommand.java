package plumbline.checker.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

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
    private SpecCommand() {}

    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new SpecCommand())
                .addSubcommand(new SpecCheckCommand(surroundings))
                .addSubcommand(new SpecDiffCommand(surroundings))
                .addSubcommand(new SpecImportCommand(surroundings))
                .addSubcommand(new SpecAcceptCommand(surroundings));
    }
}
