package plumbline.simulation.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
import plumbline.core.Cluster;
import plumbline.runtime.RaftConfiguration;
import plumbline.simulation.lab.Lab;
import plumbline.simulation.lab.LabBatch;
import plumbline.simulation.lab.LabTest;
import plumbline.simulation.schedule.Schedule;

/** {@code plumb lab}: the lab suite on many seeds. */
@Command(
        name = "lab",
        description = {
            "Runs the 21 tests of the lab suite on real servers under simulated time, each on many seeds.",
            "A seed repeats a run, step for step."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all passed",
            "1:some failed; the command that repeats each is told, and a trace of the first is written if it can be",
            "2:bad usage; nothing was run",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb lab",
            "  plumb lab --part C --seeds 2000",
            "  plumb lab --test Figure8 --seed 17 --seeds 1"
        })
final class LabCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 20;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    @Option(names = "--part", paramLabel = "P", description = "A, B or C only (default: all).")
    private @Nullable String part;

    @Option(names = "--test", paramLabel = "NAME", description = "One test only, by its name in the lab.")
    private @Nullable String test;

    @Option(names = "--seeds", paramLabel = "N", description = "On how many seeds (default: 100).")
    private long seeds = 100;

    @Option(names = "--seed", paramLabel = "S", description = "The first seed; the next is S + 1 (default: 1).")
    private long seed = 1;

    @Mixin
    private BatchOptions options;

    LabCommand(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<LabTest> tests = tests();
        checkUsage();
        Optional<KnownBug> bug = options.bug();
        StepFunction followed = bug.map(KnownBug::rules).orElse(StepFunction.RAFT);
        TraceDirectory directory = options.traceDirectory();
        long begun = System.nanoTime();
        LabBatch batch = new LabBatch(tests, followed, seed, seeds);
        List<LabBatch.Failure> failures = run(batch, begun);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Optional<FailureReport> report =
                failures.stream().findFirst().map(failed -> report(failed, bug, followed, directory));
        if (options.json()) {
            out.println(json(tests, seconds, failures, report));
        } else {
            print(tests, seconds, failures, report, bug);
        }
        return failures.isEmpty() ? ExitCode.HOLDS : ExitCode.VIOLATED;
    }

    private List<LabTest> tests() {
        if (part != null && test != null) {
            throw new BadUsageException("--part and --test do not go together");
        }
        if (test != null) {
            return List.of(LabTest.named(test)
                    .orElseThrow(() ->
                            new BadUsageException("--test is '" + test + "', must be one of " + LabTest.titles())));
        }
        if (part == null) {
            return List.of(LabTest.values());
        }
        if (!part.matches("[ABC]")) {
            throw new BadUsageException("--part is '" + part + "', must be A, B or C");
        }
        return LabTest.ofPart(part.charAt(0));
    }

    private void checkUsage() {
        if (seeds < 1 || seeds > Integer.MAX_VALUE) {
            throw new BadUsageException("--seeds is " + seeds + ", must be 1 to " + Integer.MAX_VALUE);
        }
        options.check(seed);
    }

    private List<LabBatch.Failure> run(LabBatch batch, long begun) {
        StatusLine line = new StatusLine(err, terminal && !options.json());
        Object lock = new Object();
        List<LabBatch.Failure> failures = batch.run(options.threads(), over -> {
            synchronized (lock) {
                double seconds = (System.nanoTime() - begun) / 1e9;
                line.show(String.format(
                        Locale.ROOT,
                        "%,d of %,d runs, %.0f s, %.0f s to go",
                        over,
                        batch.total(),
                        seconds,
                        seconds / over * (batch.total() - over)));
            }
        });
        line.end();
        return failures;
    }

    private FailureReport report(
            LabBatch.Failure failed, Optional<KnownBug> bug, StepFunction followed, TraceDirectory directory) {
        Schedule schedule = new Schedule(
                new Cluster(
                        failed.test().servers(), RaftConfiguration.defaults().window()),
                followed);
        try {
            failed.test().run(Lab.Conditions.simulated(failed.seed()).with(followed, schedule));
        } catch (RuntimeException | Error again) {
            // As expected; what it did is in the schedule.
        }
        return FailureReport.of(
                failed.test().title() + "-" + failed.seed(),
                "Found by plumb lab, " + failed.test().title() + ", seed " + failed.seed() + ".",
                bug,
                schedule,
                directory,
                err);
    }

    private void print(
            List<LabTest> tests,
            double seconds,
            List<LabBatch.Failure> failures,
            Optional<FailureReport> report,
            Optional<KnownBug> bug) {
        out.println(tests.stream().map(LabTest::title).collect(Collectors.joining(", ")));
        out.println(String.format(Locale.ROOT, "each on %,d seeds from %d on, in %.1f s.", seeds, seed, seconds));
        for (LabBatch.Failure failed : failures.subList(0, Math.min(MOST_SHOWN, failures.size()))) {
            out.println(failed.test().title() + " fails: " + reason(failed));
            out.println("Again: plumb lab --test " + failed.test().title() + " --seed " + failed.seed() + " --seeds 1"
                    + bug.map(known -> " --bug " + known.title()).orElse(""));
        }
        report.ifPresent(found -> found.print(out));
        out.println(
                failures.isEmpty()
                        ? "All passed."
                        : String.format(Locale.ROOT, "%,d of %,d runs failed.", failures.size(), tests.size() * seeds));
    }

    private static String reason(LabBatch.Failure failed) {
        return failed.reason().getMessage() == null
                ? failed.reason().toString()
                : failed.reason().getMessage();
    }

    private ObjectNode json(
            List<LabTest> tests, double seconds, List<LabBatch.Failure> failures, Optional<FailureReport> report) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        ArrayNode names = object.putArray("tests");
        tests.forEach(each -> names.add(each.title()));
        object.put("seed", seed);
        object.put("seeds", seeds);
        object.put("seconds", seconds);
        ArrayNode failed = object.putArray("failures");
        failures.forEach(each -> failed.addObject()
                .put("test", each.test().title())
                .put("seed", each.seed())
                .put("reason", reason(each)));
        report.flatMap(FailureReport::trace).ifPresent(file -> object.put("trace", file.toString()));
        return object;
    }
}
