package plumbline.simulation.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import plumbline.checker.cli.TraceDirectory;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.StepFunction;
import plumbline.simulation.schedule.Schedule;
import plumbline.simulation.schedule.ScheduleTrace;

/**
 * Makes a trace of the steps that a failing run made, shrunk, if the failure is in the steps; not if, say, nobody was
 * elected.
 *
 * @param recorded how many choices the run made
 * @param shrunk how many are left
 * @param trace where the trace is, if there could be one
 * @param reason what the trace breaks and how, if there is one
 */
record FailureReport(int recorded, int shrunk, Optional<Path> trace, Optional<String> reason) {
    static FailureReport of(
            String name,
            String story,
            Optional<KnownBug> bug,
            Schedule recorded,
            TraceDirectory directory,
            PrintStream err) {
        if (recorded.play().violation().isEmpty()) {
            return new FailureReport(recorded.size(), 0, Optional.empty(), Optional.empty());
        }
        Schedule shrunk = recorded.shrink();
        StepFunction rules = bug.map(KnownBug::rules).orElse(StepFunction.RAFT);
        Optional<Trace> trace = ScheduleTrace.of(name, story, bug.map(KnownBug::title), rules, shrunk, shrunk.play());
        Optional<Path> file = trace.flatMap(found -> {
            try {
                return Optional.of(directory.write(found));
            } catch (IOException e) {
                err.println("plumb: the trace could not be written: " + e);
                return Optional.empty();
            }
        });
        return new FailureReport(
                recorded.size(),
                trace.map(found -> found.choices().size()).orElse(shrunk.size()),
                file,
                trace.flatMap(Trace::violation)
                        .map(violation -> violation.property().title() + ": " + violation.reason()));
    }

    void print(PrintStream out) {
        trace.ifPresent(file -> {
            out.println("Trace: " + file + ", " + shrunk + " choices of the run's " + recorded);
            out.println("Told:  plumb replay " + file);
        });
    }
}
