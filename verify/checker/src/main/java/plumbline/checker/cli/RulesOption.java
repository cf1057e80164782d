package plumbline.checker.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.StepFunction;

/** Whose rules to run: the core's, or those of a known bug. */
final class RulesOption {
    private static final String NONE = "none";

    @Option(
            names = "--bug",
            paramLabel = "NAME",
            description = "Run a known bug's rules instead of the core's; none for the core's.")
    private @Nullable String bug;

    /** The rules asked for, or else {@code core}. */
    StepFunction rules(StepFunction core) {
        return known().map(KnownBug::rules).orElse(core);
    }

    /** The known bug that was asked for, if one was. */
    Optional<KnownBug> known() {
        if (bug == null || bug.equals(NONE)) {
            return Optional.empty();
        }
        Optional<KnownBug> known = KnownBug.named(bug);
        if (known.isEmpty()) {
            throw new BadUsageException("--bug is '" + bug + "', must be none or one of " + KnownBug.titles());
        }
        return known;
    }

    /**
     * The replay of {@code trace} with the rules asked for, or else with its own. With others than its own, choices that
     * they do not lead to are passed over.
     *
     * @throws BadUsageException listing the known bugs, if there is none of that name
     * @throws BadInputException listing them, if it is the trace's
     */
    Replay replay(Trace trace, String file, StepFunction core) {
        Replay expected = Replay.of(trace, isGiven() ? rules(core) : rulesOf(trace, file, core));
        return differsFrom(trace)
                ? new Replay(expected.rules(), expected.properties(), Replay.Impossible.SKIPPED)
                : expected;
    }

    /** {@code header} as of the rules asked for; if they are a known bug's, and it shows what that breaks, with its story. */
    Trace.Header attribute(Trace.Header header) {
        Optional<KnownBug> known = known();
        if (known.isEmpty()) {
            return header;
        }
        KnownBug of = known.get();
        boolean asTold = of.violates().equals(header.property());
        return new Trace.Header(
                asTold ? of.title() : of.title() + "-" + header.name(),
                asTold ? of.story() : header.story(),
                Optional.of(of.title()),
                header.bounds(),
                header.property(),
                header.expected());
    }

    /** Whether other rules were asked for than {@code trace} names. */
    boolean differsFrom(Trace trace) {
        return isGiven() && !known().map(KnownBug::title).equals(trace.header().rules());
    }

    private boolean isGiven() {
        return bug != null;
    }

    /** The rules that {@code trace} names. */
    static StepFunction rulesOf(Trace trace, String file, StepFunction core) {
        Optional<String> title = trace.header().rules();
        if (title.isEmpty()) {
            return core;
        }
        return KnownBug.named(title.get())
                .map(KnownBug::rules)
                .orElseThrow(() -> new BadInputException(
                        file + ": line 1: rules is \"" + title.get() + "\", must be one of " + KnownBug.titles()));
    }
}
