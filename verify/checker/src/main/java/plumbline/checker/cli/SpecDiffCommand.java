package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.spec.Comparison;
import plumbline.checker.spec.Difference;
import plumbline.checker.spec.GraphComparison;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Story;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;

/** {@code plumb spec diff}: the spec's graph and the code's, state by state and step by step. */
@Command(
        name = "diff",
        description = {
            "Lets TLC write every state of the spec, and compares them with every world of the code, history included;",
            "with --steps also every step. The first difference is told from the start and kept as a trace file."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the spec and the code are equal within the bounds",
            "1:they differ; a trace was written",
            "2:bad usage, or a spec or java that does not work",
            "3:incomplete: the bounds are too large for the memory",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb spec diff --servers 2 --terms 3",
            "  plumb spec diff --servers 2 --steps",
            "  plumb spec diff --servers 2 --spec changed/Raft.tla"
        })
final class SpecDiffCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private BoundsOptions boundsOptions;

    @Mixin
    private SpecOptions specOptions;

    @Option(names = "--steps", description = "Compare all steps too. For small bounds: TLC writes much more then.")
    private boolean steps;

    @Option(
            names = "--trace-dir",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where the trace to a difference goes (default: the current directory).")
    private Path traceDir = Path.of(".");

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    SpecDiffCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Bounds bounds = SpecOptions.checked(boundsOptions.bounds());
        TraceDirectory directory = new TraceDirectory(traceDir);
        GraphComparison comparison =
                new GraphComparison(specOptions.spec(), surroundings.rules(), bounds, specOptions.tlc());
        PrintStream out = surroundings.out();
        if (!json) {
            out.println("Comparing the spec and the code: " + BoundsOptions.describe(bounds) + ".\n");
        }
        Comparison result = steps ? comparison.statesAndSteps() : comparison.states();
        Optional<Path> file = Optional.empty();
        if (result.difference().isPresent()) {
            file = Optional.of(directory.write(trace(bounds, result.difference().get())));
        }
        if (json) {
            out.println(json(result, file));
        } else {
            print(result);
            if (result.difference().isPresent()) {
                Trace trace = trace(bounds, result.difference().get());
                out.println(story(trace));
                tell(result.difference().get(), out);
            }
            file.ifPresent(path -> out.println("Trace: " + path));
        }
        return result.equal() ? ExitCode.HOLDS : ExitCode.VIOLATED;
    }

    private void print(Comparison result) {
        PrintStream out = surroundings.out();
        out.printf("%-12s%16s%16s%n", "", "spec", "code");
        row("states", result.specStates(), result.codeStates());
        row("only there", result.onlySpec(), result.onlyCode());
        row("depth", result.specDepth(), result.codeDepth());
        if (steps) {
            row("steps", result.specSteps(), result.codeSteps());
        }
        out.println();
        out.println((result.equal() ? "equal" : "different") + ", " + Numbers.seconds(result.seconds()));
    }

    private void row(String name, long spec, long code) {
        surroundings.out().printf("%-12s%16s%16s%n", name, Numbers.grouped(spec), Numbers.grouped(code));
    }

    /** The first difference in words. */
    static void tell(Difference difference, PrintStream out) {
        out.println(
                "Step " + difference.schedule().size() + ", " + difference.action() + ", " + difference.reason() + ".");
        difference.values().forEach(value -> out.println("  " + value));
    }

    private String story(Trace trace) {
        StringWriter words = new StringWriter();
        PrintWriter out = new PrintWriter(words);
        Story.tell(
                trace,
                new Replay(surroundings.rules(), EnumSet.noneOf(Property.class), Replay.Impossible.SKIPPED),
                out);
        out.flush();
        return words.toString();
    }

    private static Trace trace(Bounds bounds, Difference difference) {
        return new Trace(
                new Trace.Header(
                        "spec-and-code-differ-" + BoundsOptions.slug(bounds),
                        List.of(
                                "The last step, " + difference.action() + ", " + difference.reason() + ".",
                                "Up to it the spec and the code do the same; no difference is nearer to the start."),
                        bounds,
                        Optional.empty(),
                        Verdict.HOLDS),
                difference.schedule(),
                Optional.empty());
    }

    private static String json(Comparison result, Optional<Path> file) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", result.equal() ? "equal" : "different")
                .put("specStates", result.specStates())
                .put("codeStates", result.codeStates())
                .put("onlySpec", result.onlySpec())
                .put("onlyCode", result.onlyCode())
                .put("specDepth", result.specDepth())
                .put("codeDepth", result.codeDepth())
                .put("specSteps", result.specSteps())
                .put("codeSteps", result.codeSteps())
                .put("seconds", Math.round(result.seconds() * 1000) / 1000.0);
        if (result.difference().isPresent()) {
            json.set("difference", json(result.difference().get()));
        } else {
            json.putNull("difference");
        }
        return json.put("trace", file.map(Path::toString).orElse(null)).toString();
    }

    static ObjectNode json(Difference difference) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("step", difference.schedule().size())
                .put("action", difference.action())
                .put("reason", difference.reason());
        ArrayNode values = json.putArray("values");
        difference
                .values()
                .forEach(value -> values.addObject()
                        .put("field", value.field())
                        .put("spec", value.spec())
                        .put("code", value.code()));
        return json;
    }
}
