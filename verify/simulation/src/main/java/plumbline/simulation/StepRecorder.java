package plumbline.simulation;

import java.util.Optional;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** Is told what the servers of a cluster did, in an order in which it could have happened. */
public interface StepRecorder {
    /** Records nothing. */
    StepRecorder NONE = new StepRecorder() {};

    /** A server in state {@code before} made {@code step} upon {@code event}. */
    default void stepped(ServerState before, Event event, Step step) {}

    /** A server in state {@code before} refused {@code message}, which ends the run. */
    default void refused(ServerState before, Message message) {}

    /**
     * A server in state {@code before} crashed, and starts again in state {@code after}.
     *
     * @param disk what became of unsynced writes; empty if the server was stopped by a failure
     */
    default void restarted(ServerState before, ServerState after, Optional<SimulatedDisk.Fate> disk) {}

    /** Both, first this and then {@code other}. */
    default StepRecorder and(StepRecorder other) {
        StepRecorder first = this;
        return new StepRecorder() {
            @Override
            public void stepped(ServerState before, Event event, Step step) {
                first.stepped(before, event, step);
                other.stepped(before, event, step);
            }

            @Override
            public void refused(ServerState before, Message message) {
                first.refused(before, message);
                other.refused(before, message);
            }

            @Override
            public void restarted(ServerState before, ServerState after, Optional<SimulatedDisk.Fate> disk) {
                first.restarted(before, after, disk);
                other.restarted(before, after, disk);
            }
        };
    }
}
