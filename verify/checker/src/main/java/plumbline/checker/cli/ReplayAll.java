package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import plumbline.checker.conform.VectorReader;
import plumbline.checker.trace.ImpossibleTraceException;
import plumbline.checker.trace.Outcome;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.ReplayJson;
import plumbline.checker.trace.Trace;

/** Replays all traces below a directory, each on the rules that it names, and those of known bugs also on the core. */
final class ReplayAll {
    private final Surroundings surroundings;
    private final boolean json;
    private final ArrayNode traces = JsonNodeFactory.instance.arrayNode();
    private int good;
    private int exitCode = ExitCode.HOLDS;

    ReplayAll(Surroundings surroundings, boolean json) {
        this.surroundings = surroundings;
        this.json = json;
    }

    /** Replays them, and returns the exit code of the worst. */
    int run(Path directory) {
        List<Path> files = files(directory);
        for (Path file : files) {
            try {
                replay(file);
            } catch (BadInputException e) {
                exitCode = ExitCode.BAD_USAGE;
                surroundings.err().println("plumb: " + e.getMessage());
            }
        }
        if (json) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.put("replayed", files.size()).put("asExpected", good);
            object.set("traces", traces);
            surroundings.out().println(object);
        } else {
            surroundings
                    .out()
                    .println(Numbers.counted(files.size(), "trace") + ", " + Numbers.grouped(good) + " as expected");
        }
        return exitCode;
    }

    private static List<Path> files(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new BadUsageException("--all is " + directory + ", which is not a directory");
        }
        try (Stream<Path> found = Files.walk(directory)) {
            List<Path> files = found.filter(file -> file.toString().endsWith(".jsonl") && Files.isRegularFile(file))
                    .filter(file -> !VectorReader.isVectors(file))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new BadUsageException("--all is " + directory + ", which has no trace (*.jsonl) in it");
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new BadInputException(directory + " cannot be read: " + e.getMessage());
        }
    }

    private void replay(Path file) {
        Trace trace = TraceFile.read(file);
        Outcome outcome;
        try {
            outcome = Outcome.of(
                    trace,
                    Replay.of(trace, RulesOption.rulesOf(trace, file.toString(), surroundings.rules())),
                    step -> {});
        } catch (ImpossibleTraceException e) {
            throw TraceFile.impossible(file, e);
        }
        ObjectNode described = describe(file, trace, outcome);
        String words = ReplayCommand.verdict(trace.header(), outcome);
        boolean asExpected = outcome.isExpectedBy(trace.header());
        if (trace.header().rules().isPresent()) {
            Outcome onTheCore = Outcome.onTheCore(trace);
            described.set("onTheCore", ReplayJson.of(onTheCore.violation()));
            words += onTheCore
                    .violation()
                    .map(violation -> " But on the core " + violation.property().title() + " is violated too.")
                    .orElse(" On the core nothing is.");
            asExpected &= onTheCore.violation().isEmpty();
        }
        good += asExpected ? 1 : 0;
        exitCode = Math.max(exitCode, asExpected ? ExitCode.HOLDS : ExitCode.VIOLATED);
        traces.add(described.put("asExpected", asExpected));
        if (!json) {
            surroundings.out().println((asExpected ? "ok    " : "WRONG ") + file + ": " + words);
        }
    }

    /** A replay as JSON, without its steps. */
    static ObjectNode describe(Path file, Trace trace, Outcome outcome) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("trace", file.toString());
        object.put("name", trace.header().name());
        object.put("rules", trace.header().rules().orElse(null));
        object.put("expected", trace.header().expected().title());
        object.setAll(ReplayJson.of(outcome.violation()));
        object.put("asExpected", outcome.isExpectedBy(trace.header()));
        return object.put("choices", trace.choices().size()).put("replayed", outcome.steps());
    }
}
