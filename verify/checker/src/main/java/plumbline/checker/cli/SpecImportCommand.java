package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plumbline.checker.property.Violation;
import plumbline.checker.spec.Import;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.TraceWriter;
import plumbline.core.Cluster;

/** {@code plumb spec import}: a counterexample of TLC becomes a trace. */
@Command(
        name = "import",
        description = {
            "Reads a counterexample that TLC printed, with -tool or as plain text, finds the choice behind each step,",
            "writes them as a trace, and replays it on the code."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the code takes every step as the spec does, and breaks no property",
            "1:the code takes a step otherwise, or breaks the property too",
            "2:bad usage, or not the output of TLC",
            "70:an error in plumb itself"
        },
        footer = {"", "Example:", "  plumb spec import tlc-output.txt -o votes-twice.jsonl"})
final class SpecImportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "What TLC printed, all of it.")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "TRACE",
            required = true,
            description = "The trace file to write.")
    private Path output = Path.of("");

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "unlimited",
            converter = BoundsOptions.Window.class,
            description = "The spec's Window, which no state shows (default: ${DEFAULT-VALUE}).")
    private int window = Cluster.UNLIMITED;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    SpecImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (window < 1) {
            throw new BadUsageException("--window is " + window + ", must be 1 or more");
        }
        String name = String.valueOf(output.getFileName()).replaceFirst("\\.jsonl$", "");
        Import imported = Import.of(file, name, window, surroundings.rules());
        TraceWriter.write(imported.trace(), output);
        Optional<Violation> violation = imported.difference().isPresent()
                ? Optional.empty()
                : Replay.of(imported.trace(), surroundings.rules())
                        .run(imported.trace())
                        .violation();
        if (json) {
            surroundings.out().println(json(imported, violation));
        } else {
            print(imported, violation);
        }
        return imported.difference().isPresent() || violation.isPresent() ? ExitCode.VIOLATED : ExitCode.HOLDS;
    }

    private void print(Import imported, Optional<Violation> violation) {
        PrintStream out = surroundings.out();
        out.println(imported.trace().header().story().get(0) + " " + Numbers.counted(imported.steps(), "step") + ".");
        if (imported.difference().isPresent()) {
            PrintWriter words = new PrintWriter(out, false, StandardCharsets.UTF_8);
            SpecDiffText.tell(imported.difference().get(), words);
            words.flush();
        } else {
            out.println("The code takes every step as the spec does.");
            out.println(violation
                    .map(found -> found.property().title() + " is violated in the code too: " + found.reason() + ".")
                    .orElse("No property is violated in the code."));
        }
        out.println("Trace: " + output);
    }

    private String json(Import imported, Optional<Violation> violation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("steps", imported.steps());
        if (imported.difference().isPresent()) {
            json.set("difference", SpecDiffJson.of(imported.difference().get()));
        } else {
            json.putNull("difference");
        }
        return json.put(
                        "violated",
                        violation.map(found -> found.property().title()).orElse(null))
                .put("trace", output.toString())
                .toString();
    }
}
