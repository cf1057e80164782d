package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Operations that lie together in every order, since values that were read tell so: one that set the value, the appends
 * that the longest value read since then shows, in their order, and the reads between them. No other operation that changes
 * the value can come between.
 */
final class Block {
    private final @Nullable Operation start;
    private List<Operation> appends = List.of();

    /** By the number of appends that they show. */
    private final Map<Integer, List<Operation>> reads = new TreeMap<>();

    /** Which was answered first, and which was called last. */
    private @Nullable Operation earliest;

    private @Nullable Operation latest;

    /**
     * A block without appends or reads.
     *
     * @param start what set the value; null if nothing did, and the object began with it
     */
    Block(@Nullable Operation start) {
        this.start = start;
        if (start != null) {
            count(start);
        }
    }

    /** A value that was read shows these appends, in this order. */
    void appends(List<Operation> shown) {
        shown.forEach(this::count);
        appends = List.copyOf(shown);
    }

    /** An operation read what the first so many appends made. */
    void read(Operation read, int shown) {
        count(read);
        reads.computeIfAbsent(shown, key -> new ArrayList<>()).add(read);
    }

    private void count(Operation operation) {
        earliest = earliest == null || operation.answer() < earliest.answer() ? operation : earliest;
        latest = latest == null || operation.call() > latest.call() ? operation : latest;
    }

    /** The first answer; {@link Operation#NEVER} if there is none. */
    int earliestAnswer() {
        return earliest == null ? Operation.NEVER : earliest.answer();
    }

    /** The last call; -1 if there is none. */
    int latestCall() {
        return latest == null ? -1 : latest.call();
    }

    /** Whether this must come before the other, since one of its operations was answered before one of those was called. */
    boolean precedes(Block other) {
        return earliestAnswer() < other.latestCall();
    }

    /** The only order of its operations that may be one, but for reads of the same value. */
    List<Operation> order() {
        List<Operation> order = new ArrayList<>();
        if (start != null) {
            order.add(start);
        }
        for (int shown = 0; shown <= appends.size(); shown++) {
            if (shown > 0) {
                order.add(appends.get(shown - 1));
            }
            reads.getOrDefault(shown, List.of()).stream()
                    .sorted(Comparator.comparingInt(Operation::call))
                    .forEach(order::add);
        }
        return order;
    }

    /** Why this and another block, of which each must precede the other, have no order. */
    String crosses(Block other) {
        Operation from = Objects.requireNonNull(earliest);
        Operation to = Objects.requireNonNull(latest);
        Operation otherFrom = Objects.requireNonNull(other.earliest);
        Operation otherTo = Objects.requireNonNull(other.latest);
        if (from == to) {
            return "By the values that were read, nothing else is written between " + otherFrom.inFull() + " and "
                    + otherTo.inFull() + "; but " + from.inFull()
                    + " was called after the one was answered, and answered before the other was called.";
        }
        if (otherFrom == otherTo) {
            return other.crosses(this);
        }
        return "By the values that were read, nothing else is written between " + from.inFull() + " and " + to.inFull()
                + ", nor between " + otherFrom.inFull() + " and " + otherTo.inFull() + "; but " + from.whose()
                + " was answered before " + otherTo.whose() + " was called, and " + otherFrom.whose() + " before "
                + to.whose() + ".";
    }
}
