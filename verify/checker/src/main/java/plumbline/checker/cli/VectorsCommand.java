package plumbline.checker.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import plumbline.checker.conform.Dialect;
import plumbline.checker.conform.VectorSet;
import plumbline.checker.explore.BoundsTooLargeException;
import plumbline.checker.explore.Execution;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Reduction;
import plumbline.checker.explore.Report;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;

/** {@code plumb vectors}: writes what other implementations can be held against. */
@Command(
        name = "vectors",
        description = {
            "Checks a small cluster as plumb check does, then writes each local transition that any of its worlds takes:",
            "a server's state, an event, and what comes of it. An implementation that agrees on every line has, within",
            "these bounds, the same graph, and so the same verdicts. plumb conform asks one."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the vectors were written",
            "1:a property is violated; nothing was written",
            "2:bad usage; nothing was written",
            "3:the check is incomplete; nothing was written",
            "70:an error in plumb itself"
        },
        footer = {
            "",
            "Examples:",
            "  plumb vectors --servers 3 --terms 2 --entries 1 --restarts 1 -o vectors.jsonl",
            "  plumb vectors --terms 2 --restarts 0 --lacks conflictTerm -o vectors.jsonl"
        })
final class VectorsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private BoundsOptions boundsOptions;

    @Option(
            names = "--lacks",
            paramLabel = "LIST",
            description = {
                "Write the vectors of a Raft whose rejections lack these fields: conflictTerm, or",
                "conflictTerm,conflictIndex."
            })
    private @Nullable String lacks;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the vectors go (default: standard output).")
    private @Nullable Path output;

    VectorsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Bounds bounds = boundsOptions.bounds();
        if (bounds.network().consumes()) {
            throw new BadUsageException("--network is bag, vectors are made for the set network");
        }
        Dialect dialect = dialect();
        try {
            Report report = check(bounds, dialect);
            if (report.verdict() != Verdict.HOLDS) {
                surroundings
                        .err()
                        .println("plumb: " + report.incomplete().orElse("a property is violated; see plumb check"));
                return report.verdict() == Verdict.VIOLATED ? ExitCode.VIOLATED : ExitCode.INCOMPLETE;
            }
            write(VectorSet.of(bounds, dialect, report));
            return ExitCode.HOLDS;
        } catch (BoundsTooLargeException e) {
            throw new BadUsageException(String.valueOf(e.getMessage()));
        }
    }

    private Dialect dialect() {
        List<String> fields = lacks == null ? List.of() : Arrays.asList(lacks.split(",", -1));
        return Dialect.lacking(fields)
                .orElseThrow(() -> new BadUsageException(
                        "--lacks is '" + lacks + "', must be conflictTerm or conflictTerm,conflictIndex"));
    }

    private Report check(Bounds bounds, Dialect dialect) {
        ProgressLine progress = new ProgressLine(surroundings.err(), surroundings.terminal());
        try {
            return surroundings
                    .exploration()
                    .explore(
                            new Options(
                                    bounds,
                                    dialect,
                                    Set.copyOf(Property.all()),
                                    Set.of(Reduction.values()),
                                    Long.MAX_VALUE),
                            Execution.DEFAULT,
                            progress);
        } finally {
            progress.end();
        }
    }

    private void write(VectorSet vectors) throws IOException {
        if (output == null) {
            vectors.write(surroundings.out());
            return;
        }
        Path file = output.toAbsolutePath();
        Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            try (Writer out = Files.newBufferedWriter(temporary)) {
                vectors.write(out);
            }
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        surroundings
                .out()
                .println(Numbers.counted(vectors.vectors().size(), "vector") + " of "
                        + BoundsOptions.describe(vectors.header().bounds()) + ": " + output);
    }
}
