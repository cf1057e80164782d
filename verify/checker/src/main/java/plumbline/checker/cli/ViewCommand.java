package plumbline.checker.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;

/** {@code plumb view}: a trace as a page to look at. */
@Command(
        name = "view",
        description = {
            "Draws a trace: one HTML page that needs nothing but a browser, with each server's line through time, the",
            "messages between them, what each step changes, and where the property breaks and why."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the page was written",
            "2:bad usage or a bad trace: its line, and why",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb view traces/counterexamples/voter-grants-two-votes.jsonl -o two-votes.html",
            "  plumb view traces/counterexamples/voter-grants-two-votes.jsonl --bug none"
        })
final class ViewCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "TRACE", description = "The trace file.")
    private Path trace = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the page goes (default: the trace's name with .html, in the current directory).")
    private @Nullable Path output;

    @Mixin
    private RulesOption rulesOption;

    ViewCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        rulesOption.known();
        Trace read = TraceFile.read(trace);
        Replay replay = rulesOption.replay(read, trace.toString(), surroundings.rules());
        Path page = output == null ? PageFile.besides(trace.getFileName()) : output;
        PageFile.write(page, read, replay, trace);
        surroundings.out().println("Page: " + page);
        return ExitCode.HOLDS;
    }
}
