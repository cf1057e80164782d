package plumbline.checker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.walk.WalkServer;
import plumbline.checker.walk.WalkSettings;
import plumbline.checker.world.Bounds;

/** {@code plumb explore}: walk through the worlds in a browser. */
@Command(
        name = "explore",
        description = {
            "Opens a page on this machine on which you walk through the worlds by hand: pick any choice that is enabled,",
            "go back, jump to a random run or to one that breaks a property, and keep the path as a trace.",
            "Prints the page's address; Ctrl-C ends it."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"2:bad usage", "70:an error in plumb itself", "130:ended with Ctrl-C"},
        footer = {
            "",
            "Examples:",
            "  plumb explore",
            "  plumb explore --servers 5 --entries 2 --restarts 0",
            "  plumb explore --bug voter-grants-two-votes --trace-dir found"
        })
final class ExploreCommand implements Callable<Integer> {
    /** More different client requests than anyone can choose among. */
    private static final int MOST_REQUESTS = 100;

    private final Surroundings surroundings;

    @Mixin
    private BoundsOptions boundsOptions;

    @Mixin
    private RulesOption rulesOption;

    @Option(
            names = "--max-worlds",
            paramLabel = "N",
            defaultValue = "3000000",
            converter = Numbers.LargeWhole.class,
            description = "A search for a violating run stops once this many worlds were found (default: 3000000).")
    private long maxWorlds;

    @Option(
            names = "--trace-dir",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where the traces that you keep go (default: the current directory).")
    private Path traceDir = Path.of(".");

    ExploreCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (WalkServer server = WalkServer.start(settings())) {
            surroundings.out().println("Exploring at " + server.address() + " (Ctrl-C ends it)");
            surroundings.out().flush();
            new CountDownLatch(1).await();
        }
        return ExitCode.HOLDS;
    }

    /** @throws BadUsageException naming the option that is out of range */
    WalkSettings settings() {
        Bounds bounds = boundsOptions.bounds();
        if (requests(bounds) > MOST_REQUESTS) {
            throw new BadUsageException("--commands and --burst leave more than " + MOST_REQUESTS
                    + " different client requests to choose among");
        }
        if (maxWorlds < 1) {
            throw new BadUsageException("--max-worlds is " + maxWorlds + ", must be 1 or more");
        }
        TraceDirectory directory = new TraceDirectory(traceDir);
        return new WalkSettings(
                bounds,
                BoundsOptions.describe(bounds),
                rulesOption.rules(surroundings.rules()),
                rulesOption.known().map(KnownBug::title),
                maxWorlds,
                trace -> {
                    Path file = directory.file(trace);
                    if (Files.exists(file)) {
                        throw new IllegalArgumentException("there is a file " + file + " already; take another name");
                    }
                    return directory.write(trace);
                });
    }

    /** How many there are, as far as it matters. */
    private static long requests(Bounds bounds) {
        long all = 0;
        long ofThisLength = 1;
        for (int length = 1; length <= Math.min(bounds.burst(), bounds.entries()) && all <= MOST_REQUESTS; length++) {
            ofThisLength *= bounds.commands();
            all += ofThisLength;
        }
        return all;
    }
}
