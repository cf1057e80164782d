package plumbline.checker.spec;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import plumbline.checker.spec.TlaValue.Fields;
import plumbline.checker.spec.TlaValue.Sequence;
import plumbline.checker.spec.TlaValue.Text;
import plumbline.checker.spec.TlaValue.Whole;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/**
 * Whether the spec takes our traces, each step to the same state as the code: server, messages and history.
 *
 * @param trace the trace
 * @param steps how many of its steps the spec took as the code did
 * @param rejection the first step that it does not take, if there is one
 */
public record Acceptance(Trace trace, int steps, Optional<Rejection> rejection) {
    /** Beyond this, a module takes TLC's parser more time than TLC takes to start. */
    private static final int MOST_STEPS_IN_A_MODULE = 12_000;

    /**
     * A step that the spec does not take.
     *
     * @param line its line in the trace's file; the header is line 1
     * @param action the action
     * @param reason what is wrong, as the rest of a sentence that begins with the action
     * @param differences where the spec's state after it differs from the code's, if both take the step
     */
    public record Rejection(int line, String action, String reason, List<ValueDifference> differences) {
        /** Keeps an unmodifiable copy. */
        public Rejection {
            differences = List.copyOf(differences);
        }
    }

    /**
     * Asks TLC, with one run for all traces of equal bounds, or a few if they are long.
     *
     * @throws IllegalArgumentException if a trace is of a network that the spec does not have
     * @throws TlaFormatException if the spec makes no sense
     */
    public static List<Acceptance> of(List<Trace> traces, Spec spec, StepFunction rules, Tlc tlc) throws IOException {
        Map<Bounds, List<Trace>> batches = new LinkedHashMap<>();
        for (Trace trace : traces) {
            Bounds bounds = trace.header().bounds();
            if (bounds.network().consumes()) {
                throw new IllegalArgumentException(
                        "network is bag in " + trace.header().name() + ", the spec has the set network only");
            }
            batches.computeIfAbsent(bounds, key -> new ArrayList<>()).add(trace);
        }
        Map<Trace, Acceptance> results = new LinkedHashMap<>();
        for (Map.Entry<Bounds, List<Trace>> batch : batches.entrySet()) {
            for (List<Trace> part : parts(batch.getValue())) {
                run(part, batch.getKey(), spec, rules, tlc).forEach(result -> results.put(result.trace, result));
            }
        }
        return traces.stream().map(results::get).toList();
    }

    private static List<List<Trace>> parts(List<Trace> traces) {
        List<List<Trace>> parts = new ArrayList<>();
        int steps = MOST_STEPS_IN_A_MODULE;
        for (Trace trace : traces) {
            if (steps + trace.choices().size() > MOST_STEPS_IN_A_MODULE) {
                parts.add(new ArrayList<>());
                steps = 0;
            }
            parts.get(parts.size() - 1).add(trace);
            steps += trace.choices().size();
        }
        return parts;
    }

    private static List<Acceptance> run(List<Trace> traces, Bounds bounds, Spec spec, StepFunction rules, Tlc tlc)
            throws IOException {
        TraceModule module = new TraceModule(bounds, rules);
        List<TraceModule.Script> scripts = traces.stream().map(module::add).toList();
        try (Tlc.Run run = tlc.run(
                spec,
                Tlc.extending(spec, TraceModule.NAME, module.definitions()),
                TraceModule.NAME,
                SpecConfig.states(bounds, "TraceSpec"),
                List.of())) {
            Optional<TlaFormatException> failure = run.output().failure(spec, TraceModule.NAME);
            if (failure.isPresent()) {
                throw failure.get();
            }
            Printed printed = Printed.of(run.output().printed());
            List<Acceptance> results = new ArrayList<>();
            for (int number = 0; number < traces.size(); number++) {
                results.add(result(
                        traces.get(number),
                        scripts.get(number),
                        printed.agreed.getOrDefault(number, 0),
                        Optional.ofNullable(printed.remarks.get(number)),
                        bounds));
            }
            return results;
        }
    }

    /** How far the spec got in each trace, and what it said where it stopped. */
    private record Printed(Map<Integer, Integer> agreed, Map<Integer, Sequence> remarks) {
        static Printed of(String text) throws IOException {
            Printed printed = new Printed(new LinkedHashMap<>(), new LinkedHashMap<>());
            TlaScanner in = new TlaScanner(new StringReader(text), "output of TLC");
            TlaParser parser = new TlaParser(in);
            while (in.peekToken() != TlaScanner.END) {
                if (in.peek() != '<') {
                    in.restOfLine();
                } else if (parser.value() instanceof Sequence said
                        && said.values().size() >= 3
                        && said.values().get(1) instanceof Whole trace
                        && said.values().get(2) instanceof Whole line) {
                    int number = (int) trace.value() - 1;
                    if (said.values().get(0).equals(new Text("agrees"))) {
                        printed.agreed.merge(number, (int) line.value(), Math::max);
                    } else {
                        printed.remarks.put(number, said);
                    }
                }
            }
            return printed;
        }
    }

    private static Acceptance result(
            Trace trace, TraceModule.Script script, int agreed, Optional<Sequence> remark, Bounds bounds) {
        if (agreed == trace.choices().size()) {
            return new Acceptance(trace, agreed, Optional.empty());
        }
        String action = trace.choices().get(agreed).action().specName();
        List<ValueDifference> differences = new ArrayList<>();
        String reason;
        if (agreed == script.steps().size()) {
            String codeSays = script.stuck().orElseThrow();
            reason = remark.isPresent()
                    ? "is possible in the spec, but not in the code: " + codeSays
                    : "is possible neither in the spec nor in the code: " + codeSays;
        } else if (remark.isPresent() && remark.get().values().get(3) instanceof Fields after) {
            differences.addAll(ValueDifference.between(
                    after.values(), WorldValues.of(script.steps().get(agreed).after(), bounds.terms())));
            reason = "has another outcome in the spec than in the code";
        } else {
            reason = "is not possible in the spec, but in the code";
        }
        return new Acceptance(trace, agreed, Optional.of(new Rejection(agreed + 2, action, reason, differences)));
    }
}
