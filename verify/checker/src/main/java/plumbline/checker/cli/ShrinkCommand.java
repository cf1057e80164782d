package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.trace.ImpossibleTraceException;
import plumbline.checker.trace.Outcome;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Story;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceWriter;
import plumbline.checker.world.StepFunction;

/** {@code plumb shrink}: what matters of a trace. */
@Command(
        name = "shrink",
        description = {
            "Takes out of a trace that breaks a property every choice that is not needed for that: without any single one",
            "of those that are left it breaks nothing. Servers are numbered in order of appearance, so that the same",
            "mistake usually ends up as the same trace."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the shrunk trace was written",
            "1:the trace breaks no property, so there is nothing to shrink",
            "2:bad usage or a bad trace: its line, and why",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb shrink ElectionSafety-5-servers.jsonl",
            "  plumb shrink found.jsonl -o short.jsonl"
        })
final class ShrinkCommand implements Callable<Integer> {
    private static final String END = ".jsonl";

    private final Surroundings surroundings;

    @Parameters(paramLabel = "TRACE", description = "The trace file.")
    private Path trace = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the shrunk trace goes (default: beside TRACE, with -shrunk added to its name).")
    private @Nullable Path output;

    @Mixin
    private RulesOption rulesOption;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    ShrinkCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Trace read = TraceFile.read(trace);
        Replay replay = rulesOption.replay(read, trace.toString(), surroundings.rules());
        Path target = target();
        Optional<Violation> violation = violation(read, replay);
        if (violation.isEmpty()) {
            surroundings
                    .err()
                    .println("plumb: " + trace + " breaks nothing with these rules: there is nothing to shrink");
            return ExitCode.VIOLATED;
        }
        Trace shrunk =
                new MinimalTrace(replay.rules()).of(header(read, violation.get().property()), read.choices());
        TraceWriter.write(shrunk, target);
        print(read, shrunk, replay.rules(), target);
        return ExitCode.HOLDS;
    }

    /** The trace's own header, unless it is of other rules or other properties than those that break here. */
    private Trace.Header header(Trace read, Property property) {
        Trace.Header header = read.header();
        if (header.property().equals(Optional.of(property)) && !rulesOption.differsFrom(read)) {
            return header;
        }
        return rulesOption.attribute(new Trace.Header(
                header.name(),
                List.of(
                        "This schedule breaks " + property.title() + ": " + property.statement() + ".",
                        "Without any one of its choices it does not."),
                header.bounds(),
                Optional.of(property),
                Verdict.VIOLATED));
    }

    /** What the trace breaks, whatever its header expects. */
    private Optional<Violation> violation(Trace read, Replay replay) {
        try {
            return Outcome.of(read, replay, step -> {}).violation();
        } catch (ImpossibleTraceException e) {
            throw TraceFile.impossible(trace, e);
        }
    }

    private Path target() {
        if (output != null) {
            if (Files.isDirectory(output)) {
                throw new BadUsageException("--output is " + output + ", which is a directory");
            }
            return output;
        }
        String name = String.valueOf(trace.getFileName());
        String stem = name.endsWith(END) ? name.substring(0, name.length() - END.length()) : name;
        return trace.resolveSibling(stem + "-shrunk" + END);
    }

    private void print(Trace read, Trace shrunk, StepFunction rules, Path target) {
        if (json) {
            surroundings
                    .out()
                    .println(JsonNodeFactory.instance
                            .objectNode()
                            .put("trace", trace.toString())
                            .put("choices", read.choices().size())
                            .put(
                                    "property",
                                    shrunk.header().property().orElseThrow().title())
                            .put("shrunk", target.toString())
                            .put("shrunkChoices", shrunk.choices().size()));
            return;
        }
        surroundings.out().println(Story.of(shrunk, Replay.of(shrunk, rules)));
        surroundings
                .out()
                .println(Numbers.counted(read.choices().size(), "choice") + " shrunk to "
                        + Numbers.grouped(shrunk.choices().size()) + ". Trace: " + target);
    }
}
