package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Configurations of the sweep at one event, but for those that can do no more than another of them.
 *
 * <p>One can do all that another with the same value can, if of what changes nothing it has no more left; if of answered
 * compare-and-sets it has the same left, since each must come and only once; if of writes and of what is unknown it has as
 * much left, which can be used; and if it owes no writes but those that the other owes. For a write that is left and not
 * owed can be used, or be taken for done, as it pleases.
 */
final class Frontier {
    private static final int BYTES_OF_CONFIGURATION = 100;

    private final Pending pending;
    private final Budget budget;
    private final Map<Integer, List<Configuration>> byValue = new HashMap<>();

    /** What may have been done so far: the value that it led to, and what has not taken place of what is pending. */
    static final class Configuration {
        final int value;

        /** Whether nothing has come yet that depends on the value; then it must be next. */
        final boolean untold;

        /** What has not taken place. */
        final long[] left;

        /** Writes that are left and cannot have come unseen. */
        final long[] owed;

        final @Nullable Trail trail;
        private boolean beaten;

        Configuration(int value, boolean untold, long[] left, long[] owed, @Nullable Trail trail) {
            this.value = value;
            this.untold = untold;
            this.left = left;
            this.owed = owed;
            this.trail = trail;
        }

        /** Whether another can do as much, which came later. */
        boolean isBeaten() {
            return beaten;
        }
    }

    Frontier(Pending pending, Budget budget) {
        this.pending = pending;
        this.budget = budget;
    }

    /** Adds a configuration, unless one that is there can do as much. */
    boolean add(Configuration configuration) {
        // It has its trail for a moment even if it is not kept, so that the trail is let go.
        Trail.hold(configuration.trail);
        budget.allocate(bytes());
        int key = 2 * configuration.value + (configuration.untold ? 1 : 0);
        List<Configuration> others = byValue.computeIfAbsent(key, value -> new ArrayList<>());
        for (Configuration other : others) {
            if (covers(other, configuration)) {
                leave(configuration);
                return false;
            }
        }
        for (Iterator<Configuration> i = others.iterator(); i.hasNext(); ) {
            Configuration other = i.next();
            if (covers(configuration, other)) {
                other.beaten = true;
                leave(other);
                i.remove();
            }
        }
        others.add(configuration);
        return true;
    }

    private boolean covers(Configuration one, Configuration other) {
        for (int i = 0; i < pending.words; i++) {
            long more = one.left[i] & ~other.left[i];
            long less = other.left[i] & ~one.left[i];
            long worse = (more & pending.idle[i])
                    | ((more | less) & pending.cas[i])
                    | (less & pending.optional[i])
                    | (one.owed[i] & ~other.owed[i]);
            if (worse != 0) {
                return false;
            }
        }
        return true;
    }

    private long bytes() {
        return BYTES_OF_CONFIGURATION + 2L * Long.BYTES * pending.words;
    }

    private void leave(Configuration configuration) {
        budget.allocate(-bytes());
        Trail.release(configuration.trail, budget);
    }

    Stream<Configuration> stream() {
        return byValue.values().stream().flatMap(Collection::stream);
    }

    boolean isEmpty() {
        return byValue.values().stream().allMatch(List::isEmpty);
    }

    /** Lets all go but so many of those of each value that have most left which can be used. */
    void narrow(int most) {
        for (List<Configuration> some : byValue.values()) {
            if (some.size() > most) {
                some.sort(Comparator.comparingInt(this::usable).reversed());
                List<Configuration> others = some.subList(most, some.size());
                others.forEach(this::leave);
                others.clear();
            }
        }
    }

    private int usable(Configuration configuration) {
        int usable = 0;
        for (int i = 0; i < pending.words; i++) {
            usable += Long.bitCount(configuration.left[i] & pending.optional[i] & ~configuration.owed[i]);
        }
        return usable;
    }

    /** Lets all of them go. */
    void clear() {
        stream().forEach(this::leave);
        byValue.clear();
    }
}
