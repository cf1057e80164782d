package plumbline.checker.explore;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
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
 * <p>The worlds found are also the queue: a level is a range of their numbers. {@code impl/decisions/} tells why worlds
 * are packed as they are.
 */
public final class Explorer {
    private static final int WORLDS_BETWEEN_LOOKS = 1 << 14;
    private static final int LOOKS_BETWEEN_REPORTS = 8;
    private static final long MOST_WORLDS_FOR_SHORTER = 1_000_000;
    private static final long RESERVED_BYTES =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

    private final Options options;
    private final Progress progress;
    private final long started = System.nanoTime();

    private final Tables tables;
    private final Layout layout;
    private final Judge judge;
    private final Taken taken;
    private final Normalizer normalizer;
    private final Successors successors;
    private final Successors.Visitor visitor;
    private final Announcements announcements = new Announcements();
    private final boolean whole;
    private final KeyTable worlds;
    private final KeyTable tuples;
    /** Kept where reducing a successor again would cost more than remembering it. */
    private final @Nullable Edges edges;

    private final List<Long> levels = new ArrayList<>();
    private final long[] world;
    private final long[] tuple;

    /** Let go when memory runs out, so that there is some for the report. */
    @SuppressWarnings("UnusedVariable")
    private byte @Nullable [] spare = new byte[4 << 20];

    private long transitions;
    private @Nullable String incomplete;
    private @Nullable Violation violation;
    private long violating;
    /** Whether it takes all restarts used up to be a violation. */
    private boolean spent;

    private long expanding;
    private @Nullable Violation offence;
    private long offender;

    private Explorer(Options options, Progress progress, Function<Tables, LocalGraph> local) {
        this.options = options;
        this.progress = progress;
        resetPeaks();
        tables = Compiler.compile(options.bounds(), options.rules());
        layout = new Layout(tables);
        judge = new Judge(tables, layout, options.rules(), options.properties());
        taken = new Taken(tables, layout, judge);
        normalizer = new Normalizer(tables, layout, judge, options.reductions(), local.apply(tables));
        successors = new Successors(tables, layout, judge, normalizer);
        whole = normalizer.inForce().isEmpty();
        visitor = whole ? announcements : new Reduced();
        worlds = new KeyTable(layout.width);
        tuples = new KeyTable(layout.tupleWords);
        edges = normalizer.inForce().isEmpty() ? null : new Edges();
        world = new long[layout.width];
        tuple = new long[layout.tupleWords];
    }

    /**
     * Explores until nothing is new, a property is violated, or a limit is reached.
     *
     * @param progress is told how far it is
     * @throws BoundsTooLargeException if not even the tables fit into memory
     */
    public static Report explore(Options options, Progress progress) {
        return explore(options, progress, LocalGraph::new);
    }

    /** Explores with the help of {@code local} steps, on which the reductions rest. */
    static Report explore(Options options, Progress progress, Function<Tables, LocalGraph> local) {
        Explorer explorer;
        try {
            explorer = new Explorer(options, progress, local);
        } catch (OutOfMemoryError full) {
            throw new BoundsTooLargeException("the bounds are too large for memory: the tables alone do not fit into "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MiB of heap");
        }
        explorer.search();
        return explorer.report();
    }

    private void search() {
        try {
            begin();
            for (long next = 0; next < worlds.size() && violation == null && incomplete == null; ) {
                long end = worlds.size();
                expandLevel(next, end);
                next = end;
                if (worlds.size() > end) {
                    levels.add(end);
                }
            }
            if (violation == null && incomplete == null) {
                Reachability.DeadEnd deadEnd =
                        Reachability.find(tables, layout, judge, normalizer, worlds, edges, options.properties());
                if (deadEnd != null) {
                    violation = deadEnd.violation();
                    violating = deadEnd.world();
                    spent = deadEnd.spent();
                }
            }
        } catch (OutOfMemoryError full) {
            spare = null;
            incomplete = "memory ran out: " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB of heap are full";
        }
    }

    private void begin() {
        levels.add(0L);
        normalizer.saturateInitial(world);
        take(world);
        normalizer.reduce(world);
        worlds.add(world);
        countTuple(world);
        violation = judge.judge(world);
    }

    private void expandLevel(long from, long end) {
        for (long number = from; number < end; number++) {
            if (number % WORLDS_BETWEEN_LOOKS == 0) {
                look(number);
            }
            worlds.read(number, world);
            expanding = number;
            if (edges != null) {
                edges.next();
            }
            if (whole) {
                transitions += taken.choices(world);
                take(world);
            }
            if (incomplete != null || !successors.expand(world, visitor) || !announcements.add()) {
                return;
            }
        }
        // A step that breaks a property by itself comes after all worlds of its level.
        if (offence != null) {
            violation = offence;
            violating = offender;
        }
    }

    /** Judges the local steps that {@code whole} world can take and that none before it could. */
    private void take(long[] whole) {
        Violation found = taken.takeAll(whole);
        if (found != null && offence == null) {
            offence = found;
            offender = expanding;
        }
    }

    /** Looks at successors before they are reduced. */
    private final class Reduced implements Successors.Visitor {
        @Override
        public void whole(long[] successor) {
            transitions++;
            take(successor);
        }

        @Override
        public boolean visit(long[] successor, int server, int next) {
            return found(successor, worlds.announce(successor), server);
        }
    }

    /** Collects successors, so that their places in memory are fetched side by side. */
    private final class Announcements implements Successors.Visitor {
        private long[][] keys = new long[0][];
        private long[] hashes = new long[0];
        private int[] stepped = new int[0];
        private int count;

        @Override
        public boolean visit(long[] successor, int server, int next) {
            if (count == keys.length) {
                int more = 2 * count + 64;
                keys = Arrays.copyOf(keys, more);
                hashes = Arrays.copyOf(hashes, more);
                stepped = Arrays.copyOf(stepped, more);
                for (int i = count; i < more; i++) {
                    keys[i] = new long[successor.length];
                }
            }
            System.arraycopy(successor, 0, keys[count], 0, successor.length);
            hashes[count] = worlds.announce(successor);
            stepped[count] = server;
            count++;
            return true;
        }

        boolean add() {
            int collected = count;
            count = 0;
            for (int i = 0; i < collected; i++) {
                if (!found(keys[i], hashes[i], stepped[i])) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A successor of the world being expanded. */
    private boolean found(long[] successor, long hash, int server) {
        long number = worlds.add(successor, hash);
        if (edges != null) {
            edges.add(number >= 0 ? number : -1 - number);
        }
        if (number >= 0) {
            return true;
        }
        countTuple(successor);
        violation = normalizer.inForce().contains(Reduction.SYMMETRY)
                ? judge.judge(successor)
                : judge.judge(successor, server, layout.history(successor) != layout.history(world));
        if (violation != null) {
            violating = -1 - number;
            return false;
        }
        if (worlds.size() >= options.maxWorlds()) {
            incomplete = "the limit of " + options.maxWorlds() + " worlds was reached";
            return false;
        }
        return true;
    }

    private void countTuple(long[] of) {
        System.arraycopy(of, 0, tuple, 0, tuple.length);
        tuples.add(tuple);
    }

    private void look(long number) {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        long needed = worlds.bytesForNextGrowth() + tuples.bytesForNextGrowth() + RESERVED_BYTES;
        if (used + needed > runtime.maxMemory()) {
            System.gc();
            used = runtime.totalMemory() - runtime.freeMemory();
            if (used + needed > runtime.maxMemory()) {
                incomplete = "memory ran out: " + (runtime.maxMemory() >> 20) + " MiB of heap are full";
            }
        }
        if (number / WORLDS_BETWEEN_LOOKS % LOOKS_BETWEEN_REPORTS == LOOKS_BETWEEN_REPORTS - 1) {
            progress.at(new Progress.Sample(worlds.size(), number, transitions, levels.size() - 1, used, seconds()));
        }
    }

    private double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    private Report report() {
        Map<Action, Long> coverage = taken.coverage();
        List<Action> never = coverage.entrySet().stream()
                .filter(action -> action.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
        if (violation == null && incomplete == null && !never.isEmpty()) {
            incomplete = "the bounds are too small: never taken was "
                    + String.join(", ", never.stream().map(Action::specName).toList());
        }
        Verdict verdict =
                violation != null ? Verdict.VIOLATED : incomplete != null ? Verdict.INCOMPLETE : Verdict.HOLDS;
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
                worlds.size(),
                transitions,
                levels.size() - 1,
                tuples.size(),
                local,
                seconds(),
                peakBytes(),
                verdicts,
                coverage,
                normalizer.inForce(),
                counterexample,
                Optional.ofNullable(incomplete));
    }

    private Counterexample counterexample(Violation found) {
        List<long[]> way = new Schedules(layout, successors, worlds, levels).to(violating);
        Counterexample plain = new Plain(options, tables, layout, judge, normalizer).counterexample(way, found, spent);
        return normalizer.saturates() ? shorter(plain) : plain;
    }

    /** Under saturation sends are free, so what is shortest there need not be: tries once more where they are not. */
    private Counterexample shorter(Counterexample plain) {
        EnumSet<Reduction> counting = EnumSet.copyOf(normalizer.inForce());
        counting.remove(Reduction.SATURATION);
        Report again = explore(
                new Options(
                        options.bounds(),
                        options.rules(),
                        Set.of(plain.violation().property()),
                        counting,
                        MOST_WORLDS_FOR_SHORTER),
                Progress.NONE);
        return again.counterexample()
                .filter(other -> other.schedule().size() < plain.schedule().size())
                .orElse(plain);
    }

    private static void resetPeaks() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    private static long peakBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
