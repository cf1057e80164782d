package plumbline.checker.explore;

import java.util.Set;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/**
 * What to explore.
 *
 * @param bounds how far
 * @param rules the step function under test
 * @param properties what to check; the others are not looked at
 * @param reductions which reductions to use; those that are not valid for the network or the rules are left out
 * @param maxWorlds stop, incomplete, once this many worlds were found; 1 or more
 */
public record Options(
        Bounds bounds, StepFunction rules, Set<Property> properties, Set<Reduction> reductions, long maxWorlds) {
    /** Keeps an unmodifiable copy. */
    public Options {
        properties = Set.copyOf(properties);
        reductions = Set.copyOf(reductions);
        if (maxWorlds < 1) {
            throw new IllegalArgumentException("maxWorlds is " + maxWorlds + ", must be 1 or more");
        }
    }

    /** The core within {@code bounds}, with all properties, no reduction and no limit on worlds. */
    public static Options of(Bounds bounds) {
        return new Options(bounds, StepFunction.RAFT, Set.copyOf(Property.all()), Set.of(), Long.MAX_VALUE);
    }

    /** These options with other rules. */
    public Options with(StepFunction other) {
        return new Options(bounds, other, properties, reductions, maxWorlds);
    }

    /** These options with other properties. */
    public Options with(Set<Property> others) {
        return new Options(bounds, rules, others, reductions, maxWorlds);
    }

    /** These options with another limit on worlds. */
    public Options withMaxWorlds(long other) {
        return new Options(bounds, rules, properties, reductions, other);
    }

    /** These options with other reductions. */
    public Options reducedBy(Set<Reduction> others) {
        return new Options(bounds, rules, properties, others, maxWorlds);
    }
}
