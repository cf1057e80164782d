package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/** Compares what is found with reductions with what is found without any. */
final class Exactness {
    private static final Set<Property> ALL = EnumSet.allOf(Property.class);

    private final Options options;
    private final Function<Tables, LocalGraph> local;
    private final List<String> differences = new ArrayList<>();

    private Exactness(Options options, Function<Tables, LocalGraph> local) {
        this.options = options;
        this.local = local;
    }

    /** Every set of reductions but the empty one. */
    static List<Set<Reduction>> sets() {
        List<Set<Reduction>> sets = new ArrayList<>(List.of(EnumSet.noneOf(Reduction.class)));
        for (Reduction reduction : Reduction.values()) {
            for (Set<Reduction> set : List.copyOf(sets)) {
                Set<Reduction> larger = EnumSet.of(reduction);
                larger.addAll(set);
                sets.add(larger);
            }
        }
        sets.remove(0);
        return sets;
    }

    /** What any of {@code sets} gets wrong about {@code rules} within {@code bounds}. */
    static List<String> differences(
            Bounds bounds, StepFunction rules, List<Set<Reduction>> sets, Function<Tables, LocalGraph> local) {
        Exactness exactness = new Exactness(Options.of(bounds).with(rules), local);
        exactness.compareTuples(sets);
        exactness.compareVerdicts(sets);
        return exactness.differences;
    }

    private void compareTuples(List<Set<Reduction>> sets) {
        Options plain = options.with(Set.of());
        ReachedTuples expected = ReachedTuples.of(plain, local);
        long orbits = expected.orbits();
        Report unreduced = explore(plain);
        compare(plain, "server tuples", (long) expected.tuples().size(), unreduced.serverTuples());
        for (Set<Reduction> set : sets) {
            Options reduced = plain.reducedBy(set);
            Report report = explore(reduced);
            boolean symmetric = report.reductions().contains(Reduction.SYMMETRY);
            compare(reduced, "server tuples", symmetric ? orbits : unreduced.serverTuples(), report.serverTuples());
            ReachedTuples reached = ReachedTuples.of(reduced, local);
            compare(reduced, "the same tuples", expected, symmetric ? reached.withImages() : reached);
            if (Set.of(Reduction.SATURATION).equals(set)) {
                compare(reduced, "local transitions", unreduced.localTransitions(), report.localTransitions());
            }
        }
    }

    private void compareVerdicts(List<Set<Reduction>> sets) {
        Verdict ofAll = compareVerdicts(options.with(ALL), sets);
        if (ofAll == Verdict.VIOLATED) {
            ALL.forEach(property -> compareVerdicts(options.with(Set.of(property)), sets));
        }
    }

    private Verdict compareVerdicts(Options plain, List<Set<Reduction>> sets) {
        Verdict expected = explore(plain).verdict();
        for (Set<Reduction> set : sets) {
            Options reduced = plain.reducedBy(set);
            compare(reduced, "verdict", expected, explore(reduced).verdict());
        }
        return expected;
    }

    private void compare(Options at, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            String values = found instanceof ReachedTuples ? "" : ": " + expected + ", but reduced " + found;
            differences.add(what + " with " + at.reductions() + " of "
                    + (at.properties().size() == ALL.size() ? "all" : at.properties()) + values);
        }
    }

    private Report explore(Options what) {
        return Explorer.explore(what, Execution.DEFAULT, Progress.NONE, local);
    }
}
