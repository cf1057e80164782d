package plumbline.checker.spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.spec.Difference.Side;
import plumbline.checker.spec.TlaValue.Sequence;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.Entry;
import plumbline.core.ServerState;

/**
 * A counterexample of TLC as one of our traces.
 *
 * @param trace the choices behind TLC's steps, within the smallest bounds that allow them
 * @param steps how many steps TLC took
 * @param difference the first step that the code takes otherwise, if there is one
 */
public record Import(Trace trace, int steps, Optional<Difference> difference) {
    private static final Pattern COMMAND = Pattern.compile("c([1-9][0-9]?)");

    /**
     * Reads {@code file}, and finds the choice behind each step.
     *
     * @param name the name of the trace
     * @param window the spec's {@code Window}, which no state shows
     * @throws TlaFormatException if it is no counterexample of TLC to a spec like ours
     */
    public static Import of(Path file, String name, int window, StepFunction rules) throws IOException {
        TlcTrace theirs = TlcTrace.read(file);
        TlcTrace.State first = theirs.states().get(0);
        for (String variable : WorldReader.VARIABLES) {
            if (!first.variables().containsKey(variable)) {
                throw new TlaFormatException(
                        file.toString(),
                        first.line(),
                        1,
                        "this state has no variable " + variable + ": not of our spec");
            }
        }
        return new Importer(file, theirs, window, rules).run(name);
    }

    /** Goes through the states. */
    private static final class Importer {
        private final Path file;
        private final TlcTrace theirs;
        private final int window;
        private final StepFunction rules;
        private final WorldReader reader;
        private final int servers;
        private final int terms;
        private final List<World> worlds = new ArrayList<>();
        private final List<Choice> choices = new ArrayList<>();
        private Optional<Difference> difference = Optional.empty();

        Importer(Path file, TlcTrace theirs, int window, StepFunction rules) throws TlaFormatException {
            this.file = file;
            this.theirs = theirs;
            this.window = window;
            this.rules = rules;
            Map<String, TlaValue> first = theirs.states().get(0).variables();
            servers = length(first, "server");
            terms = length(first, "leaderOf");
            reader = new WorldReader(bounds(0, 1, 1, 0).cluster(), terms);
        }

        private int length(Map<String, TlaValue> state, String variable) throws TlaFormatException {
            if (state.get(variable) instanceof Sequence sequence
                    && !sequence.values().isEmpty()
                    && sequence.values().size() <= Bounds.MOST_SERVERS) {
                return sequence.values().size();
            }
            throw new TlaFormatException(
                    file.toString(),
                    theirs.states().get(0).line(),
                    1,
                    variable + " is no sequence of 1 to " + Bounds.MOST_SERVERS + " values");
        }

        private Bounds bounds(int entries, int commands, int burst, int restarts) {
            return new Bounds(servers, terms, entries, commands, burst, restarts, window, Network.SET);
        }

        Import run(String name) throws TlaFormatException {
            for (TlcTrace.State state : theirs.states()) {
                try {
                    worlds.add(reader.world(state.variables()));
                } catch (NotAWorldException e) {
                    throw new TlaFormatException(file.toString(), state.line(), 1, String.valueOf(e.getMessage()));
                }
            }
            Bounds bounds = smallest();
            if (!worlds.get(0).equals(World.initial(bounds))) {
                throw new TlaFormatException(
                        file.toString(), theirs.states().get(0).line(), 1, "the first state is not the initial one");
            }
            ChoiceFinder finder = new ChoiceFinder(bounds, rules);
            for (int step = 1; step < worlds.size(); step++) {
                TlcTrace.State state = theirs.states().get(step);
                ChoiceFinder.Found found = finder.find(worlds.get(step - 1), state.action(), state.variables())
                        .orElseThrow(() -> new TlaFormatException(
                                file.toString(), state.line(), 1, "no choice is a " + state.action() + " here"));
                choices.add(found.choice());
                if (difference.isEmpty() && !found.differences().isEmpty()) {
                    difference = Optional.of(parting(state.action(), found));
                }
            }
            return new Import(trace(name, bounds), choices.size(), difference);
        }

        private Difference parting(String action, ChoiceFinder.Found found) {
            return new Difference(
                    Side.SPEC,
                    choices,
                    action,
                    found.refusal()
                            .map(refusal -> "is possible in the spec, but the code refuses it: " + refusal)
                            .orElse("has another outcome in the spec than in the code"),
                    found.differences());
        }

        private Bounds smallest() {
            int entries = 0;
            int commands = 1;
            int burst = 1;
            for (int step = 1; step < worlds.size(); step++) {
                boolean request = theirs.states().get(step).action().equals("ClientRequest");
                for (ServerState server : worlds.get(step).servers()) {
                    int length = (int) server.log().lastIndex();
                    int before =
                            (int) worlds.get(step - 1).server(server.id()).log().lastIndex();
                    entries = Math.max(entries, length);
                    burst = request ? Math.max(burst, length - before) : burst;
                    for (Entry entry : server.log().entries()) {
                        Matcher command = COMMAND.matcher(entry.command().toString());
                        commands =
                                command.matches() ? Math.max(commands, Integer.parseInt(command.group(1))) : commands;
                    }
                }
            }
            return bounds(
                    entries, commands, burst, worlds.get(worlds.size() - 1).restarts());
        }

        private Trace trace(String name, Bounds bounds) {
            Optional<Property> property = theirs.violated().flatMap(Property::named);
            String what = theirs.violated()
                    .map(title -> "TLC's counterexample to " + title + ".")
                    .orElse("A run of the spec that TLC printed.");
            String end = difference
                    .map(parting -> "Step " + parting.schedule().size() + ", " + parting.action() + ", "
                            + parting.reason() + ".")
                    .orElse("The code takes every step as the spec does.");
            return new Trace(
                    new Trace.Header(
                            name,
                            List.of(what, end),
                            bounds,
                            property,
                            property.isPresent() ? Verdict.VIOLATED : Verdict.HOLDS),
                    choices,
                    property.map(broken -> new Violation(broken, "as TLC found in the spec")));
        }
    }
}
