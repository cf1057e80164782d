package plumbline.checker.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import plumbline.checker.explore.Counterexample;
import plumbline.checker.explore.Explorer;
import plumbline.checker.explore.Options;
import plumbline.checker.explore.Progress;
import plumbline.checker.explore.Reduction;
import plumbline.checker.property.Property;
import plumbline.checker.property.Property.Scope;
import plumbline.checker.property.Violation;
import plumbline.checker.simulate.ScheduleShrinker;
import plumbline.checker.simulate.Simulation;
import plumbline.checker.trace.Outcome;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;

/**
 * A violation that some schedule shows, shown by the few choices of it that matter, in canonical form. Where the bounds
 * that are left are small, everything within them is explored for a shortest schedule: then it hardly matters any more
 * which schedule it was that showed the violation first.
 *
 * @param rules the rules that are broken
 */
record MinimalTrace(StepFunction rules) {
    /** Servers, terms, different entries and restarts together. */
    private static final int LARGEST_EXPLORED = 9;

    private static final int MOST_WORLDS = 100_000;

    /** The trace of what is left of {@code choices}, which break the property that {@code header} names. */
    Trace of(Trace.Header header, List<Choice> choices) {
        ScheduleShrinker shrinker = new ScheduleShrinker(header.bounds(), rules);
        Predicate<List<Choice>> fails = some -> violation(header, some).isPresent();
        List<Choice> shrunk = shrinker.canonical(shrinker.shrink(choices, fails), fails);
        if (property(header).scope() == Scope.GRAPH) {
            return new Trace(header, shrunk, violation(header, shrunk));
        }
        Trace.Header needed = within(shrinker.tightened(shrunk), header);
        Optional<List<Choice>> shortest = shortest(needed, shrunk.size());
        if (shortest.isPresent()) {
            shrunk = shrinker.canonical(shortest.get(), fails);
            needed = within(shrinker.tightened(shrunk), header);
        }
        return new Trace(needed, shrunk, violation(needed, shrunk));
    }

    /** A shortest schedule within the header's bounds, if they are small, and it is not longer than the one at hand. */
    private Optional<List<Choice>> shortest(Trace.Header header, int longest) {
        Bounds bounds = header.bounds();
        int size = bounds.servers() + bounds.terms() + bounds.entries() * bounds.commands() + bounds.restarts();
        if (size > LARGEST_EXPLORED) {
            return Optional.empty();
        }
        Options options =
                new Options(bounds, rules, Set.of(property(header)), EnumSet.allOf(Reduction.class), MOST_WORLDS);
        return Explorer.explore(options, Progress.NONE)
                .counterexample()
                .map(Counterexample::schedule)
                .filter(schedule -> schedule.size() <= longest);
    }

    private static Property property(Trace.Header header) {
        return header.property().orElseThrow();
    }

    private Optional<Violation> violation(Trace.Header header, List<Choice> choices) {
        Property property = property(header);
        if (property.scope() != Scope.GRAPH) {
            return new Simulation(header.bounds(), 1, Optional.empty(), rules, Set.of(property)).violation(choices);
        }
        Trace trace = new Trace(
                header, choices, Optional.of(new Violation(property, "from here on no schedule leads there")));
        return Outcome.of(trace, Replay.of(trace, rules), step -> {}).violation();
    }

    private static Trace.Header within(Bounds bounds, Trace.Header header) {
        return new Trace.Header(
                header.name(), header.story(), header.rules(), bounds, header.property(), header.expected());
    }
}
