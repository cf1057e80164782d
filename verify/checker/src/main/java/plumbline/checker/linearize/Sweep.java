package plumbline.checker.linearize;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Frontier.Configuration;
import plumbline.checker.linearize.Moves.Move;
import plumbline.checker.linearize.Moves.Role;

/**
 * Looks for an order of operations on one object, none of them an append, from the first event to the last: at each answer it
 * has all configurations that differ in what they can still do. What it must remember does not grow with the history, as
 * that of a search does, and where no operation is pending little more than the values is left to tell them apart.
 *
 * <p>A configuration is a value, and what has not taken place of what is pending. What is kept small, and why no order is
 * lost:
 *
 * <ul>
 *   <li>Nothing is changed before it must be (Lowe's just-in-time linearization): changes are made at an answer whose
 *       operation has not taken place, and that operation is the last of them. In any order, what comes later than that can
 *       as well be left to the next answer.
 *   <li>What changes nothing takes place as soon as the value allows it: wherever else it could come, it can come now.
 *   <li>A write may have come <em>unseen</em>: just before another write that was made while it was pending, or while the
 *       value was what it writes. Until either was so it is <em>owed</em>; then it may be taken for done when it is answered,
 *       or be used till then.
 *   <li>Of changes that are alike the one answered first is made. Where an order has another of them first, the two can
 *       change places; and if the one answered first came unseen there, the other can as well come unseen, just after it.
 *   <li>A change that is not the last before an answer is only made for what depends on the value that it makes: something
 *       that changes nothing, or a compare-and-set, which then must come next. Without that, a write came unseen or, where a
 *       compare-and-set of unknown outcome is next or it was one itself, need not have come. An answered compare-and-set
 *       has to come some time, and needs no other reason.
 *   <li>Before the last change, a value is as good as any other if no compare-and-set that is left expects it: writes do
 *       not mind.
 *   <li>A configuration is left if another can do as much: see {@link Frontier}. So are operations that cannot matter, and
 *       values that cannot be told apart: see {@link Moves}.
 * </ul>
 */
final class Sweep {
    /** In the midst of changes, any value that no compare-and-set expects. */
    private static final int ANY = -1;

    private static final int FEW = 64;

    private final Moves moves;
    private final Pending pending;
    private final Budget budget;
    private final int mostOfAValue;

    /** Where it may be, having done all that was answered. */
    private Frontier frontier;

    /** Where it may be, in the midst of changes before an answer, and of these what was not gone on from. */
    private final Frontier unfinished;

    private final Deque<Configuration> open = new ArrayDeque<>();
    private @Nullable Trail trail;
    private @Nullable Move impossible;

    private Sweep(List<Operation> operations, @Nullable Object initial, Budget budget, int mostOfAValue) {
        this.budget = budget;
        this.mostOfAValue = mostOfAValue;
        moves = new Moves(operations, initial);
        pending = new Pending(moves);
        frontier = new Frontier(pending, budget);
        unfinished = new Frontier(pending, budget);
        frontier.add(new Configuration(moves.initial, false, new long[pending.words], new long[pending.words], null));
    }

    /** A sweep that leaves no configuration out. */
    static Sweep whole(List<Operation> operations, @Nullable Object initial, Budget budget) {
        return new Sweep(operations, initial, budget, Integer.MAX_VALUE);
    }

    /**
     * A sweep that goes on from a few configurations of each value only. An order that it finds is one; if it finds none,
     * that says nothing. Where much is of unknown outcome it is far sooner done.
     */
    static Sweep narrow(List<Operation> operations, @Nullable Object initial, Budget budget) {
        return new Sweep(operations, initial, budget, FEW);
    }

    /** Whether it can do these operations. */
    static boolean suits(List<Operation> operations) {
        return operations.stream().noneMatch(operation -> operation.kind() == Kind.APPEND);
    }

    /** Whether there is an order. */
    boolean run() {
        int called = 0;
        for (Move move : moves.answered()) {
            while (called < moves.all.size() && moves.all.get(called).call() < move.answer()) {
                call(moves.all.get(called++));
            }
            if (!answer(move)) {
                impossible = move;
                return false;
            }
        }
        frontier.stream().findFirst().ifPresent(configuration -> trail = configuration.trail);
        return true;
    }

    /** The first operation whose answer leaves no order, if there is one. */
    Optional<Operation> impossible() {
        return Optional.ofNullable(impossible).map(Move::operation);
    }

    /** An order of all that were answered, or of all that were before the impossible one was. */
    List<Operation> order() {
        return new Retelling(moves, Trail.whole(trail), impossible == null ? Operation.NEVER : impossible.answer())
                .order();
    }

    private void call(Move move) {
        pending.call(move);
        frontier.stream()
                .filter(configuration -> !move.takesPlaceAt(configuration.value))
                .forEach(configuration -> {
                    pending.add(configuration.left, move);
                    if (move.role() == Role.WRITE && !move.isUnknown() && move.to() != configuration.value) {
                        pending.add(configuration.owed, move);
                    }
                });
    }

    /** Makes what changes it takes for an operation to have taken place; whether that can be. */
    private boolean answer(Move last) {
        Frontier finished = new Frontier(pending, budget);
        frontier.stream().forEach(configuration -> begin(configuration, last, finished));
        while (!open.isEmpty()) {
            Configuration next = open.remove();
            if (!next.isBeaten()) {
                goOn(next, last, finished);
            }
        }
        if (finished.isEmpty()) {
            trail = frontier.stream().findFirst().orElseThrow().trail;
            return false;
        }
        unfinished.clear();
        frontier.clear();
        frontier = finished;
        frontier.narrow(mostOfAValue);
        pending.answer(last);
        return true;
    }

    private void begin(Configuration from, Move last, Frontier finished) {
        if (!pending.has(from.left, last)) {
            finished.add(from);
            return;
        }
        if (last.role() == Role.WRITE && !pending.has(from.owed, last)) {
            long[] left = from.left.clone();
            pending.remove(left, last);
            finished.add(new Configuration(from.value, false, left, from.owed.clone(), from.trail));
        }
        leaveOpen(from.value, false, from.left, from.owed, from.trail);
    }

    private void goOn(Configuration from, Move last, Frontier finished) {
        for (List<Move> alike : pending.changes()) {
            if (canCome(alike.get(0), from, last)) {
                Move move = firstLeft(alike, from.left);
                if (move != null) {
                    make(from, move, last, finished);
                }
            }
        }
    }

    private static boolean canCome(Move move, Configuration from, Move last) {
        return move.role() == Role.CAS
                ? move.from() == from.value
                : !from.untold && (move.to() != from.value || move.kind() == last.kind());
    }

    private @Nullable Move firstLeft(List<Move> alike, long[] left) {
        for (Move move : alike) {
            if (pending.has(left, move)) {
                return move;
            }
        }
        return null;
    }

    private void make(Configuration from, Move move, Move last, Frontier finished) {
        budget.configuration();
        int value = move.to();
        boolean isWrite = move.role() == Role.WRITE;
        boolean told = move == last || (!isWrite && !move.isUnknown());
        long[] left = from.left.clone();
        pending.remove(left, move);
        long[] owed = isWrite ? new long[pending.words] : from.owed.clone();
        for (int i = 0; i < pending.words; i++) {
            long now = left[i] & pending.takePlace(value, i);
            told |= now != 0;
            left[i] &= ~now;
            owed[i] &= ~pending.writes(value, i);
        }
        if (!told && !isExpected(value, left)) {
            return;
        }
        Trail longer = Trail.after(from.trail, move, last.answer(), budget);
        if (pending.has(left, last)) {
            leaveOpen(value, !told, left, owed, longer);
        } else {
            finished.add(new Configuration(value, false, left, owed, longer));
        }
    }

    /** Whether a compare-and-set is left that expects this value. */
    private boolean isExpected(int value, long[] left) {
        for (List<Move> alike : pending.changes()) {
            Move first = alike.get(0);
            if (first.role() == Role.CAS && first.from() == value && firstLeft(alike, left) != null) {
                return true;
            }
        }
        return false;
    }

    private void leaveOpen(int value, boolean untold, long[] left, long[] owed, @Nullable Trail way) {
        Configuration configuration = new Configuration(isExpected(value, left) ? value : ANY, untold, left, owed, way);
        if (unfinished.add(configuration)) {
            open.add(configuration);
        }
    }
}
