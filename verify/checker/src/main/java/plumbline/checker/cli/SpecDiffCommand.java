package plumbline.checker.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import plumbline.checker.spec.ComparedBounds;
import plumbline.checker.spec.Comparison;
import plumbline.checker.spec.GraphComparison;
import plumbline.checker.spec.Spec;
import plumbline.checker.spec.Tlc;

/** {@code plumb spec diff}: the spec's graph and the code's, state by state and step by step. */
@Command(
        name = "diff",
        description = {
            "Lets TLC write every state of the spec, and compares them with every world of the code, history included;",
            "with --steps also every step. The first difference is told from the start and kept as a trace file.",
            "Without bounds: at all those of every build, the steps too at the smaller ones. It takes minutes."
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
            "  plumb spec diff",
            "  plumb spec diff --servers 2 --terms 3 --restarts 0",
            "  plumb spec diff --servers 3 --terms 1 --entries 0 --steps",
            "  plumb spec diff --servers 2 --spec changed/Raft.tla"
        })
final class SpecDiffCommand implements Callable<Integer> {
    /** Each takes about a core and up to 3 GB. */
    private static final int MOST_AT_ONCE = 2;

    private final Surroundings surroundings;

    @picocli.CommandLine.Spec
    private CommandSpec command = CommandSpec.create();

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
        List<ComparedBounds> asked =
                steps || BoundsOptions.given(command.commandLine().getParseResult())
                        ? List.of(new ComparedBounds(SpecOptions.checked(boundsOptions.bounds()), steps))
                        : ComparedBounds.EVERY_BUILD;
        TraceDirectory directory = new TraceDirectory(traceDir);
        PrintStream out = surroundings.out();
        if (!json) {
            out.print(SpecDiffText.heading(asked));
        }
        List<Result> results = new ArrayList<>();
        int atOnce = Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors());
        new Background(new StatusLine(surroundings.err(), surroundings.terminal()), atOnce)
                .run("comparing", work(asked, directory), result -> {
                    results.add(result);
                    if (!json) {
                        out.print(SpecDiffText.row(result));
                    }
                });
        out.print(json ? SpecDiffJson.of(results) : SpecDiffText.end(results, surroundings.rules()));
        return results.stream().allMatch(result -> result.comparison.equal()) ? ExitCode.HOLDS : ExitCode.VIOLATED;
    }

    /**
     * What came of one comparison.
     *
     * @param asked the bounds
     * @param comparison what was found
     * @param trace the schedule to the first difference, if there is one
     * @param file where that was written
     * @param seconds how long it took
     */
    record Result(
            ComparedBounds asked,
            Comparison comparison,
            Optional<plumbline.checker.trace.Trace> trace,
            Optional<Path> file,
            double seconds) {}

    private List<Callable<Result>> work(List<ComparedBounds> asked, TraceDirectory directory) throws IOException {
        Spec spec = specOptions.spec();
        Tlc tlc = specOptions.tlc();
        List<Callable<Result>> work = new ArrayList<>();
        for (ComparedBounds one : asked) {
            GraphComparison comparison = new GraphComparison(spec, surroundings.rules(), one.bounds(), tlc);
            work.add(() -> compare(one, comparison, directory));
        }
        return work;
    }

    private static Result compare(ComparedBounds asked, GraphComparison comparison, TraceDirectory directory)
            throws IOException {
        long started = System.nanoTime();
        Comparison found = asked.steps() ? comparison.statesAndSteps() : comparison.states();
        var trace = found.difference().map(difference -> SpecDiffText.trace(asked.bounds(), difference));
        Optional<Path> file = trace.isPresent() ? Optional.of(directory.write(trace.get())) : Optional.empty();
        return new Result(asked, found, trace, file, (System.nanoTime() - started) / 1e9);
    }
}
