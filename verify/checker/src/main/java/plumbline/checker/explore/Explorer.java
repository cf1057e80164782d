package plumbline.checker.explore;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Action;

/**
 * Explores every world within bounds, breadth first, so that the first violation found has a shortest schedule.
 *
 * <p>What is found, counted and told does not depend on the number of threads nor on luck: {@link Search} tells why.
 */
public final class Explorer {
    private static final long MOST_WORLDS_FOR_SHORTER = 1_000_000;

    private final Options options;
    private final Execution execution;
    private final long started = System.nanoTime();
    private final Model model;
    private final Search search;

    private @Nullable Violation violation;
    private long violating;
    /** Whether it takes all restarts used up to be a violation. */
    private boolean spent;

    private Explorer(
            Options options, Execution execution, Progress progress, Function<Tables, LocalGraph> local, Crew crew) {
        this.options = options;
        this.execution = execution;
        resetPeaks();
        model = new Model(options, local);
        search = new Search(model, execution, crew, progress, started);
    }

    /**
     * Explores with all processors until nothing is new, a property is violated, or a limit is reached.
     *
     * @param progress is told how far it is
     * @throws BoundsTooLargeException if not even the tables fit into memory
     */
    public static Report explore(Options options, Progress progress) {
        return explore(options, Execution.DEFAULT, progress);
    }

    /**
     * {@link #explore(Options, Progress)}, as {@code execution} says.
     *
     * @throws CheckpointException if there is nothing to resume, or it is of another search
     */
    public static Report explore(Options options, Execution execution, Progress progress) {
        return explore(options, execution, progress, LocalGraph::new);
    }

    /** Explores with the help of {@code local} steps, on which the reductions rest. */
    static Report explore(Options options, Execution execution, Progress progress, Function<Tables, LocalGraph> local) {
        try (Crew crew = new Crew(execution.threads())) {
            Explorer explorer;
            try {
                explorer = new Explorer(options, execution, progress, local, crew);
            } catch (OutOfMemoryError full) {
                throw new BoundsTooLargeException(
                        "the bounds are too large for memory: the tables alone do not fit into "
                                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB of heap");
            }
            explorer.run(crew);
            return explorer.report();
        }
    }

    private void run(Crew crew) {
        search.run();
        violation = search.violation();
        violating = search.violating();
        if (search.finished()) {
            try {
                Reachability.DeadEnd deadEnd =
                        Reachability.find(model, search.worlds(), search.edges(), crew, search::asked);
                if (deadEnd != null) {
                    violation = deadEnd.violation();
                    violating = deadEnd.world();
                    spent = deadEnd.spent();
                }
            } catch (OutOfMemoryError full) {
                search.outOfMemory();
            } catch (Reachability.StoppedException stopped) {
                search.stop("interrupted");
            }
        }
        if (search.incomplete().isEmpty()) {
            search.end();
        }
    }

    private Report report() {
        Map<Action, Long> coverage = model.taken.coverage();
        List<Action> never = coverage.entrySet().stream()
                .filter(action -> action.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
        Optional<String> incomplete = search.incomplete();
        if (violation == null && incomplete.isEmpty() && !never.isEmpty()) {
            incomplete = Optional.of("the bounds are too small: never taken was "
                    + String.join(", ", never.stream().map(Action::specName).toList()));
        }
        Verdict verdict =
                violation != null ? Verdict.VIOLATED : incomplete.isPresent() ? Verdict.INCOMPLETE : Verdict.HOLDS;
        Map<Property, Verdict> verdicts = new EnumMap<>(Property.class);
        for (Property property : options.properties()) {
            boolean offended = violation != null && violation.property() == property;
            verdicts.put(property, offended || verdict == Verdict.HOLDS ? verdict : Verdict.INCOMPLETE);
        }
        Optional<Counterexample> counterexample =
                violation == null ? Optional.empty() : Optional.of(counterexample(violation));
        long local = coverage.entrySet().stream()
                .filter(action -> action.getKey() != Action.DROP_MESSAGE)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Report(
                verdict,
                search.worlds().size(),
                search.transitions(),
                search.depth(),
                search.worlds().tuples(),
                local,
                (System.nanoTime() - started) / 1e9,
                peakBytes(),
                search.worlds().bytes(),
                verdicts,
                coverage,
                model.normalizer.inForce(),
                counterexample,
                incomplete);
    }

    private Counterexample counterexample(Violation found) {
        List<int[]> way = new Schedules(model, search.worlds()).to(violating);
        Counterexample plain = new Plain(model).counterexample(way, found, spent);
        return model.normalizer.saturates() ? shorter(plain) : plain;
    }

    /** Under saturation sends are free, so what is shortest there need not be: tries once more where they are not. */
    private Counterexample shorter(Counterexample plain) {
        EnumSet<Reduction> counting = EnumSet.copyOf(model.normalizer.inForce());
        counting.remove(Reduction.SATURATION);
        Options again = new Options(
                options.bounds(),
                options.rules(),
                Set.of(plain.violation().property()),
                counting,
                MOST_WORLDS_FOR_SHORTER);
        try {
            return explore(again, Execution.with(execution.threads()), Progress.NONE)
                    .counterexample()
                    .filter(other -> other.schedule().size() < plain.schedule().size())
                    .orElse(plain);
        } catch (OutOfMemoryError | BoundsTooLargeException full) {
            return plain;
        }
    }

    private static void resetPeaks() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    private static long peakBytes() {
        long peaks = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        // The pools need not have had their peaks at the same time.
        return Math.min(peaks, Runtime.getRuntime().maxMemory());
    }
}
