package plumbline.checker.spec;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import plumbline.checker.explore.WorldGraph;
import plumbline.checker.world.Action;

/** A set of (world, action, world), each packed into a long and sorted, so that those of the first worlds come first. */
final class StepSet {
    private static final int ACTION_BITS = 4;
    private static final int NUMBER_BITS = 30;
    private static final int UNKNOWN_ACTION = (1 << ACTION_BITS) - 1;

    private static final List<Action> ACTIONS = List.of(Action.values());

    private final long[] steps;

    private StepSet(long[] steps, int count) {
        long[] sorted = Arrays.copyOf(steps, count);
        Arrays.sort(sorted);
        this.steps = Arrays.stream(sorted).distinct().toArray();
    }

    /** One of them; no action if it has a name that no action has. */
    record Step(long from, Optional<Action> action, long to) {}

    /** All steps of the explorer's graph. */
    static StepSet of(WorldGraph graph) {
        Growing steps = new Growing();
        for (long number = 0; number < graph.size(); number++) {
            long from = number;
            graph.steps(number, (action, to) -> steps.add(pack(from, ACTIONS.indexOf(action), to)));
        }
        return new StepSet(steps.values, steps.count);
    }

    private static long pack(long from, int action, long to) {
        if (from >>> NUMBER_BITS != 0 || to >>> NUMBER_BITS != 0) {
            throw new IllegalArgumentException("too many worlds to compare their steps");
        }
        return from << (ACTION_BITS + NUMBER_BITS) | (long) action << NUMBER_BITS | to;
    }

    int size() {
        return steps.length;
    }

    /** The first step that the other does not have. */
    Optional<Step> firstMissingIn(StepSet other) {
        for (long step : steps) {
            if (Arrays.binarySearch(other.steps, step) < 0) {
                int action = (int) (step >>> NUMBER_BITS) & UNKNOWN_ACTION;
                return Optional.of(new Step(
                        step >>> (ACTION_BITS + NUMBER_BITS),
                        action == UNKNOWN_ACTION ? Optional.empty() : Optional.of(ACTIONS.get(action)),
                        step & ((1L << NUMBER_BITS) - 1)));
            }
        }
        return Optional.empty();
    }

    /** Longs in an array that grows. */
    private static final class Growing {
        private long[] values = new long[1 << 12];
        private int count;

        void add(long value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }
    }

    /** Collects TLC's steps, and its states on the way. Steps from or to states that are no worlds are left out. */
    static final class Builder implements DotGraph.Visitor {
        private final StateSet states;
        private final Map<Long, Long> numbers = new HashMap<>();
        private final Growing ends = new Growing();

        Builder(StateSet states) {
            this.states = states;
        }

        @Override
        public void state(long id, Map<String, TlaValue> variables) {
            if (!numbers.containsKey(id)) {
                numbers.put(id, states.add(variables));
            }
        }

        @Override
        public void step(long from, String action, long to) {
            ends.add(from);
            ends.add(number(action));
            ends.add(to);
        }

        private static int number(String name) {
            for (int number = 0; number < ACTIONS.size(); number++) {
                if (ACTIONS.get(number).specName().equals(name)) {
                    return number;
                }
            }
            return UNKNOWN_ACTION;
        }

        StepSet build() {
            Growing steps = new Growing();
            for (int i = 0; i < ends.count; i += 3) {
                long from = numbers.getOrDefault(ends.values[i], -1L);
                long to = numbers.getOrDefault(ends.values[i + 2], -1L);
                if (from >= 0 && to >= 0) {
                    steps.add(pack(from, (int) ends.values[i + 1], to));
                }
            }
            return new StepSet(steps.values, steps.count);
        }
    }
}
