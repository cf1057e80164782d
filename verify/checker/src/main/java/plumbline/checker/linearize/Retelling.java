package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import plumbline.checker.linearize.Moves.Move;
import plumbline.checker.linearize.Moves.Role;

/**
 * The order of which the sweep has kept only the changes: what changes nothing takes place as soon as it can, and writes
 * that are answered without having been made came unseen where they first could.
 */
final class Retelling {
    private final Moves moves;
    private final List<Trail> trail;
    private final int end;
    private final List<Operation> seen = new ArrayList<>();

    /** Before which of those that are seen a write comes unseen: twice that number, and one more if it sets another value. */
    private final TreeMap<Integer, List<Operation>> unseen = new TreeMap<>();

    /** What was called and has not taken place, in the order of the calls, but for changes of unknown outcome. */
    private final List<Move> left = new ArrayList<>();

    /** Where writes that are left can come unseen. */
    private final Map<Move, Integer> places = new HashMap<>();

    private int value;
    private int called;

    /**
     * Of a sweep that went so.
     *
     * @param end the event before which it ended
     */
    Retelling(Moves moves, List<Trail> trail, int end) {
        this.moves = moves;
        this.trail = trail;
        this.end = end;
        value = moves.initial;
    }

    List<Operation> order() {
        int changed = 0;
        for (Move answered : moves.answered()) {
            if (answered.answer() >= end) {
                break;
            }
            callUntil(answered.answer());
            while (changed < trail.size() && trail.get(changed).at == answered.answer()) {
                change(trail.get(changed++).move);
            }
            if (left.remove(answered)) {
                unseen.computeIfAbsent(Objects.requireNonNull(places.get(answered)), place -> new ArrayList<>())
                        .add(answered.operation());
            }
        }
        return together();
    }

    private void callUntil(int event) {
        while (called < moves.all.size() && moves.all.get(called).call() < event) {
            Move move = moves.all.get(called++);
            if (move.takesPlaceAt(value)) {
                seen.add(move.operation());
            } else if (!move.isUnknown()) {
                left.add(move);
                if (move.role() == Role.WRITE && move.to() == value) {
                    places.put(move, 2 * seen.size());
                }
            }
        }
    }

    private void change(Move change) {
        left.remove(change);
        if (change.role() == Role.WRITE) {
            left.forEach(move -> places.putIfAbsent(move, 2 * seen.size() + 1));
        }
        seen.add(change.operation());
        value = change.to();
        left.stream()
                .filter(move -> move.role() == Role.WRITE && move.to() == value)
                .forEach(move -> places.putIfAbsent(move, 2 * seen.size()));
        left.stream()
                .filter(move -> move.takesPlaceAt(value))
                .map(Move::operation)
                .forEach(seen::add);
        left.removeIf(move -> move.takesPlaceAt(value));
    }

    private List<Operation> together() {
        List<Operation> order = new ArrayList<>();
        for (int i = 0; i <= seen.size(); i++) {
            order.addAll(unseen.getOrDefault(2 * i, List.of()));
            order.addAll(unseen.getOrDefault(2 * i + 1, List.of()));
            if (i < seen.size()) {
                order.add(seen.get(i));
            }
        }
        return order;
    }
}
