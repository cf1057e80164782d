package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Moves.Move;

/**
 * The changes that led to a configuration of the sweep. Where two went the same way they share it, and its memory is counted
 * for as long as one of them is there.
 */
final class Trail {
    private static final int BYTES = 40;

    private final @Nullable Trail before;
    private int holders;

    /** The last change. */
    final Move move;

    /** Before which answer it was made. */
    final int at;

    private Trail(@Nullable Trail before, Move move, int at) {
        this.before = before;
        this.move = move;
        this.at = at;
    }

    /** One change more. */
    static Trail after(@Nullable Trail before, Move move, int at, Budget budget) {
        budget.allocate(BYTES);
        hold(before);
        return new Trail(before, move, at);
    }

    /** One more has this trail. */
    static void hold(@Nullable Trail trail) {
        if (trail != null) {
            trail.holders++;
        }
    }

    /** One less has this trail. */
    static void release(@Nullable Trail trail, Budget budget) {
        Trail last = trail;
        while (last != null && --last.holders == 0) {
            budget.allocate(-BYTES);
            last = last.before;
        }
    }

    /** All of it, the first change first. */
    static List<Trail> whole(@Nullable Trail trail) {
        List<Trail> whole = new ArrayList<>();
        for (Trail part = trail; part != null; part = part.before) {
            whole.add(part);
        }
        Collections.reverse(whole);
        return whole;
    }
}
