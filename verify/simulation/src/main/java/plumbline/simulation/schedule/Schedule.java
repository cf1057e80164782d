package plumbline.simulation.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plumbline.checker.property.Violation;
import plumbline.checker.simulate.Shrinker;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.Cluster;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.simulation.SafetyCheck;
import plumbline.simulation.SimulatedDisk;
import plumbline.simulation.StepRecorder;
import plumbline.simulation.ViolationFound;

/**
 * What happened to the servers of a cluster, in an order in which it could have happened, however much it was: the choices
 * of a world without bounds.
 *
 * <p>A delivery is known by who sent it: when earlier choices are left out, the same sender may send something else at the
 * same point, and that is delivered. So an election early on can be left out, and all terms after it are lower.
 */
public final class Schedule implements StepRecorder {
    /**
     * One choice.
     *
     * @param number its place in the whole schedule
     * @param choice what it was there
     * @param sender for a delivery, the number of the choice that sent the message
     * @param place which of the messages of the sender to the same server
     */
    private record Item(int number, Choice choice, int sender, int place) {}

    /** Where a message was first sent. */
    private record Origin(int sender, int place) {}

    /**
     * What came of a schedule.
     *
     * @param made the choices that could be made, as they then were
     * @param violation what the last of them broke, if anything
     */
    public record Played(List<Choice> made, Optional<Violation> violation) {}

    private final Cluster cluster;
    private final StepFunction rules;
    private final List<Item> items;
    private final Map<Message, Origin> origins = new HashMap<>();

    /** An empty schedule of a cluster that follows {@code rules}. It is told the steps as a recorder. */
    public Schedule(Cluster cluster, StepFunction rules) {
        this(cluster, rules, new ArrayList<>());
    }

    private Schedule(Cluster cluster, StepFunction rules, List<Item> items) {
        this.cluster = cluster;
        this.rules = rules;
        this.items = items;
    }

    /** How many choices there are. */
    public int size() {
        return items.size();
    }

    /** The cluster that it is a schedule of. */
    public Cluster cluster() {
        return cluster;
    }

    // Recording

    @Override
    public void stepped(ServerState before, Event event, Step step) {
        if (!canHappen(event, before)) {
            return; // proposals that came to a leader which has lost its place since: they are left aside
        }
        int number = items.size();
        if (event instanceof Message message) {
            deliver(message);
        } else {
            items.add(new Item(number, new Choice.Internal(before.id(), event), -1, 0));
        }
        int[] places = new int[cluster.size() + 1];
        for (Message sent : step.messages()) {
            origins.putIfAbsent(sent, new Origin(number, places[sent.to()]));
            places[sent.to()]++;
        }
    }

    @Override
    public void refused(ServerState before, Message message) {
        deliver(message);
    }

    private void deliver(Message message) {
        Origin origin = origins.get(message);
        if (origin == null) {
            throw new IllegalStateException("a message arrives that nobody sent: " + message);
        }
        items.add(new Item(items.size(), new Choice.Deliver(message, true), origin.sender, origin.place));
    }

    @Override
    public void restarted(ServerState before, ServerState after, Optional<SimulatedDisk.Fate> disk) {
        items.add(new Item(items.size(), new Choice.Restart(after.id()), -1, 0));
    }

    // Playing

    /** Makes the choices again, with the schedule's rules, up to the first violation. */
    public Played play() {
        return play(rules);
    }

    /** Makes the choices again, with other rules, up to the first violation. */
    public Played play(StepFunction others) {
        return play(items, others);
    }

    private Played play(List<Item> chosen, StepFunction played) {
        List<ServerState> states = new ArrayList<>();
        for (int id = 1; id <= cluster.size(); id++) {
            states.add(ServerState.initial(id, cluster));
        }
        SafetyCheck check = new SafetyCheck(states);
        Map<Integer, List<Message>> sent = new HashMap<>();
        List<Choice> made = new ArrayList<>();
        try {
            for (Item item : chosen) {
                make(item, check, sent, made, played);
            }
        } catch (ViolationFound found) {
            return new Played(made, Optional.of(found.violation()));
        }
        return new Played(made, Optional.empty());
    }

    private static void make(
            Item item, SafetyCheck check, Map<Integer, List<Message>> sent, List<Choice> made, StepFunction rules) {
        ServerState state = check.state(item.choice.server());
        if (item.choice instanceof Choice.Restart) {
            made.add(item.choice);
            check.restarted(rules.restart(state));
            return;
        }
        Event event = item.choice instanceof Choice.Internal internal
                ? internal.event()
                : message(item, sent.getOrDefault(item.sender, List.of()));
        if (event == null || !canHappen(event, state)) {
            return;
        }
        made.add(event instanceof Message message ? new Choice.Deliver(message, true) : item.choice);
        Step step;
        try {
            step = rules.step(state, event);
        } catch (IllegalArgumentException refusal) {
            throw SafetyCheck.refused(state.id(), (Message) event, refusal);
        }
        check.stepped(state.id(), event, step);
        if (!step.messages().isEmpty()) {
            sent.put(item.number, step.messages());
        }
    }

    private static @Nullable Message message(Item item, List<Message> sent) {
        int place = 0;
        for (Message message : sent) {
            if (message.to() == item.choice.server()) {
                if (place == item.place) {
                    return message;
                }
                place++;
            }
        }
        return null;
    }

    private static boolean canHappen(Event event, ServerState state) {
        return event instanceof Message || World.takes(state, event);
    }

    // Shrinking

    /**
     * A part of this schedule that breaks the same property, and does not when any single choice is left out.
     *
     * @throws IllegalArgumentException if this one breaks none
     */
    public Schedule shrink() {
        Played whole = play();
        Violation violation =
                whole.violation().orElseThrow(() -> new IllegalArgumentException("the schedule violates no property"));
        List<Item> shrunk = Shrinker.shrink(
                items,
                fewer -> play(fewer, rules)
                        .violation()
                        .filter(found -> found.property() == violation.property())
                        .isPresent());
        return new Schedule(cluster, rules, new ArrayList<>(shrunk));
    }
}
