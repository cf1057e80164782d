package plumbline.checker.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plumbline.checker.explore.BoundsTooLargeException;
import plumbline.checker.explore.CheckpointException;
import plumbline.checker.explore.Counterexample;
import plumbline.checker.explore.Execution;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Progress;
import plumbline.checker.explore.Reduction;
import plumbline.checker.explore.Report;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Property.Scope;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Story;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;

/** {@code plumb check}: explores everything within bounds and reports. */
@Command(
        name = "check",
        description = {
            "Explores every schedule of a small cluster, breadth first, and checks all properties on the way.",
            "A violation ends with a shortest schedule that leads to it, told in words and kept as a trace file.",
            "Interrupted (Ctrl-C or kill), or out of memory, it leaves a checkpoint that --resume takes up."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all properties hold within the bounds",
            "1:a property is violated; a trace was written",
            "2:bad usage; nothing was explored",
            "3:incomplete: interrupted, out of memory, --max-worlds reached, or the bounds so small that some step was"
                    + " never taken",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb check",
            "  plumb check --servers 5 --terms 2 --restarts 0 --properties ElectionSafety",
            "  plumb check --bug voter-grants-two-votes --view",
            "  plumb check --servers 2 --network bag --drops 1 --duplicates 1 --trace-dir found",
            "  plumb check --terms 1 --restarts 0 --reduce none --json",
            "  plumb check --servers 5 --terms 2 --restarts 0 --work-dir work",
            "  plumb check --servers 5 --terms 2 --restarts 0 --work-dir work --resume"
        })
final class CheckCommand implements Callable<Integer> {
    private static final int MOST_THREADS = 1024;

    private final Surroundings surroundings;

    @Mixin
    private BoundsOptions boundsOptions;

    @Mixin
    private RulesOption rulesOption;

    @Mixin
    private PropertiesOption propertiesOption;

    @Option(
            names = "--reduce",
            paramLabel = "LIST",
            defaultValue = "all",
            description = {
                "Take worlds that can do the same for one: all, none, or some of saturation, dead, fusion, unheeded,",
                "symmetry, with commas between (default: all). Verdicts do not depend on it, counts and time do."
            })
    private String reduce = "all";

    @Option(
            names = "--max-worlds",
            paramLabel = "N",
            converter = Numbers.LargeWhole.class,
            description = "Stop once this many worlds were found (default: no limit).")
    private @Nullable Long maxWorlds;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Numbers.LargeWhole.class,
            description = "How many threads to use (default: one for each processor). Results do not depend on it.")
    private @Nullable Long threads;

    @Option(
            names = "--work-dir",
            paramLabel = "DIR",
            defaultValue = "plumb-work",
            description = {
                "Where a checkpoint goes when the search is interrupted or out of memory, and every ten minutes",
                "(default: plumb-work; made when needed)."
            })
    private Path workDir = Path.of("plumb-work");

    @Option(
            names = "--resume",
            description = "Go on from the checkpoint in --work-dir, which must be of the same search.")
    private boolean resume;

    @Mixin
    private TraceDirectoryOption traceDirectory;

    @Mixin
    private ViewOption view;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Options options = options();
        TraceDirectory directory = traceDirectory.directory();
        view.check();
        if (!json) {
            print("Checking " + BoundsOptions.describe(options.bounds()) + ".\n");
        }
        try (Interruption interruption = new Interruption(surroundings.process())) {
            Execution execution = new Execution(threads(), Optional.of(workDir), resume, interruption::asked);
            return interruption.exit(report(explore(options, execution), options, directory));
        }
    }

    private int report(Report report, Options options, TraceDirectory directory) {
        Optional<Trace> trace = report.counterexample().map(found -> trace(options.bounds(), found));
        Optional<Path> file = trace.flatMap(found -> keep(found, directory));
        Optional<Path> page = trace.flatMap(found -> view.write(found, file, options.rules(), surroundings.err()));
        if (json) {
            print(ReportJson.of(report, file, page));
            report.incomplete().ifPresent(reason -> complain("incomplete: " + reason));
            trace.ifPresent(found -> story(found, options));
        } else {
            print(ReportText.of(report));
            trace.ifPresent(found -> print(story(found, options)));
            print(ReportText.verdict(report));
            file.ifPresent(path -> print("Trace: " + path));
            page.ifPresent(path -> print("Page: " + path));
        }
        return switch (report.verdict()) {
            case HOLDS -> ExitCode.HOLDS;
            case VIOLATED -> ExitCode.VIOLATED;
            case INCOMPLETE -> ExitCode.INCOMPLETE;
        };
    }

    private Trace trace(Bounds bounds, Counterexample found) {
        String name = found.violation().property().title() + "-" + BoundsOptions.slug(bounds);
        Trace trace = Trace.of(name, bounds, found);
        return rulesOption.known().map(bug -> trace.underRulesOf(bug.title())).orElse(trace);
    }

    private Options options() {
        if (maxWorlds != null && maxWorlds < 1) {
            throw new BadUsageException("--max-worlds is " + maxWorlds + ", must be 1 or more");
        }
        return new Options(
                boundsOptions.bounds(),
                rulesOption.rules(surroundings.rules()),
                propertiesOption.chosen(),
                reductions(),
                maxWorlds == null ? Long.MAX_VALUE : maxWorlds);
    }

    private int threads() {
        if (threads == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new BadUsageException("--threads is " + threads + ", must be 1 to " + MOST_THREADS);
        }
        return threads.intValue();
    }

    private Set<Reduction> reductions() {
        Set<Reduction> chosen = EnumSet.noneOf(Reduction.class);
        if (reduce.equals("all")) {
            return EnumSet.allOf(Reduction.class);
        }
        if (!reduce.equals("none")) {
            for (String title : reduce.split(",", -1)) {
                chosen.add(Reduction.named(title.strip())
                        .orElseThrow(() -> new BadUsageException("--reduce names '" + title.strip()
                                + "', must be all, none, or some of " + Reduction.titles())));
            }
        }
        return chosen;
    }

    private Report explore(Options options, Execution execution) {
        ProgressLine progress = new ProgressLine(surroundings.err(), surroundings.terminal());
        try {
            return surroundings.exploration().explore(options, execution, progress);
        } catch (BoundsTooLargeException e) {
            throw new BadUsageException(String.valueOf(e.getMessage()));
        } catch (CheckpointException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            return outOfMemory(options, progress.last());
        } finally {
            progress.end();
        }
    }

    /** What was counted up to the last sample, where the explorer itself could not save its report. */
    private static Report outOfMemory(Options options, Progress.Sample last) {
        Map<Property, Verdict> verdicts = new EnumMap<>(Property.class);
        options.properties().forEach(property -> verdicts.put(property, Verdict.INCOMPLETE));
        return new Report(
                Verdict.INCOMPLETE,
                last.worlds(),
                last.transitions(),
                last.depth(),
                0,
                0,
                last.seconds(),
                last.bytes(),
                0,
                verdicts,
                new EnumMap<>(Action.class),
                options.reductions(),
                Optional.empty(),
                Optional.of("memory ran out (java -Xmx gives more)"));
    }

    private Optional<Path> keep(Trace trace, TraceDirectory directory) {
        try {
            return Optional.of(directory.write(trace));
        } catch (IOException e) {
            complain("the trace could not be written: " + e);
            return Optional.empty();
        }
    }

    /** The schedule in words; told by a replay in the plain world, which must agree with the explorer. */
    private String story(Trace trace, Options options) {
        StringWriter words = new StringWriter();
        PrintWriter out = new PrintWriter(words);
        Property broken = trace.violation().orElseThrow().property();
        Replay.Result result = Story.tell(trace, Replay.of(trace, options.rules()), out);
        if (broken.scope() != Scope.GRAPH
                && (result.violation().isEmpty()
                        || result.steps() < trace.choices().size())) {
            throw new IllegalStateException(
                    "the explorer's schedule for " + broken.title() + " does not replay as it should");
        }
        out.flush();
        return words.toString();
    }

    private void print(String text) {
        surroundings.out().println(text);
        surroundings.out().flush();
    }

    private void complain(String line) {
        surroundings.err().println("plumb: " + line);
    }
}
