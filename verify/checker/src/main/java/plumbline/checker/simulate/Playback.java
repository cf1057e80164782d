package plumbline.checker.simulate;

import java.util.HashSet;
import java.util.Set;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.Message;

/**
 * A world changed in place, network and budgets included: knows which choices are possible, as {@link World#choices} does.
 */
final class Playback {
    private final Bounds bounds;
    private final Network network;
    private final MovingWorld world;
    private final Set<Message> messages = new HashSet<>();
    private int drops;
    private int duplicates;

    Playback(Bounds bounds, StepFunction rules) {
        this.bounds = bounds;
        network = bounds.network();
        world = new MovingWorld(bounds, rules);
    }

    MovingWorld world() {
        return world;
    }

    /** Whether {@code message} may still arrive. */
    boolean isUnderWay(Message message) {
        return messages.contains(message);
    }

    /** Whether {@code choice} can be made now. */
    boolean isPossible(Choice choice) {
        if (choice instanceof Choice.Deliver deliver) {
            boolean kept = deliver.kept();
            return isUnderWay(deliver.message())
                    && (network.consumes() ? !kept || duplicates < network.duplicates() : kept);
        }
        if (choice instanceof Choice.Drop drop) {
            return isUnderWay(drop.message()) && drops < network.drops();
        }
        return choice instanceof Choice.Internal internal
                ? World.isEnabled(internal.event(), world.server(internal.server()), bounds)
                : world.restarts() < bounds.restarts();
    }

    /** Makes {@code choice}, which is possible. */
    void make(Choice choice) {
        world.make(choice);
        made(choice);
    }

    /** Takes note of what the servers did with {@code choice}. */
    void made(Choice choice) {
        if (choice instanceof Choice.Deliver deliver && network.consumes()) {
            if (deliver.kept()) {
                duplicates++;
            } else {
                messages.remove(deliver.message());
            }
        } else if (choice instanceof Choice.Drop drop) {
            messages.remove(drop.message());
            drops++;
        }
        messages.addAll(world.sent());
    }
}
