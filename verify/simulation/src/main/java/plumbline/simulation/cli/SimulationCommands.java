package plumbline.simulation.cli;

import java.io.PrintStream;
import java.util.List;
import plumbline.checker.cli.CommandSource;

/** Brings {@code swarm} and {@code lab} to {@code plumb}. */
public final class SimulationCommands implements CommandSource {
    /** For the service loader. */
    public SimulationCommands() {}

    @Override
    public List<Object> commands(PrintStream out, PrintStream err, boolean terminal) {
        return List.of(new SwarmCommand(out, err, terminal), new LabCommand(out, err, terminal));
    }
}
