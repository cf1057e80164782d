package plumbline.checker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plumbline.checker.linearize.History;
import plumbline.checker.linearize.HistoryFormatException;
import plumbline.checker.linearize.HistoryPicture;
import plumbline.checker.linearize.HistoryReader;
import plumbline.checker.linearize.Limits;
import plumbline.checker.linearize.Linearizability;
import plumbline.checker.linearize.Model;
import plumbline.checker.linearize.Report;

/** {@code plumb linearize}: whether a recorded history can be put in order. */
@Command(
        name = "linearize",
        description = {
            "Checks a recorded history of operations: is there one order of them that a single object would give, and in",
            "which none comes before one that was answered before it was called? If not, tells which operation has no",
            "place, and why.",
            "",
            "Reads JSON Lines ({\"process\":0,\"type\":\"invoke\",\"f\":\"put\",\"key\":\"k\",\"value\":\"x\"}), Jepsen's log lines",
            "(INFO  jepsen.util - 4 :invoke :write 3) and EDN maps ({:process 0, :type :invoke, :f :write, :value 3})."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the history is linearizable",
            "1:it is not",
            "2:bad usage or a bad history: its line, and why",
            "3:neither was found out within --max-seconds and --max-megabytes",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb linearize etcd_042.log --model cas-register",
            "  plumb linearize history.jsonl --model kv -o picture.html",
            "  plumb linearize history.edn --model cas-register --independent --initial 0 --json"
        })
final class LinearizeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "The history.")
    private Path file = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            required = true,
            description = {
                "What it is said to be a history of: register (read, write), cas-register (and cas), or kv (get, put,",
                "append, delete, cas, each of a key)."
            })
    private String model = "";

    @Option(
            names = "--initial",
            paramLabel = "VALUE",
            description = "What each object holds at first, as EDN has it: nil, 0, \"x\" (default: nothing).")
    private @Nullable String initial;

    @Option(
            names = "--independent",
            description = "Each value is a pair [key value], as jepsen.independent has it; keys are checked apart.")
    private boolean independent;

    @Option(
            names = "--max-seconds",
            paramLabel = "N",
            defaultValue = "300",
            converter = Numbers.Whole.class,
            description = "Give up after so long (default: ${DEFAULT-VALUE}).")
    private int maxSeconds;

    @Option(
            names = "--max-megabytes",
            paramLabel = "N",
            converter = Numbers.Whole.class,
            description = "Give up when the search takes so much memory (default: half of what Java may use).")
    private @Nullable Integer maxMegabytes;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Draw the operations around one without a place, as a page of HTML.")
    private @Nullable Path output;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    LinearizeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Model chosen = Model.named(model)
                .orElseThrow(
                        () -> new BadUsageException("--model is '" + model + "', must be one of " + Model.titles()));
        Limits limits = limits();
        @Nullable Object first = initial == null ? null : initial(initial);
        History history = read(chosen);
        Report report = Linearizability.check(
                history, chosen, initial == null ? history.initial() : first, limits, this::progress);
        progress(0);
        boolean drawn = output != null && !report.violations().isEmpty();
        if (output != null && drawn) {
            TextFile.write(output, HistoryPicture.of(String.valueOf(file.getFileName()), report.violations()));
        }
        LinearizeReport words = new LinearizeReport(file, chosen, history, report, drawn ? output : null);
        surroundings.out().println(json ? words.json() : words.text());
        return switch (report.verdict()) {
            case LINEARIZABLE -> ExitCode.HOLDS;
            case VIOLATED -> ExitCode.VIOLATED;
            case INCOMPLETE -> ExitCode.INCOMPLETE;
        };
    }

    private Limits limits() {
        if (maxSeconds < 1) {
            throw new BadUsageException("--max-seconds is " + maxSeconds + ", must be 1 or more");
        }
        if (maxMegabytes == null) {
            return new Limits(Duration.ofSeconds(maxSeconds), Limits.standard().bytes());
        }
        long most = (Runtime.getRuntime().maxMemory() * 3 / 4) >> 20;
        if (maxMegabytes < 1 || maxMegabytes > most) {
            throw new BadUsageException(
                    "--max-megabytes is " + maxMegabytes + ", must be 1 to " + most + " (java -Xmx gives more)");
        }
        return new Limits(Duration.ofSeconds(maxSeconds), (long) maxMegabytes << 20);
    }

    private static @Nullable Object initial(String text) {
        try {
            return HistoryReader.value(text);
        } catch (IllegalArgumentException e) {
            throw new BadUsageException("--initial is '" + text + "', must be a value as EDN has it: nil, 0, \"x\"");
        }
    }

    private History read(Model chosen) {
        try {
            if (Files.isDirectory(file)) {
                throw new BadInputException(file + " is a directory, not a history");
            }
            return new HistoryReader(chosen, independent).read(file);
        } catch (HistoryFormatException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new BadInputException("there is no file " + file);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + e.getMessage());
        }
    }

    private void progress(long configurations) {
        if (surroundings.terminal() && !json) {
            String text = configurations == 0 ? "" : Numbers.counted(configurations, "configuration");
            surroundings.err().print("\r" + text + " ".repeat(40 - text.length()) + (text.isEmpty() ? "\r" : ""));
            surroundings.err().flush();
        }
    }
}
