package plumbline.simulation.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plumbline.checker.cli.BadUsageException;
import plumbline.checker.cli.ExitCode;
import plumbline.checker.cli.StatusLine;
import plumbline.checker.cli.TraceDirectory;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.world.StepFunction;
import plumbline.simulation.schedule.StepWriter;
import plumbline.simulation.swarm.RareEvent;
import plumbline.simulation.swarm.Swarm;
import plumbline.simulation.swarm.SwarmRun;

/** {@code plumb swarm}: random clusters, until something is wrong or time is up. */
@Command(
        name = "swarm",
        description = {
            "Runs clusters of real servers under simulated time: random sizes, faults and workloads, one after the other.",
            "All properties of the core are checked after every step; in quiet times a majority must get on; what clients",
            "are told must be true. A seed repeats a run, step for step."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:time is up, nothing was wrong",
            "1:something was; its seed is told, and a trace is written if it is in the servers' steps",
            "2:bad usage; nothing was run",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb swarm --minutes 10",
            "  plumb swarm --bug leader-commits-older-term-by-counting",
            "  plumb swarm --seed 17 --runs 1 --steps steps.txt"
        })
final class SwarmCommand implements Callable<Integer> {
    private static final double MOST_MINUTES = 60 * 24 * 365;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    @Option(names = "--minutes", paramLabel = "N", description = "For how long; 0.5 is half a minute (default: 1).")
    private @Nullable Double minutes;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "How many runs at most (default: as many as time allows).")
    private @Nullable Long runs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The first run's seed; the next has S + 1 (default: another each time).")
    private @Nullable Long seed;

    @Mixin
    private BatchOptions options;

    @Option(names = "--steps", paramLabel = "FILE", description = "With --runs 1: write every step of the run to FILE.")
    private @Nullable Path steps;

    SwarmCommand(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        long first = seed == null ? System.nanoTime() & Integer.MAX_VALUE : seed;
        checkUsage(first);
        Optional<KnownBug> bug = options.bug();
        StepFunction followed = bug.map(KnownBug::rules).orElse(StepFunction.RAFT);
        TraceDirectory directory = options.traceDirectory();
        if (steps != null) {
            writeSteps(steps, first, followed);
        }
        if (!options.json()) {
            out.println("Swarm from seed " + first + ", rules of "
                    + bug.map(KnownBug::title).orElse("the core") + ".");
            out.flush();
        }
        long begun = System.nanoTime();
        long most = runs == null ? Long.MAX_VALUE - first : runs;
        double limit = minutes == null ? runs == null ? 1 : MOST_MINUTES : minutes;
        Swarm.Tally tally = run(new Swarm(followed, first, most), begun, (long) (limit * 60e9));
        double seconds = (System.nanoTime() - begun) / 1e9;
        Optional<FailureReport> report = tally.failure().map(failed -> report(failed, bug, followed, directory));
        if (options.json()) {
            out.println(json(first, seconds, tally, report));
        } else {
            print(seconds, tally, report, bug);
        }
        return tally.failure().isPresent() ? ExitCode.VIOLATED : ExitCode.HOLDS;
    }

    private void checkUsage(long first) {
        if (minutes != null && !(minutes > 0 && minutes <= MOST_MINUTES)) {
            throw new BadUsageException("--minutes is " + minutes + ", must be more than 0 and at most a year's");
        }
        if (runs != null && runs < 1) {
            throw new BadUsageException("--runs is " + runs + ", must be 1 or more");
        }
        options.check(first);
        if (steps != null && (runs == null || runs != 1)) {
            throw new BadUsageException("--steps goes with --runs 1");
        }
    }

    private Swarm.Tally run(Swarm swarm, long begun, long nanos) {
        StatusLine line = new StatusLine(err, terminal && !options.json());
        Object lock = new Object();
        Swarm.Tally tally = swarm.run(options.threads(), () -> System.nanoTime() - begun > nanos, soFar -> {
            synchronized (lock) {
                line.show(counts(soFar) + ", "
                        + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s");
            }
        });
        line.end();
        return tally;
    }

    private static String counts(Swarm.Tally tally) {
        return String.format(
                Locale.ROOT,
                "%,d runs, %,d steps, %,d requests of clients, %.1f hours simulated",
                tally.runs(),
                tally.steps(),
                tally.operations(),
                tally.simulatedNanos() / 3.6e12);
    }

    private static void writeSteps(Path file, long seed, StepFunction rules) throws IOException {
        Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            try (PrintWriter text = new PrintWriter(Files.newBufferedWriter(temporary))) {
                SwarmRun.run(seed, rules, new StepWriter(text));
                if (text.checkError()) {
                    throw new IOException(file + ": cannot be written");
                }
            }
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private FailureReport report(
            SwarmRun.Result failed, Optional<KnownBug> bug, StepFunction followed, TraceDirectory directory) {
        StatusLine line = new StatusLine(err, terminal && !options.json());
        line.show("seed " + failed.seed() + " fails; shrinking its schedule");
        SwarmRun.Recorded recorded = SwarmRun.record(failed.seed(), followed);
        FailureReport report = FailureReport.of(
                "swarm-" + failed.seed() + bug.map(known -> "-" + known.title()).orElse(""),
                "Found by plumb swarm, seed " + failed.seed() + ".",
                bug,
                recorded.schedule(),
                directory,
                err);
        line.end();
        return report;
    }

    private void print(double seconds, Swarm.Tally tally, Optional<FailureReport> report, Optional<KnownBug> bug) {
        out.println(counts(tally)
                + String.format(
                        Locale.ROOT, ", in %.1f s (%,.0f steps a second).%n", seconds, tally.steps() / seconds));
        out.println("       times     runs  rare events");
        for (RareEvent event : RareEvent.values()) {
            out.printf(
                    Locale.ROOT,
                    "%,12d %,8d  %s%n",
                    tally.coverage().times(event),
                    tally.coverage().runs(event),
                    event.inWords());
        }
        out.println();
        if (tally.failure().isEmpty()) {
            out.println("Nothing was wrong.");
            return;
        }
        SwarmRun.Result failed = tally.failure().get();
        out.println("Seed " + failed.seed() + " fails: " + reason(failed, report));
        out.println("Run:   " + failed.plan());
        out.println("Again: plumb swarm --seed " + failed.seed() + " --runs 1"
                + bug.map(known -> " --bug " + known.title()).orElse(""));
        report.ifPresent(found -> found.print(out));
    }

    /** As the trace has it: there the commands are c1, c2, ... and not the bytes that the store is given. */
    private static String reason(SwarmRun.Result failed, Optional<FailureReport> report) {
        Throwable failure = failed.failure().orElseThrow();
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return report.flatMap(FailureReport::reason)
                .orElse(reason.replaceAll("\\p{C}+", " ").strip());
    }

    private static ObjectNode json(long first, double seconds, Swarm.Tally tally, Optional<FailureReport> report) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("seed", first);
        object.put("runs", tally.runs());
        object.put("steps", tally.steps());
        object.put("requests", tally.operations());
        object.put("simulatedSeconds", tally.simulatedNanos() / 1e9);
        object.put("seconds", seconds);
        ObjectNode events = object.putObject("rareEvents");
        for (RareEvent event : RareEvent.values()) {
            events.putObject(event.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("times", tally.coverage().times(event))
                    .put("runs", tally.coverage().runs(event));
        }
        tally.failure().ifPresent(failed -> {
            ObjectNode failure = object.putObject("failure");
            failure.put("seed", failed.seed());
            failure.put("run", failed.plan());
            failure.put("reason", reason(failed, report));
            report.flatMap(FailureReport::trace).ifPresent(file -> failure.put("trace", file.toString()));
        });
        return object;
    }
}
