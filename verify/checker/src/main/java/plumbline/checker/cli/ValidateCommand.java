package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plumbline.checker.validate.Validation;
import plumbline.core.Cluster;

/** {@code plumb validate}: whether the core could have done what the logs of a running Raft say. */
@Command(
        name = "validate",
        description = {
            "Reads logs of what the servers of any running Raft did, JSON Lines from first boot on, and says whether the",
            "core could have done it. Several files are merged by cause and effect: a message is received after it can",
            "have been sent. What the format is: verify/checker/examples/README.md."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the core could have done all of it",
            "1:it could not: the first line that is impossible, its field, and what the core allows there",
            "2:bad usage or a file that is no log: its line and field",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb validate --servers 3 server-1.jsonl server-2.jsonl server-3.jsonl",
            "  plumb validate --servers 5 cluster.jsonl --json"
        })
final class ValidateCommand implements Callable<Integer> {
    private static final long BETWEEN_REPORTS = 1 << 17;

    private final Surroundings surroundings;

    @Parameters(arity = "1..*", paramLabel = "LOG", description = "The logs, together those of all servers.")
    private List<Path> logs = List.of();

    @Option(
            names = "--servers",
            paramLabel = "N",
            defaultValue = "3",
            converter = Numbers.Whole.class,
            description = "Servers in the cluster, 1 to 63 (default: ${DEFAULT-VALUE}).")
    private int servers;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    ValidateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (servers < 1 || servers > Cluster.MOST_SERVERS) {
            throw new BadUsageException("--servers is " + servers + ", must be 1 to " + Cluster.MOST_SERVERS);
        }
        for (Path log : logs) {
            if (Files.isDirectory(log)) {
                throw new BadInputException(log + " is a directory, not a log");
            }
        }
        long started = System.nanoTime();
        Validation.Result result;
        try {
            result = Validation.validate(logs, servers, this::progress);
        } catch (NoSuchFileException e) {
            throw new BadInputException("there is no file " + e.getMessage());
        }
        print(result, (System.nanoTime() - started) / 1e9);
        return result.impossible().isPresent() ? ExitCode.VIOLATED : ExitCode.HOLDS;
    }

    private void progress(long lines) {
        if (surroundings.terminal() && lines % BETWEEN_REPORTS == 0) {
            surroundings.err().print("\r" + Numbers.counted(lines, "line"));
            surroundings.err().flush();
        }
    }

    private void print(Validation.Result result, double seconds) {
        if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.put("possible", result.impossible().isEmpty());
            object.put("lines", result.lines());
            object.put("seconds", Math.round(seconds * 1000) / 1000.0);
            if (result.impossible().isPresent()) {
                Validation.Impossible impossible = result.impossible().get();
                object.put("file", impossible.file().toString())
                        .put("line", impossible.line())
                        .put("field", impossible.field())
                        .put("reason", impossible.reason());
            }
            surroundings.out().println(object);
            return;
        }
        String rate = Numbers.seconds(seconds) + ", " + Numbers.rate(result.lines(), seconds) + " lines/s";
        if (result.impossible().isEmpty()) {
            surroundings
                    .out()
                    .println("Possible: the core could have done all of " + Numbers.counted(result.lines(), "line")
                            + " (" + rate + ").");
        } else {
            surroundings
                    .out()
                    .println("Impossible, after " + Numbers.counted(result.lines(), "line")
                            + " that the core could have done (" + rate + "):\n"
                            + result.impossible().get());
        }
    }
}
