package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbered sets of messages and their unions, each computed once. */
final class Unions {
    /** Stands for "does something": its union with anything is itself. */
    static final int ALIVE = -1;

    private final List<long[]> sets = new ArrayList<>();
    private final Map<List<Long>, Integer> numbers = new HashMap<>();
    private final LongToLong unions = new LongToLong();

    /** Begins with these sets under their places as numbers; number 0 is empty. */
    Unions(long[][] sets) {
        for (long[] set : sets) {
            numbers.put(key(set), this.sets.size());
            this.sets.add(set);
        }
    }

    int union(int one, int other) {
        if (one == other || other == 0) {
            return one;
        }
        if (one == ALIVE || other == ALIVE) {
            return ALIVE;
        }
        if (one == 0) {
            return other;
        }
        long pair = ((long) Math.min(one, other) << 32) | Math.max(one, other);
        long known = unions.get(pair);
        if (known == LongToLong.ABSENT) {
            long[] union = sets.get(one).clone();
            for (int i = 0; i < union.length; i++) {
                union[i] |= sets.get(other)[i];
            }
            Integer number = numbers.putIfAbsent(key(union), sets.size());
            if (number == null) {
                number = sets.size();
                sets.add(union);
            }
            known = number;
            unions.put(pair, known);
        }
        return (int) known;
    }

    /** How many sets there are. */
    int size() {
        return sets.size();
    }

    /** The set of this number. */
    long[] set(int number) {
        return sets.get(number);
    }

    private static List<Long> key(long[] set) {
        List<Long> key = new ArrayList<>(set.length);
        for (long word : set) {
            key.add(word);
        }
        return key;
    }
}
