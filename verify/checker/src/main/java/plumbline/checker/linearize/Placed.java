package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Which operations the search has placed, in which order. Things to place have numbers: first the answered operations, then
 * the groups of unknown ones that do the same, of which the one that was called first is placed first.
 */
final class Placed {
    private final Operations operations;
    private final List<Operation> answered;
    private final BitSet bits = new BitSet();

    /** How many of each group of unknown ones are placed. */
    private final int[] used;

    private final int[] trail;

    private int size;

    Placed(Operations operations) {
        this.operations = operations;
        answered = operations.answered;
        used = new int[operations.unknown.size()];
        trail = new int
                [answered.size()
                        + operations.unknown.stream().mapToInt(List::size).sum()];
    }

    /** How many things there are to place. */
    int things() {
        return answered.size() + used.length;
    }

    int size() {
        return size;
    }

    /** Whether an answered operation is placed. */
    boolean has(int number) {
        return bits.get(number);
    }

    /** The answered operations that are placed. */
    BitSet answered() {
        return bits;
    }

    void add(int number) {
        trail[size++] = number;
        if (number < answered.size()) {
            bits.set(number);
        } else {
            used[number - answered.size()]++;
        }
    }

    /** Takes back what was placed after so many. */
    void back(int to) {
        while (size > to) {
            int number = trail[--size];
            if (number < answered.size()) {
                bits.clear(number);
            } else {
                used[number - answered.size()]--;
            }
        }
    }

    /** The first answered operation that is not placed, from number {@code from} on. */
    int firstLeft(int from) {
        return bits.nextClearBit(from);
    }

    /** The first answer that is still to come. */
    int firstAnswer(int first) {
        int earliest = Operation.NEVER;
        for (int i = first; i < answered.size() && answered.get(i).call() < earliest; i++) {
            if (!bits.get(i)) {
                earliest = Math.min(earliest, answered.get(i).answer());
            }
        }
        return earliest;
    }

    /** The next of a group of unknown operations, if it was called before event {@code limit}. */
    Optional<Operation> unknownLeft(int group, int limit) {
        List<Operation> members = operations.unknown.get(group);
        return used[group] < members.size() && members.get(used[group]).call() < limit
                ? Optional.of(members.get(used[group]))
                : Optional.empty();
    }

    /** Whether one of the operations that are not placed, and were called before event {@code limit}, is such. */
    boolean anyLeft(int first, int limit, Predicate<Operation> such) {
        return anyAnsweredLeft(first, limit, such) || anyUnknownLeft(limit, such);
    }

    boolean anyAnsweredLeft(int first, int limit, Predicate<Operation> such) {
        for (int i = first; i < answered.size() && answered.get(i).call() < limit; i++) {
            if (!bits.get(i) && such.test(answered.get(i))) {
                return true;
            }
        }
        return false;
    }

    boolean anyUnknownLeft(int limit, Predicate<Operation> such) {
        for (int group = 0; group < used.length; group++) {
            if (unknownLeft(group, limit).filter(such).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** The operations in the order in which they are placed. */
    List<Operation> order() {
        List<Operation> order = new ArrayList<>(size);
        int[] taken = new int[used.length];
        for (int at = 0; at < size; at++) {
            int group = trail[at] - answered.size();
            order.add(
                    group < 0
                            ? answered.get(trail[at])
                            : operations.unknown.get(group).get(taken[group]++));
        }
        return order;
    }

    /** Which answered operations are placed, beyond those before the first that is not; and the state. */
    long[] key(int first, int state) {
        long[] beyond = bits.get(first, Math.max(first, bits.length())).toLongArray();
        long[] key = Arrays.copyOf(beyond, beyond.length + 1);
        key[beyond.length] = ((long) first << 32) | state;
        return key;
    }

    /**
     * What a configuration has less than others with the same answered operations placed: the group of each unknown
     * operation that is placed and, if the last was placed to no use yet, -1. Smallest first.
     */
    int[] lacks(boolean untold) {
        IntStream.Builder lacks = IntStream.builder();
        if (untold) {
            lacks.add(-1);
        }
        for (int group = 0; group < used.length; group++) {
            for (int i = 0; i < used[group]; i++) {
                lacks.add(group);
            }
        }
        return lacks.build().toArray();
    }
}
