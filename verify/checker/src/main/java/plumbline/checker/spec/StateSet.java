package plumbline.checker.spec;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.WorldGraph;

/** The states that TLC found, as numbers of the explorer's worlds; those that are none are counted. */
final class StateSet {
    private final WorldGraph graph;
    private final WorldReader reader;
    private final BitSet shared = new BitSet();
    private long onlySpec;
    private @Nullable Map<String, TlaValue> firstOnlySpec;

    StateSet(WorldGraph graph) {
        this.graph = graph;
        this.reader = new WorldReader(graph.bounds().cluster(), graph.bounds().terms());
    }

    /** Adds a state, and returns the number of the world that equals it, or -1. */
    long add(Map<String, TlaValue> state) {
        long number = find(state);
        if (number >= 0) {
            shared.set((int) number);
        } else {
            onlySpec++;
            if (firstOnlySpec == null) {
                firstOnlySpec = state;
            }
        }
        return number;
    }

    private long find(Map<String, TlaValue> state) {
        try {
            return graph.find(reader.world(state));
        } catch (NotAWorldException e) {
            return -1;
        }
    }

    /** How many states. */
    long size() {
        return shared.cardinality() + onlySpec;
    }

    /** How many of them are no world. */
    long onlySpec() {
        return onlySpec;
    }

    /** How many worlds are none of them. */
    long onlyCode() {
        return graph.size() - shared.cardinality();
    }

    /** The first state that is no world. */
    Optional<Map<String, TlaValue>> firstOnlySpec() {
        return Optional.ofNullable(firstOnlySpec);
    }

    /** The world nearest to the start that is no state, or -1. */
    long firstOnlyCode() {
        int first = shared.nextClearBit(0);
        return first < graph.size() ? first : -1;
    }
}
