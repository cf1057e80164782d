package plumbline.checker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plumbline.checker.conform.AdapterProcess;
import plumbline.checker.conform.Conformance;
import plumbline.checker.conform.ConformanceReport;
import plumbline.checker.conform.Disagreement;
import plumbline.checker.conform.Failure;
import plumbline.checker.conform.Profile;
import plumbline.checker.conform.ReportWords;
import plumbline.checker.conform.SubjectFailedException;
import plumbline.checker.conform.VectorHeader;
import plumbline.checker.conform.VectorReader;

/** {@code plumb conform}: holds another implementation against the core. */
@Command(
        name = "conform",
        description = {
            "Starts the adapter of another Raft and asks it what events do to servers, one JSON object per line on its",
            "standard input, an answer per line on its standard output. With --vectors it is asked all that a checked",
            "graph consists of; with --random it plays every server of random clusters, step by step beside the core."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        customSynopsis = {
            "plumb conform --vectors FILE [OPTIONS] -- COMMAND [ARGS...]",
            "       plumb conform --random [--servers N] [--schedules N] [--steps N] [--seed S] [OPTIONS] -- COMMAND [ARGS...]"
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all answers agree",
            "1:some do not, or the adapter crashed, hung or spoke garbage; what did it is named",
            "2:bad usage, a bad file (its line and field), or no such command",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb conform --vectors traces/vectors/servers-3-terms-1-entries-1-restarts-1.jsonl -- ./my-adapter",
            "  plumb conform --random --servers 5 --schedules 1000 --seed 7 -- python3 adapter.py"
        })
final class ConformCommand implements Callable<Integer> {
    private static final int BETWEEN_REPORTS = 1000;

    private final Surroundings surroundings;

    @Option(names = "--vectors", paramLabel = "FILE", description = "Ask the vectors in FILE.")
    private @Nullable Path vectors;

    @Option(names = "--random", description = "Run random clusters.")
    private boolean random;

    @Option(
            names = "--servers",
            paramLabel = "N",
            defaultValue = "3",
            converter = Numbers.Whole.class,
            description = "Random clusters: servers, 1 to 9 (default: ${DEFAULT-VALUE}).")
    private int servers;

    @Option(
            names = "--schedules",
            paramLabel = "N",
            defaultValue = "100",
            converter = Numbers.Whole.class,
            description = "Random clusters: how many (default: ${DEFAULT-VALUE}).")
    private int schedules;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "200",
            converter = Numbers.Whole.class,
            description = "Random clusters: choices in each (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            converter = Numbers.LargeWhole.class,
            description = "Random clusters: the same seed gives the same ones (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "In what the implementation may differ, if its adapter does not say so itself.")
    private @Nullable Path profile;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            defaultValue = "10",
            converter = Numbers.Whole.class,
            description = "How long the adapter may take for a reply (default: ${DEFAULT-VALUE}).")
    private int timeLimit;

    @Option(
            names = "--trace-dir",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where the schedules that lead to disagreements go (default: the current directory).")
    private Path traceDir = Path.of(".");

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write the report as JUnit XML.")
    private @Nullable Path junit;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Starts the adapter; its arguments follow.")
    private List<String> command = List.of();

    ConformCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        check();
        TraceDirectory directory = new TraceDirectory(traceDir);
        ConformanceReport report = vectors == null ? random() : ask(vectors);
        Map<Disagreement, Path> traces = new LinkedHashMap<>();
        for (Disagreement disagreement : report.disagreements()) {
            traces.put(disagreement, directory.write(disagreement.trace()));
        }
        if (json) {
            surroundings.out().println(ConformanceJson.of(report, traces));
        } else {
            print(report, traces);
        }
        if (junit != null) {
            JUnitXml.write(report, junit);
        }
        return report.agrees() ? ExitCode.HOLDS : ExitCode.VIOLATED;
    }

    private void check() {
        if (random == (vectors != null)) {
            throw new BadUsageException("conform takes either --vectors FILE or --random");
        }
        if (command.isEmpty()) {
            throw new BadUsageException("the command that starts the adapter is missing, after --");
        }
        atLeastOne("--servers", servers, 9);
        atLeastOne("--schedules", schedules, Integer.MAX_VALUE);
        atLeastOne("--steps", steps, 1_000_000);
        atLeastOne("--time-limit", timeLimit, 86_400);
    }

    private static void atLeastOne(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new BadUsageException(
                    option + " is " + value + ", must be 1 " + (most == Integer.MAX_VALUE ? "or more" : "to " + most));
        }
    }

    private ConformanceReport ask(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadInputException(file + " is a directory, not a file of vectors");
        }
        try (VectorReader reader = VectorReader.open(file)) {
            VectorHeader header = reader.header();
            say("Asking " + Numbers.counted(header.vectors(), "vector") + " of "
                    + BoundsOptions.describe(header.bounds()) + ".");
            return examine(header.vectors(), adapter -> adapter.vectors(reader));
        } catch (NoSuchFileException e) {
            throw new BadInputException("there is no file " + file);
        }
    }

    private ConformanceReport random() throws IOException {
        say("Running " + Numbers.counted(schedules, "random schedule") + " of "
                + Numbers.counted(steps, "step") + " on " + Numbers.counted(servers, "server") + ", seed " + seed
                + ".");
        return examine((long) schedules * steps, adapter -> adapter.lockstep(servers, schedules, steps, seed));
    }

    /** What the adapter is asked. */
    private interface Examination {
        ConformanceReport of(Conformance adapter) throws IOException;
    }

    private ConformanceReport examine(long questions, Examination examination) throws IOException {
        Optional<Profile> given = profile == null ? Optional.empty() : Optional.of(Profile.read(profile));
        try (AdapterProcess adapter = start(given)) {
            return examination.of(Conformance.of(adapter, progress(questions)));
        } catch (SubjectFailedException e) {
            return new ConformanceReport(
                    0,
                    new TreeMap<>(),
                    List.of(),
                    Optional.of(new Failure(
                            "the first question, an election timeout of server 1 on first boot",
                            "hello",
                            String.valueOf(e.getMessage()))));
        } finally {
            progress(0).accept(0);
        }
    }

    private AdapterProcess start(Optional<Profile> given) throws SubjectFailedException {
        try {
            return AdapterProcess.start(command, Duration.ofSeconds(timeLimit), given, surroundings.err());
        } catch (IOException e) {
            throw new BadInputException("the command " + command.get(0) + " cannot be started: " + e.getMessage());
        }
    }

    private LongConsumer progress(long questions) {
        return answered -> {
            if (surroundings.terminal() && answered % BETWEEN_REPORTS == 0) {
                surroundings
                        .err()
                        .print(
                                questions == 0
                                        ? "\r" + " ".repeat(50) + "\r"
                                        : "\r" + Numbers.grouped(answered) + " of " + Numbers.grouped(questions)
                                                + " answered");
                surroundings.err().flush();
            }
        };
    }

    private void say(String line) {
        if (!json) {
            surroundings.out().println(line);
        }
    }

    private void print(ConformanceReport report, Map<Disagreement, Path> traces) {
        StringBuilder text = new StringBuilder("\n" + ReportWords.summary(report));
        int number = 0;
        for (Disagreement disagreement : report.disagreements()) {
            text.append("\n").append(ReportWords.of(disagreement, ++number));
            text.append("   schedule  ")
                    .append(traces.get(disagreement))
                    .append(", ")
                    .append(Numbers.counted(disagreement.trace().choices().size(), "choice"))
                    .append(": plumb replay ")
                    .append(traces.get(disagreement))
                    .append("\n");
        }
        report.failure().ifPresent(failure -> text.append("\n").append(ReportWords.of(failure)));
        surroundings.out().print(text);
    }
}
