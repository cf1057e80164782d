package plumbline.checker.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.StepFunction;

/** A page for the violation that a command finds. */
final class ViewOption {
    private static final String BESIDES = "";

    @Option(
            names = "--view",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = BESIDES,
            description = "Draw the violation, if there is one, as an HTML page (default: beside its trace).")
    private @Nullable String view;

    /**
     * That the page can be written there is found out before hours of exploring, not after.
     *
     * @throws BadUsageException if it cannot
     */
    void check() {
        if (view != null && !view.equals(BESIDES)) {
            PageFile.obstacle(Path.of(view)).ifPresent(reason -> {
                throw new BadUsageException("--view is " + view + ", but " + reason);
            });
        }
    }

    /**
     * Writes the page of {@code trace}, if it was asked for, and returns its path. That it cannot be written is a
     * complaint, and no reason not to report the violation.
     *
     * @param file where the trace itself is
     */
    Optional<Path> write(Trace trace, Optional<Path> file, StepFunction rules, PrintStream err) {
        if (view == null) {
            return Optional.empty();
        }
        Path source = file.orElseGet(() -> Path.of(trace.header().name() + ".jsonl"));
        Path page = view.equals(BESIDES) ? PageFile.besides(source) : Path.of(view);
        try {
            PageFile.write(page, trace, Replay.of(trace, rules), source);
            return Optional.of(page);
        } catch (BadInputException e) {
            err.println("plumb: " + e.getMessage());
            return Optional.empty();
        }
    }
}
