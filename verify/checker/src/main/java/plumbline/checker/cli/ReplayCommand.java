package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.trace.ImpossibleTraceException;
import plumbline.checker.trace.Outcome;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.ReplayJson;
import plumbline.checker.trace.ReplayedStep;
import plumbline.checker.trace.Story;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.World;

/** {@code plumb replay}: runs traces again, and says whether they end as they should. */
@Command(
        name = "replay",
        description = {
            "Runs a trace again, and tells each choice in words: what changed, what was sent, what broke, and why.",
            "A trace names the rules that it is about: the core's, or those of a known bug.",
            "Also takes what 'plumb-kv serve --record' wrote: its steps must come out on the core as they did there."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the outcome is what the trace's header expects",
            "1:it is not",
            "2:bad usage or a bad trace: its line, and why",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb replay traces/counterexamples/voter-grants-two-votes.jsonl",
            "  plumb replay traces/counterexamples/voter-grants-two-votes.jsonl --bug none",
            "  plumb replay --all traces",
            "  plumb replay server-1.jsonl"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final String INDENT = "        ";

    private final Surroundings surroundings;

    @Parameters(arity = "0..1", paramLabel = "TRACE", description = "The trace file.")
    private @Nullable Path trace;

    @Option(
            names = "--all",
            paramLabel = "DIR",
            description = {
                "Replay every trace (*.jsonl) in DIR and below. That of a known bug must break on the bug's rules what",
                "its header says, and the same choices must break nothing on the core."
            })
    private @Nullable Path all;

    @Mixin
    private RulesOption rulesOption;

    @Option(names = "--step", description = "Wait for the Enter key after each choice.")
    private boolean step;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    ReplayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (all != null && trace == null) {
            rulesOption.known().ifPresent(bug -> {
                throw new BadUsageException("--bug goes with one TRACE; with --all each trace names its rules");
            });
            return new ReplayAll(surroundings, json).run(all);
        }
        if (trace == null || all != null) {
            throw new BadUsageException("replay takes either one TRACE or --all DIR");
        }
        return replay(trace);
    }

    private int replay(Path file) {
        if (RecordingFile.is(file)) {
            rulesOption.known().ifPresent(bug -> {
                throw new BadUsageException("--bug goes with a trace; " + file + " is the recording of a server");
            });
            return RecordingFile.replay(file, surroundings.rules(), json, surroundings.out());
        }
        rulesOption.known();
        Trace read = TraceFile.read(file);
        Replay replay = rulesOption.replay(read, file.toString(), surroundings.rules());
        try {
            Outcome outcome = json ? printJson(file, read, replay) : print(read, replay);
            return outcome.isExpectedBy(read.header()) ? ExitCode.HOLDS : ExitCode.VIOLATED;
        } catch (ImpossibleTraceException e) {
            throw TraceFile.impossible(file, e);
        }
    }

    private Outcome print(Trace read, Replay replay) {
        Trace.Header header = read.header();
        PrintWriter out = new PrintWriter(surroundings.out(), false, StandardCharsets.UTF_8);
        out.println(header.name());
        header.story().forEach(line -> out.println("  " + line));
        out.println("  " + BoundsOptions.describe(header.bounds()) + "; rules of "
                + header.rules().orElse("the core")
                + (replay.impossible() == Replay.Impossible.SKIPPED ? ", run with others" : "")
                + "\n");
        World[] end = {World.initial(header.bounds())};
        Replay.Result result;
        try {
            result = Story.tell(read, replay, out, told -> {
                end[0] = told.after();
                Story.details(told).forEach(line -> out.println(INDENT + line));
                pause(out);
            });
        } finally {
            out.flush();
        }
        Outcome outcome = Outcome.of(read, replay, result, end[0]);
        out.println("\n" + verdict(header, outcome));
        out.flush();
        return outcome;
    }

    private void pause(PrintWriter out) {
        if (!step) {
            return;
        }
        out.flush();
        try {
            int key = surroundings.in().read();
            while (key >= 0 && key != '\n') {
                key = surroundings.in().read();
            }
        } catch (IOException e) {
            // Nobody there to wait for.
            step = false;
        }
    }

    /** Whether a replay ended as it should, in a sentence. */
    static String verdict(Trace.Header header, Outcome outcome) {
        String expected = header.expected() == Verdict.VIOLATED
                ? header.property().map(Property::title).orElse("") + " is violated"
                : "no property is violated";
        if (outcome.isExpectedBy(header)) {
            return "As expected: " + expected + ".";
        }
        String found = outcome.violation()
                .map(violation -> violation.property().title() + " is violated")
                .orElse(outcome.judged() ? "nothing is violated" : "too many worlds can follow to say");
        return "Not as expected: the header says that " + expected + "; here " + found + ".";
    }

    private Outcome printJson(Path file, Trace read, Replay replay) {
        ArrayNode steps = JsonNodeFactory.instance.arrayNode();
        Outcome outcome = Outcome.of(read, replay, (ReplayedStep told) -> steps.add(ReplayJson.of(told)));
        ObjectNode object = ReplayAll.describe(file, read, outcome);
        object.set("steps", steps);
        surroundings.out().println(object);
        return outcome;
    }
}
