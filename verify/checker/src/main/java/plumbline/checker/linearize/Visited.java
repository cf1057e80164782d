package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The configurations that the search has been in (Lowe's memory): which operations are placed, and the state.
 *
 * <p>Of the operations of unknown outcome it is kept how many of each shape are placed. A configuration with the same
 * answered operations placed, the same state, and of each shape at least as many of the unknown ones placed, can do
 * nothing that the one that was seen could not: what it has left to place is a part of what that one has left, and an
 * operation of unknown outcome need never be placed.
 */
final class Visited {
    private static final int BYTES_OF_KEY = 150;
    private static final int BYTES_OF_UNKNOWN = 24;

    private final Budget budget;
    private final Map<Key, List<int[]>> seen = new HashMap<>();

    Visited(Budget budget) {
        this.budget = budget;
    }

    /** Compares by content. */
    private static final class Key {
        private final long[] words;

        Key(long[] words) {
            this.words = words;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(words, key.words);
        }

        @Override
        public int hashCode() {
            long hash = 0;
            for (long word : words) {
                hash = (hash ^ word) * 0x9E3779B97F4A7C15L;
                hash ^= hash >>> 29;
            }
            return Long.hashCode(hash);
        }
    }

    /**
     * Whether a configuration is new, and then remembers it.
     *
     * @param placed the answered operations that are placed, and the state
     * @param unknown the shapes of the unknown operations that are placed, smallest first, each as often as it is placed
     */
    boolean add(long[] placed, int[] unknown) {
        List<int[]> others = seen.computeIfAbsent(new Key(placed), key -> {
            budget.allocate(BYTES_OF_KEY + 8L * placed.length);
            return new ArrayList<>(1);
        });
        for (int[] other : others) {
            if (isPartOf(other, unknown)) {
                return false;
            }
        }
        others.removeIf(other -> isPartOf(unknown, other));
        budget.allocate(BYTES_OF_UNKNOWN + 4L * unknown.length);
        others.add(unknown);
        return true;
    }

    private static boolean isPartOf(int[] part, int[] whole) {
        if (part.length > whole.length) {
            return false;
        }
        int at = 0;
        for (int element : part) {
            while (at < whole.length && whole[at] < element) {
                at++;
            }
            if (at == whole.length || whole[at++] != element) {
                return false;
            }
        }
        return true;
    }
}
