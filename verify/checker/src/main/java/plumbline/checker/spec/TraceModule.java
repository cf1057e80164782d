package plumbline.checker.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plumbline.checker.spec.TlaValue.Elements;
import plumbline.checker.spec.TlaValue.Fields;
import plumbline.checker.spec.TlaValue.Sequence;
import plumbline.checker.spec.TlaValue.Text;
import plumbline.checker.spec.TlaValue.Whole;
import plumbline.checker.trace.ImpossibleTraceException;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.ReplayedStep;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.core.ClientRequest;
import plumbline.core.Command;

/**
 * Traces as a module that extends the spec. Each trace is a sequence of choices, with what the code makes of each: the
 * server's next state, what it sends, and what is new in history. The module takes the spec through them step by step, and
 * prints how far it gets. Equal states and messages are written once.
 */
final class TraceModule {
    static final String NAME = "Accepts";

    private static final String STEPS = """
            VARIABLES trace, line

            Happens(c) ==
                CASE c.action = "ElectionTimeout" -> ElectionTimeout(c.server)
                  [] c.action = "HeartbeatTimeout" -> HeartbeatTimeout(c.server)
                  [] c.action = "ClientRequest" ->
                         /\\ Len(c.commands) <= MaxBurst
                         /\\ \\A k \\in DOMAIN c.commands : c.commands[k] \\in Commands
                         /\\ ClientRequest(c.server, c.commands)
                  [] c.action = "Restart" -> Restart(c.server)
                  [] OTHER ->
                         /\\ Messages[c.message] \\in messages
                         /\\ CASE c.action = "HandleRequestVoteRequest" ->
                                   HandleRequestVoteRequest({Messages[c.message]})
                              [] c.action = "HandleRequestVoteResponse" ->
                                   HandleRequestVoteResponse({Messages[c.message]})
                              [] c.action = "HandleAppendEntriesRequest" ->
                                   HandleAppendEntriesRequest({Messages[c.message]})
                              [] c.action = "HandleAppendEntriesResponse" ->
                                   HandleAppendEntriesResponse({Messages[c.message]})

            Expected(c) ==
                /\\ server' = [server EXCEPT ![c.server] = States[c.state]]
                /\\ messages' = messages \\cup {Messages[k] : k \\in c.sent}
                /\\ leaderOf' = (IF "leaderOf" \\in DOMAIN c THEN c.leaderOf ELSE leaderOf)
                /\\ committed' = (IF "committed" \\in DOMAIN c THEN c.committed ELSE committed)
                /\\ restarts' = restarts + (IF c.action = "Restart" THEN 1 ELSE 0)

            After ==
                [server |-> server', messages |-> messages', leaderOf |-> leaderOf', committed |-> committed',
                 restarts |-> restarts']

            Start == Init /\\ line = 0 /\\ trace \\in DOMAIN Traces

            Step ==
                /\\ line < Len(Traces[trace])
                /\\ trace' = trace
                /\\ line' = line + 1
                /\\ LET c == Traces[trace][line + 1]
                   IN  IF "state" \\notin DOMAIN c
                       THEN Happens(c) /\\ PrintT(<<"possible", trace, line + 1>>) /\\ FALSE
                       ELSE /\\ Happens(c)
                            /\\ IF Expected(c) THEN PrintT(<<"agrees", trace, line + 1>>)
                               ELSE PrintT(<<"differs", trace, line + 1, After>>) /\\ FALSE

            TraceSpec == Start /\\ [][Step]_<<vars, trace, line>>
            """;

    private final List<String> messages = new ArrayList<>();
    private final Map<TlaValue, Integer> messageNumbers = new LinkedHashMap<>();
    private final List<String> states = new ArrayList<>();
    private final Map<TlaValue, Integer> stateNumbers = new LinkedHashMap<>();
    private final List<List<String>> traces = new ArrayList<>();
    private final Bounds bounds;
    private final StepFunction rules;

    TraceModule(Bounds bounds, StepFunction rules) {
        this.bounds = bounds;
        this.rules = rules;
    }

    /**
     * What the code made of a trace.
     *
     * @param steps the steps that it took
     * @param stuck what it says to the choice after them, if it cannot make it
     */
    record Script(List<ReplayedStep> steps, Optional<String> stuck) {}

    /** Adds a trace and returns what the code made of it. */
    Script add(Trace trace) {
        List<ReplayedStep> steps = new ArrayList<>();
        Optional<String> stuck = Optional.empty();
        try {
            new Replay(rules, Set.of(), Replay.Impossible.REFUSED).run(trace, steps::add);
        } catch (ImpossibleTraceException e) {
            stuck = Optional.of(e.reason());
        }
        int refused = 0;
        while (refused < steps.size() && steps.get(refused).refusal().isEmpty()) {
            refused++;
        }
        if (refused < steps.size()) {
            stuck = Optional.of(
                    "the code refuses it: " + steps.get(refused).refusal().orElseThrow());
        }
        List<ReplayedStep> taken = List.copyOf(steps.subList(0, refused));
        List<String> lines = new ArrayList<>();
        taken.forEach(step -> lines.add(line(step.choice(), step)));
        stuck.ifPresent(reason -> lines.add(line(trace.choices().get(taken.size()), null)));
        traces.add(lines);
        return new Script(taken, stuck);
    }

    private String line(Choice choice, @Nullable ReplayedStep step) {
        Map<String, TlaValue> fields = new LinkedHashMap<>();
        fields.put("action", new Text(choice.action().specName()));
        fields.put("server", new Whole(choice.server()));
        if (choice instanceof Choice.Deliver deliver) {
            fields.put("message", number(WorldValues.of(deliver.message()), messageNumbers, messages));
        }
        if (choice instanceof Choice.Internal internal && internal.event() instanceof ClientRequest request) {
            fields.put(
                    "commands",
                    new Sequence(request.commands().stream()
                            .map(Command::toString)
                            .map(text -> (TlaValue) new Text(text))
                            .toList()));
        }
        if (step == null) {
            return new Fields(fields).toString();
        }
        fields.put("state", number(WorldValues.of(step.after().server(choice.server())), stateNumbers, states));
        fields.put(
                "sent",
                new Elements(step.sent().stream()
                        .map(message -> number(WorldValues.of(message), messageNumbers, messages))
                        .collect(Collectors.toSet())));
        if (!step.before().history().equals(step.after().history())) {
            fields.put("leaderOf", WorldValues.leaders(step.after(), bounds.terms()));
            fields.put("committed", WorldValues.committed(step.after()));
        }
        return new Fields(fields).toString();
    }

    private static TlaValue number(TlaValue value, Map<TlaValue, Integer> numbers, List<String> texts) {
        Integer known = numbers.get(value);
        if (known == null) {
            texts.add(value.toString());
            known = texts.size();
            numbers.put(value, known);
        }
        return new Whole(known);
    }

    /** The module's definitions. */
    String definitions() {
        return sequence("Messages", messages)
                + sequence("States", states)
                + sequence(
                        "Traces",
                        traces.stream()
                                .map(lines -> "<<" + String.join(",\n", lines) + ">>")
                                .toList())
                + STEPS;
    }

    private static String sequence(String name, List<String> values) {
        return name + " == <<\n" + String.join(",\n", values) + ">>\n";
    }
}
