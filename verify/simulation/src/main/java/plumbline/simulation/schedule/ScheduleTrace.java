package plumbline.simulation.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.simulate.ScheduleShrinker;
import plumbline.checker.simulate.Simulation;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.Message;

/** Turns the schedule of a violation into a trace that {@code plumb replay} replays. */
public final class ScheduleTrace {
    private ScheduleTrace() {}

    /**
     * The trace of a schedule that was shrunk.
     *
     * @param name the trace's name
     * @param story its first line; the second says what is violated
     * @param rules the known bug whose rules were played, if it was not the core
     * @param played what came of the schedule
     * @return empty if it is not within the bounds that traces have, or does not replay as a trace
     */
    public static Optional<Trace> of(
            String name,
            String story,
            Optional<String> rules,
            StepFunction steps,
            Schedule schedule,
            Schedule.Played played) {
        Property property = played.violation().orElseThrow().property();
        Renaming renaming = new Renaming();
        List<Choice> choices = played.made().stream().map(renaming::of).toList();
        try {
            Bounds bounds = bounds(schedule, choices, renaming.names.size());
            Simulation simulation =
                    new Simulation(bounds, Math.max(1, choices.size()), Optional.empty(), steps, Set.of(property));
            List<Choice> shortest = new ScheduleShrinker(bounds, steps)
                    .shrink(choices, fewer -> simulation.violation(fewer).isPresent());
            Optional<Violation> violation = simulation.violation(shortest);
            return violation.map(found -> new Trace(
                    new Trace.Header(
                            name,
                            List.of(story, "It breaks " + property.title() + ": " + property.statement() + "."),
                            rules,
                            bounds,
                            Optional.of(property),
                            Verdict.VIOLATED),
                    shortest,
                    Optional.of(found)));
        } catch (IllegalArgumentException outOfBounds) {
            return Optional.empty();
        }
    }

    private static Bounds bounds(Schedule schedule, List<Choice> choices, int commands) {
        int terms = 1;
        int entries = 0;
        int burst = 1;
        int restarts = 0;
        for (Choice choice : choices) {
            if (choice instanceof Choice.Restart) {
                restarts++;
            } else if (choice instanceof Choice.Internal internal
                    && internal.event() instanceof ClientRequest request) {
                burst = Math.max(burst, request.commands().size());
                entries += request.commands().size();
            } else if (choice instanceof Choice.Internal) {
                terms++;
            }
        }
        return new Bounds(
                schedule.cluster().size(),
                Math.min(terms, 64),
                Math.min(entries, 64),
                Math.max(1, commands),
                burst,
                restarts,
                schedule.cluster().window(),
                Network.SET);
    }

    /** Calls the commands c1, c2, ... in the order in which they appear; no rule of Raft looks into a command. */
    private static final class Renaming {
        final Map<Command, Command> names = new LinkedHashMap<>();

        Choice of(Choice choice) {
            if (choice instanceof Choice.Internal internal && internal.event() instanceof ClientRequest request) {
                return new Choice.Internal(
                        internal.server(),
                        new ClientRequest(
                                request.commands().stream().map(this::of).toList()));
            }
            return choice instanceof Choice.Deliver deliver
                    ? new Choice.Deliver(of(deliver.message()), deliver.kept())
                    : choice;
        }

        private Message of(Message message) {
            return message instanceof AppendEntriesRequest request
                    ? new AppendEntriesRequest(
                            request.from(),
                            request.to(),
                            request.term(),
                            request.prevLogIndex(),
                            request.prevLogTerm(),
                            request.entries().stream()
                                    .map(entry -> new Entry(entry.term(), of(entry.command())))
                                    .toList(),
                            request.leaderCommit())
                    : message;
        }

        private Command of(Command command) {
            return names.computeIfAbsent(command, any -> Command.of("c" + (names.size() + 1)));
        }
    }
}
