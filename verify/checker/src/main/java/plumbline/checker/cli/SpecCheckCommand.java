package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plumbline.checker.explore.Execution;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Report;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.spec.Spec;
import plumbline.checker.spec.SpecVerdict;
import plumbline.checker.spec.Tlc;
import plumbline.checker.world.Bounds;

/** {@code plumb spec check}: TLC on the spec and the explorer on the code, side by side. */
@Command(
        name = "check",
        description = {
            "Lets TLC check the spec, and the explorer the code, within the same bounds and without reductions,",
            "and prints both verdicts and counts side by side."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all properties hold in both, and the counts are equal",
            "1:a property is violated, or the counts differ",
            "2:bad usage, or a spec or java that does not work",
            "3:incomplete: the bounds are too large for the memory",
            "70:an error in plumb itself"
        },
        footer = {"", "Examples:", "  plumb spec check", "  plumb spec check --servers 3 --terms 1 --workers 2"})
final class SpecCheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private BoundsOptions boundsOptions;

    @Mixin
    private SpecOptions specOptions;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            converter = Numbers.Whole.class,
            description = {
                "TLC's threads. With more than one, the depth that TLC tells may be too large,",
                "and is not compared (default: ${DEFAULT-VALUE})."
            })
    private int workers;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    SpecCheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Bounds bounds = SpecOptions.checked(boundsOptions.bounds());
        PrintStream out = surroundings.out();
        if (!json) {
            out.println("Checking the spec and the code: " + BoundsOptions.describe(bounds) + ".\n");
        }
        SpecVerdict spec = spec(bounds);
        ProgressLine progress = new ProgressLine(surroundings.err(), surroundings.terminal());
        Report code;
        try {
            code = surroundings
                    .exploration()
                    .explore(
                            new Options(
                                    bounds,
                                    surroundings.rules(),
                                    EnumSet.copyOf(Property.all()),
                                    Set.of(),
                                    Long.MAX_VALUE),
                            Execution.DEFAULT,
                            progress);
        } finally {
            progress.end();
        }
        out.println(json ? json(spec, code) : text(spec, code));
        boolean unfinished = code.verdict() == Verdict.INCOMPLETE && code.worlds() != spec.states();
        return agree(spec, code) ? ExitCode.HOLDS : unfinished ? ExitCode.INCOMPLETE : ExitCode.VIOLATED;
    }

    private SpecVerdict spec(Bounds bounds) throws IOException {
        if (workers < 1) {
            throw new BadUsageException("--workers is " + workers + ", must be 1 or more");
        }
        Spec spec = specOptions.spec();
        Tlc tlc = specOptions.tlc().withWorkers(workers);
        List<SpecVerdict> verdicts = new ArrayList<>();
        Callable<SpecVerdict> check = () -> SpecVerdict.of(spec, bounds, tlc);
        StatusLine status = new StatusLine(surroundings.err(), surroundings.terminal());
        new Background(status, 1).run("TLC", List.of(check), verdicts::add);
        return verdicts.get(0);
    }

    /** Bounds at which some step is never taken are fine here: TLC does not look for that. */
    private boolean agree(SpecVerdict spec, Report code) {
        return spec.violated().isEmpty()
                && code.counterexample().isEmpty()
                && code.worlds() == spec.states()
                && (workers > 1 || code.depth() == spec.depth());
    }

    private static Optional<String> violated(Report code) {
        return code.counterexample()
                .map(found -> found.violation())
                .map(Violation::property)
                .map(Property::title);
    }

    private String text(SpecVerdict spec, Report code) {
        return String.format("%-10s%28s%28s%n", "", "spec (TLC)", "code (explorer)")
                + row("verdict", verdict(spec.violated()), verdict(violated(code)))
                + row("states", Numbers.grouped(spec.states()), Numbers.grouped(code.worlds()))
                + row(
                        "depth",
                        (workers > 1 ? "at most " : "") + Numbers.grouped(spec.depth()),
                        Numbers.grouped(code.depth()))
                + row("time", Numbers.seconds(spec.seconds()), Numbers.seconds(code.seconds()))
                + "\n"
                + (agree(spec, code) ? "Both hold, with equal counts." : "Not the same, or not right.");
    }

    private static String row(String name, String spec, String code) {
        return String.format("%-10s%28s%28s%n", name, spec, code);
    }

    private static String verdict(Optional<String> violated) {
        return violated.map(title -> title + " violated").orElse("holds");
    }

    private String json(SpecVerdict spec, Report code) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", agree(spec, code) ? "holds" : "different");
        json.putObject("spec")
                .put("violated", spec.violated().orElse(null))
                .put("states", spec.states())
                .put("depth", spec.depth());
        json.putObject("code")
                .put("violated", violated(code).orElse(null))
                .put("states", code.worlds())
                .put("depth", code.depth());
        return json.toString();
    }
}
