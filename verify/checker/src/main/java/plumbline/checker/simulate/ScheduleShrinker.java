package plumbline.checker.simulate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.Message;
import plumbline.core.ServerState;

/**
 * Shrinks schedules. A choice is taken out together with what it makes impossible. A delivery is of whatever message the
 * same sender now sends at the same point: without an election early on, all terms after it are lower, and what is
 * delivered later differs, but is still delivered.
 *
 * @param bounds within which the schedules are
 * @param rules the rules that say what is sent
 */
public record ScheduleShrinker(Bounds bounds, StepFunction rules) {
    /**
     * A locally minimal schedule made of choices of {@code schedule}: it fails, and does not when any single choice is
     * taken out, whether deliveries stay as they are or follow their senders. Each of its choices is possible.
     *
     * @param schedule fails; choices that are not possible are passed over
     * @param fails whether a schedule, whose choices are all possible, fails; a prefix that fails is enough
     */
    public List<Choice> shrink(List<Choice> schedule, Predicate<List<Choice>> fails) {
        List<Choice> shrunk = play(exactly(schedule));
        int size;
        do {
            size = shrunk.size();
            shrunk = shrunk(followingSenders(shrunk), fails);
            shrunk = shrunk(exactly(shrunk), fails);
        } while (shrunk.size() < size);
        return shrunk;
    }

    /**
     * A shrunk schedule in the form that it has in common with others that differ from it only in the numbers of servers,
     * in which commands clients ask for, and in the order of choices that do not touch each other.
     *
     * @param shrunk fails, and each of its choices is possible
     * @param fails as for {@link #shrink}
     */
    public List<Choice> canonical(List<Choice> shrunk, Predicate<List<Choice>> fails) {
        return CanonicalOrder.of(withFewestCommands(shrunk, fails), bounds, rules, fails);
    }

    /** The smallest bounds within which {@code choices} are possible; network and window stay. */
    public Bounds tightened(List<Choice> choices) {
        Playback playback = new Playback(bounds, rules);
        long terms = 1;
        long entries = 0;
        int commands = 1;
        int burst = 1;
        for (Choice choice : choices) {
            playback.make(choice);
            ServerState server = playback.world().server(choice.server());
            terms = Math.max(terms, server.currentTerm());
            entries = Math.max(entries, server.log().lastIndex());
            if (choice instanceof Choice.Internal internal && internal.event() instanceof ClientRequest request) {
                burst = Math.max(burst, request.commands().size());
                while (!allNamed(request, commands)) {
                    commands++;
                }
            }
        }
        return new Bounds(
                bounds.servers(),
                (int) terms,
                (int) entries,
                commands,
                burst,
                playback.world().restarts(),
                bounds.window(),
                bounds.network());
    }

    private static boolean allNamed(ClientRequest request, int commands) {
        return IntStream.rangeClosed(1, commands)
                .mapToObj(number -> Command.of("c" + number))
                .toList()
                .containsAll(request.commands());
    }

    /** Clients ask for one command at a time and always the same one, as far as that fails too. */
    private List<Choice> withFewestCommands(List<Choice> choices, Predicate<List<Choice>> fails) {
        Command first = Command.of("c1");
        Map<Command, Command> names = new HashMap<>();
        List<UnaryOperator<List<Command>>> namings = List.of(
                commands -> List.of(first),
                commands -> Collections.nCopies(commands.size(), first),
                commands -> commands.stream()
                        .map(command -> names.computeIfAbsent(command, unnamed -> Command.of("c" + (names.size() + 1))))
                        .toList());
        for (UnaryOperator<List<Command>> naming : namings) {
            List<Choice> renamed = play(followingSenders(choices).stream()
                    .map(step -> new Step(renamed(step.choice, naming), step.number, step.sender, step.place))
                    .toList());
            if (renamed.size() == choices.size() && fails.test(renamed)) {
                return renamed;
            }
        }
        return choices;
    }

    private static Choice renamed(Choice choice, UnaryOperator<List<Command>> naming) {
        return choice instanceof Choice.Internal internal && internal.event() instanceof ClientRequest request
                ? Choice.clientRequest(internal.server(), new ClientRequest(naming.apply(request.commands())))
                : choice;
    }

    private List<Choice> shrunk(List<Step> steps, Predicate<List<Choice>> fails) {
        return play(Shrinker.shrink(steps, fewer -> fails.test(play(fewer))));
    }

    /**
     * One choice of the schedule that is shrunk.
     *
     * @param choice what it was there
     * @param number its place there
     * @param sender the place of the choice that sent what it delivers or drops; -1 if that does not count
     * @param place which of the messages to the same server, of those that the sender sent
     */
    private record Step(Choice choice, int number, int sender, int place) {
        Step(Choice choice, int number) {
            this(choice, number, -1, 0);
        }
    }

    private static List<Step> exactly(List<Choice> choices) {
        List<Step> steps = new ArrayList<>();
        for (Choice choice : choices) {
            steps.add(new Step(choice, steps.size()));
        }
        return steps;
    }

    private List<Step> followingSenders(List<Choice> choices) {
        Playback playback = new Playback(bounds, rules);
        Map<Message, Step> sentBy = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (Choice choice : choices) {
            int number = steps.size();
            Message message = message(choice);
            Step sender = message == null ? null : sentBy.get(message);
            steps.add(
                    sender == null ? new Step(choice, number) : new Step(choice, number, sender.number, sender.place));
            playback.make(choice);
            List<Message> sent = playback.world().sent();
            for (Message each : sent) {
                sentBy.putIfAbsent(
                        each, new Step(choice, number, -1, to(each.to(), sent).indexOf(each)));
            }
        }
        return steps;
    }

    /** The choices of {@code steps} that are possible. */
    private List<Choice> play(List<Step> steps) {
        Playback playback = new Playback(bounds, rules);
        Map<Integer, List<Message>> sent = new HashMap<>();
        List<Choice> choices = new ArrayList<>();
        for (Step step : steps) {
            Choice choice = following(step, sent.getOrDefault(step.sender, List.of()));
            if (!playback.isPossible(choice)) {
                choice = step.choice;
            }
            if (playback.isPossible(choice)) {
                playback.make(choice);
                choices.add(choice);
                if (!playback.world().sent().isEmpty()) {
                    sent.put(step.number, playback.world().sent());
                }
            }
        }
        return choices;
    }

    private static Choice following(Step step, List<Message> sent) {
        List<Message> candidates = to(step.choice.server(), sent);
        if (step.place >= candidates.size()) {
            return step.choice;
        }
        Message message = candidates.get(step.place);
        return step.choice instanceof Choice.Deliver deliver
                ? new Choice.Deliver(message, deliver.kept())
                : new Choice.Drop(message);
    }

    private static List<Message> to(int server, List<Message> sent) {
        return sent.stream().filter(message -> message.to() == server).toList();
    }

    private static @Nullable Message message(Choice choice) {
        return choice instanceof Choice.Deliver deliver
                ? deliver.message()
                : choice instanceof Choice.Drop drop ? drop.message() : null;
    }
}
