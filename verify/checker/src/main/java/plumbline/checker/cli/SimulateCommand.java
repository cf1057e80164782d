package plumbline.checker.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Property.Scope;
import plumbline.checker.simulate.Campaign;
import plumbline.checker.simulate.Simulation;
import plumbline.checker.simulate.Tally;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/** {@code plumb simulate}: random schedules far beyond what can be explored. */
@Command(
        name = "simulate",
        description = {
            "Runs random schedules, far longer than what can be explored, and checks every property after every step.",
            "A violation is shrunk to the choices that matter, told in words and kept as a trace file.",
            "The same seed gives the same output everywhere; how long it took is told on stderr."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no schedule breaks a property (other schedules may)",
            "1:one does; a trace was written",
            "2:bad usage; nothing was run",
            "3:incomplete: no leader was ever elected, or nothing committed, so that next to nothing was checked",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb simulate",
            "  plumb simulate --servers 5 --steps 2000 --schedules 10000 --seed 7",
            "  plumb simulate --bug voter-grants-two-votes --properties ElectionSafety --view",
            "  plumb simulate --servers 7 --faults loss=100,crashes=900"
        })
final class SimulateCommand implements Callable<Integer> {
    /** Where the bounds differ from those of what can be explored. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "--servers", "5",
            "--terms", "1000",
            "--entries", "1000",
            "--commands", "9",
            "--burst", "3",
            "--restarts", "1000");

    private static final int MOST_STEPS = 100_000;

    private final Surroundings surroundings;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "2000",
            converter = Numbers.Whole.class,
            description = "Steps in a schedule, at most 100,000 (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--schedules",
            paramLabel = "N",
            defaultValue = "1000",
            converter = Numbers.Whole.class,
            description = "How many schedules, if none breaks a property (default: ${DEFAULT-VALUE}).")
    private int schedules;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            converter = Numbers.LargeWhole.class,
            description = "Seed of the first schedule; the next has the next (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private FaultsOption faultsOption;

    @Mixin
    private BoundsOptions boundsOptions;

    @Mixin
    private PropertiesOption propertiesOption;

    @Mixin
    private RulesOption rulesOption;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Numbers.Whole.class,
            description = "Schedules at a time (default: as many as there are processors).")
    private @Nullable Integer threads;

    @Mixin
    private TraceDirectoryOption traceDirectory;

    @Mixin
    private ViewOption view;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    private SimulateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new SimulateCommand(surroundings))
                .setDefaultValueProvider(
                        argument -> argument instanceof OptionSpec option ? DEFAULTS.get(option.longestName()) : null);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        StepFunction rules = rulesOption.rules(surroundings.rules());
        Simulation simulation = simulation(rules);
        Campaign campaign = campaign(simulation);
        TraceDirectory directory = traceDirectory.directory();
        view.check();
        if (!json) {
            print("Simulating up to " + Numbers.counted(schedules, "schedule") + " of "
                    + Numbers.counted(steps, "step") + " from seed " + seed + ", " + faultsOption.describe() + ": "
                    + BoundsOptions.describe(simulation.bounds()) + ".\n");
        }
        Campaign.Result result = run(campaign);
        Optional<Trace> trace = result.violating().map(found -> minimal(found, simulation));
        Optional<Path> file = trace.isPresent() ? Optional.of(directory.write(trace.get())) : Optional.empty();
        Optional<Path> page = trace.flatMap(found -> view.write(found, file, rules, surroundings.err()));
        Verdict verdict = verdict(result, simulation.bounds());
        SimulateReport report = new SimulateReport(verdict, seed, result, trace, file, page);
        print(json ? report.json() : report.text(simulation.rules()));
        return switch (verdict) {
            case HOLDS -> ExitCode.HOLDS;
            case VIOLATED -> ExitCode.VIOLATED;
            case INCOMPLETE -> ExitCode.INCOMPLETE;
        };
    }

    private Simulation simulation(StepFunction rules) {
        if (steps > MOST_STEPS) {
            throw new BadUsageException("--steps is " + steps + ", must be 1 to " + MOST_STEPS);
        }
        Bounds bounds = boundsOptions.bounds();
        if (bounds.network().consumes()) {
            throw new BadUsageException(
                    "--network is bag, must be set: random schedules lose and repeat messages by themselves");
        }
        Set<Property> properties = propertiesOption.chosen();
        if (properties.stream().allMatch(property -> property.scope() == Scope.GRAPH)) {
            throw new BadUsageException(
                    "--properties has only what no single schedule can break; plumb check looks at all that can follow");
        }
        try {
            return new Simulation(bounds, steps, faultsOption.faults(), rules, properties);
        } catch (IllegalArgumentException e) {
            throw new BadUsageException("--" + e.getMessage());
        }
    }

    private Campaign campaign(Simulation simulation) {
        try {
            return new Campaign(
                    simulation,
                    seed,
                    schedules,
                    threads == null ? Runtime.getRuntime().availableProcessors() : threads);
        } catch (IllegalArgumentException e) {
            throw new BadUsageException("--" + e.getMessage());
        }
    }

    private Campaign.Result run(Campaign campaign) throws InterruptedException {
        StatusLine status = new StatusLine(surroundings.err(), surroundings.terminal());
        long start = System.nanoTime();
        Campaign.Result result;
        try {
            result = campaign.run(done -> status.show(Numbers.counted(done, "schedule") + ", "
                    + Numbers.rate(done * steps, seconds(start)) + " steps/s, " + Numbers.seconds(seconds(start))));
        } finally {
            status.end();
        }
        double seconds = seconds(start);
        surroundings
                .err()
                .println(Numbers.counted(result.tally().steps(), "step") + " in " + Numbers.seconds(seconds)
                        + " on " + Numbers.counted(campaign.threads(), "thread") + ": "
                        + Numbers.rate(result.tally().steps(), seconds) + " checked steps/s");
        return result;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private Trace minimal(Simulation.Result found, Simulation simulation) {
        Property property = found.violation().orElseThrow().property();
        Trace.Header header = new Trace.Header(
                property.title() + "-" + simulation.bounds().servers() + "-servers",
                List.of(
                        "This schedule breaks " + property.title() + ": " + property.statement() + ".",
                        "Without any one of its choices it does not."),
                simulation.bounds(),
                Optional.of(property),
                Verdict.VIOLATED);
        return new MinimalTrace(simulation.rules()).of(rulesOption.attribute(header), simulation.choices(found));
    }

    private static Verdict verdict(Campaign.Result result, Bounds bounds) {
        if (result.violating().isPresent()) {
            return Verdict.VIOLATED;
        }
        Tally tally = result.tally();
        return tally.leaders() > 0 && (tally.committed() > 0 || bounds.entries() == 0)
                ? Verdict.HOLDS
                : Verdict.INCOMPLETE;
    }

    private void print(String text) {
        surroundings.out().println(text);
    }
}
