package plumbline.checker.world;

import plumbline.core.Event;
import plumbline.core.Raft;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * The rules that are being checked: the core's, or in tests a wrapper around them with one rule broken.
 *
 * <p>Must be pure: equal arguments give equal results, and nothing is kept between calls.
 */
@FunctionalInterface
public interface StepFunction {
    /** The core. */
    StepFunction RAFT = Raft::step;

    /**
     * One step of one server, as {@link Raft#step}.
     *
     * @throws IllegalArgumentException if the event is refused
     */
    Step step(ServerState state, Event event);

    /** What {@code state} becomes in a crash and restart. */
    default ServerState restart(ServerState state) {
        return ServerState.restart(state.id(), state.cluster(), state.persistent());
    }
}
