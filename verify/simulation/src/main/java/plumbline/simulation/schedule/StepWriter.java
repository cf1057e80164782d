package plumbline.simulation.schedule;

import java.io.PrintWriter;
import java.util.Optional;
import plumbline.core.Event;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.simulation.SimulatedDisk;
import plumbline.simulation.StepRecorder;

/** Writes each step as a line of text. Equal runs give equal lines. */
public final class StepWriter implements StepRecorder {
    private final PrintWriter out;

    /** Writes to {@code out}. */
    public StepWriter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void stepped(ServerState before, Event event, Step step) {
        out.print(before.id() + " " + event);
        if (step.state() != before) {
            ServerState after = step.state();
            out.print(" -> term " + after.currentTerm() + ", vote " + after.votedFor() + ", log to "
                    + after.log().lastIndex() + " (" + after.log().hashCode() + "), commit " + after.commitIndex()
                    + ", "
                    + after.role());
        }
        out.print(step.messages().isEmpty() ? "\n" : " sends " + step.messages() + "\n");
    }

    @Override
    public void restarted(ServerState before, ServerState after, Optional<SimulatedDisk.Fate> disk) {
        out.print(after.id() + " restarts in term " + after.currentTerm() + ", vote " + after.votedFor() + ", log to "
                + after.log().lastIndex()
                + disk.map(fate -> ", unsynced writes: " + fate).orElse("") + "\n");
    }
}
