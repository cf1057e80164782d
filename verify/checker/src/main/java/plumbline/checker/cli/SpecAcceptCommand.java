package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import plumbline.checker.spec.Acceptance;
import plumbline.checker.spec.Spec;
import plumbline.checker.spec.Tlc;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceReader;
import plumbline.checker.world.StepFunction;

/** {@code plumb spec accept}: whether the spec takes our traces. */
@Command(
        name = "accept",
        description = {
            "Lets TLC take the spec through traces, and checks that each step leads where it leads in the code:",
            "the server's state, what it sends, and history. The code is the core, or the known bug that a trace names."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Plumb.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the spec takes every step of every trace",
            "1:the spec does not take some step; its line is told",
            "2:bad usage, or a file that is no trace, or a spec or java that does not work",
            "70:an error in plumb itself"
        },
        footer = {"", "Example:", "  plumb spec accept traces/scenarios/*.jsonl"})
final class SpecAcceptCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "TRACE", arity = "1..*", description = "Trace files.")
    private List<Path> files = List.of();

    @Mixin
    private SpecOptions specOptions;

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    private boolean json;

    SpecAcceptCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Map<StepFunction, Map<Path, Trace>> batches = new LinkedHashMap<>();
        for (Path file : files) {
            Trace trace = TraceReader.read(file);
            if (trace.header().bounds().network().consumes()) {
                throw new BadUsageException(file + " is of the bag network, the spec has the set network only");
            }
            StepFunction rules = RulesOption.rulesOf(trace, file.toString(), surroundings.rules());
            batches.computeIfAbsent(rules, key -> new LinkedHashMap<>()).put(file, trace);
        }
        Spec spec = specOptions.spec();
        Tlc tlc = specOptions.tlc();
        Map<Path, Acceptance> found = new HashMap<>();
        for (Map.Entry<StepFunction, Map<Path, Trace>> batch : batches.entrySet()) {
            List<Trace> traces = List.copyOf(batch.getValue().values());
            Iterator<Acceptance> accepted =
                    Acceptance.of(traces, spec, batch.getKey(), tlc).iterator();
            batch.getValue().keySet().forEach(file -> found.put(file, accepted.next()));
        }
        List<Acceptance> results = files.stream().map(found::get).toList();
        if (json) {
            surroundings.out().println(json(results));
        } else {
            for (int i = 0; i < results.size(); i++) {
                print(files.get(i), results.get(i));
            }
        }
        return results.stream().allMatch(result -> result.rejection().isEmpty()) ? ExitCode.HOLDS : ExitCode.VIOLATED;
    }

    private void print(Path file, Acceptance result) {
        if (result.rejection().isEmpty()) {
            surroundings.out().println(file + ": accepted, " + Numbers.counted(result.steps(), "step"));
            return;
        }
        Acceptance.Rejection rejection = result.rejection().get();
        surroundings
                .out()
                .println(file + ": line " + rejection.line() + ": " + rejection.action() + " " + rejection.reason());
        rejection.differences().forEach(value -> surroundings.out().println("  " + value));
    }

    private String json(List<Acceptance> results) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode traces = json.putArray("traces");
        for (int i = 0; i < results.size(); i++) {
            ObjectNode trace = traces.addObject()
                    .put("file", files.get(i).toString())
                    .put("accepted", results.get(i).rejection().isEmpty())
                    .put("steps", results.get(i).steps());
            results.get(i)
                    .rejection()
                    .ifPresent(rejection -> trace.put("line", rejection.line())
                            .put("action", rejection.action())
                            .put("reason", rejection.reason()));
        }
        return json.toString();
    }
}
