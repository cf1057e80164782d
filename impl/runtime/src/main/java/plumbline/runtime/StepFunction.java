package plumbline.runtime;

import plumbline.core.Event;
import plumbline.core.Raft;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * The rules that a server follows: {@link Raft#step}. Tests that must find a bug give a server other rules, with that bug
 * in them.
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
}
