package plumbline.simulation.cli;

import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plumbline.checker.cli.BadUsageException;
import plumbline.checker.cli.RulesOption;
import plumbline.checker.cli.TraceDirectory;
import plumbline.checker.cli.TraceDirectoryOption;
import plumbline.checker.knownbug.KnownBug;

/** What commands that make many runs have in common. */
final class BatchOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many runs at a time (default: as many as there are processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    private RulesOption rules;

    @Mixin
    private TraceDirectoryOption traceDirectory;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    /**
     * That they are in range, and {@code seed}, the first run's, too.
     *
     * @throws BadUsageException if they are not
     */
    void check(long seed) {
        if (seed < 0 || seed > Long.MAX_VALUE / 2) {
            throw new BadUsageException("--seed is " + seed + ", must be 0 to " + Long.MAX_VALUE / 2);
        }
        if (threads < 1 || threads > 1_024) {
            throw new BadUsageException("--threads is " + threads + ", must be 1 to 1024");
        }
    }

    /** How many runs at a time. */
    int threads() {
        return threads;
    }

    /** The known bug to put in the place of the core, if any. */
    Optional<KnownBug> bug() {
        return rules.known();
    }

    TraceDirectory traceDirectory() {
        return traceDirectory.directory();
    }

    /** Whether to print one JSON object and nothing else. */
    boolean json() {
        return json;
    }
}
