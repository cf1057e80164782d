package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * Which choices a choice depends on. What a server does follows from what happened to it before, and a message from the
 * step that sent it first; nothing else matters, so a schedule of these alone reaches the same step.
 */
final class Causes {
    private final Bounds bounds;
    private final StepFunction rules;
    private final ServerState[] states;
    /** By server, the choice that brought it into its state. */
    private final @Nullable Cause[] last;

    private final Map<Message, Cause> senders = new LinkedHashMap<>();
    private int count;

    Causes(Bounds bounds, StepFunction rules) {
        this.bounds = bounds;
        this.rules = rules;
        states = World.initial(bounds).servers().toArray(ServerState[]::new);
        last = new Cause[bounds.servers()];
        settle();
    }

    /** A choice, and those that it directly depends on. */
    private record Cause(
            int number,
            Choice choice,
            @Nullable Cause before,
            @Nullable Cause sender) {}

    /** Makes {@code choice}, which changes its server, and then all that can be sent without a change. */
    void follow(Choice choice) {
        make(choice);
        settle();
    }

    /** The choices on which {@code choice}, made next, depends, and then itself. */
    List<Choice> of(Choice choice) {
        Map<Integer, Choice> needed = new TreeMap<>();
        collect(cause(choice), needed);
        return new ArrayList<>(needed.values());
    }

    private static void collect(@Nullable Cause cause, Map<Integer, Choice> needed) {
        if (cause != null && needed.putIfAbsent(cause.number, cause.choice) == null) {
            collect(cause.before, needed);
            collect(cause.sender, needed);
        }
    }

    private Cause cause(Choice choice) {
        return new Cause(
                count++,
                choice,
                last[choice.server() - 1],
                choice instanceof Choice.Deliver deliver ? senders.get(deliver.message()) : null);
    }

    private void make(Choice choice) {
        int server = choice.server() - 1;
        Cause cause = cause(choice);
        if (choice instanceof Choice.Restart) {
            states[server] = rules.restart(states[server]);
            last[server] = cause;
            return;
        }
        step(choice).ifPresent(step -> {
            if (!step.state().equals(states[server])) {
                states[server] = step.state();
                last[server] = cause;
            }
            step.messages().forEach(message -> senders.putIfAbsent(message, cause));
        });
    }

    private Optional<Step> step(Choice choice) {
        return Rules.step(
                rules,
                states[choice.server() - 1],
                choice instanceof Choice.Deliver deliver ? deliver.message() : ((Choice.Internal) choice).event());
    }

    private void settle() {
        int known = -1;
        while (known < senders.size()) {
            known = senders.size();
            List<Choice> choices = new ArrayList<>();
            for (ServerState state : states) {
                World.internalEvents(state, bounds)
                        .forEach(event -> choices.add(new Choice.Internal(state.id(), event)));
            }
            senders.keySet().forEach(message -> choices.add(new Choice.Deliver(message, true)));
            for (Choice choice : choices) {
                boolean onlySends = step(choice)
                        .filter(step -> step.state().equals(states[choice.server() - 1]))
                        .filter(step -> !senders.keySet().containsAll(step.messages()))
                        .isPresent();
                if (onlySends) {
                    make(choice);
                }
            }
        }
    }
}
