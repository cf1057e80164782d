package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of a violated history around the operation that cannot be placed: what overlaps it, and a little of what came
 * before. Time is counted in slots, one from each shown event to the next.
 */
final class Surrounding {
    private static final int EVENTS_BEFORE = 16;
    private static final int EVENTS_AFTER = 4;
    private static final int MOST_BARS = 60;

    /** What is shown of an operation. */
    record Bar(
            Operation operation, int lane, double from, double to, boolean begunBefore, boolean goesOn, double point) {
        /** Whether it has a place in the order. */
        boolean isPlaced() {
            return point >= 0;
        }
    }

    private final List<Bar> bars = new ArrayList<>();
    private final List<Integer> events;
    private final int hidden;
    private int lanes;

    Surrounding(Violation violation) {
        Operation middle = violation.misplaced();
        TreeSet<Integer> all = new TreeSet<>();
        violation.operations().forEach(operation -> {
            all.add(operation.call());
            if (operation.answer() != Operation.NEVER) {
                all.add(operation.answer());
            }
        });
        int low = step(new ArrayList<>(all.headSet(middle.call(), true)), EVENTS_BEFORE, true);
        int high = step(new ArrayList<>(all.tailSet(middle.answer(), true)), EVENTS_AFTER, false);
        Set<Operation> recent = new HashSet<>(recent(violation, low));
        List<Operation> near = violation.operations().stream()
                .filter(operation -> operation.call() <= high && operation.answer() >= low)
                .filter(operation ->
                        operation.answer() != Operation.NEVER || operation.call() >= low || recent.contains(operation))
                .sorted(Comparator.comparingInt((Operation operation) -> distance(operation, middle)))
                .toList();
        List<Operation> shown = near.stream()
                .limit(MOST_BARS)
                .sorted(Comparator.comparing((Operation operation) -> Long.valueOf(operation.process()))
                        .thenComparing(Operation::call))
                .toList();
        hidden = near.size() - shown.size();
        events = shown.stream()
                .flatMap(operation -> java.util.stream.Stream.of(operation.call(), operation.answer()))
                .filter(event -> event >= low && event <= high)
                .distinct()
                .sorted()
                .toList();
        layOut(shown, points(violation.prefix()));
    }

    /** Some events before or after the end of a list. */
    private static int step(List<Integer> events, int count, boolean back) {
        return back
                ? events.get(Math.max(0, events.size() - 1 - count))
                : events.get(Math.min(events.size() - 1, count));
    }

    private static int distance(Operation operation, Operation middle) {
        return operation.call() < middle.answer() && operation.answer() > middle.call()
                ? 0
                : Math.min(Math.abs(operation.call() - middle.answer()), Math.abs(operation.answer() - middle.call()));
    }

    /** The operations that the order places after event {@code low}. */
    private static List<Operation> recent(Violation violation, int low) {
        List<Operation> prefix = violation.prefix();
        int from = prefix.size();
        while (from > 0 && prefix.get(from - 1).answer() >= low) {
            from--;
        }
        return prefix.subList(from, prefix.size());
    }

    /** A time for each operation of the order, between its call and its answer, and after those before it. */
    private Map<Operation, Double> points(List<Operation> order) {
        Map<Operation, Double> points = new HashMap<>();
        int from = 0;
        int latest = 0;
        while (from < order.size()) {
            latest = Math.max(latest, order.get(from).call());
            int to = from;
            while (to < order.size() && order.get(to).call() <= latest) {
                to++;
            }
            for (int i = from; i < to; i++) {
                points.put(order.get(i), slot(latest) + (i - from + 1.0) / (to - from + 1.0));
            }
            from = to;
        }
        return points;
    }

    /** Which slot begins with an event, or had begun when it happened; -1 if it was before all. */
    private int slot(int event) {
        int slot = java.util.Collections.binarySearch(events, event);
        return slot >= 0 ? slot : -slot - 2;
    }

    private void layOut(List<Operation> shown, Map<Operation, Double> points) {
        double end = events.size();
        String process = "";
        double free = 0;
        int lane = -1;
        for (Operation operation : shown) {
            boolean begunBefore = operation.call() < events.get(0);
            boolean goesOn = operation.answer() > events.get(events.size() - 1);
            double from = begunBefore ? 0 : slot(operation.call());
            double to = goesOn ? end : slot(operation.answer());
            if (!operation.process().equals(process) || from < free) {
                lane++;
            }
            process = operation.process();
            free = to;
            double point = points.getOrDefault(operation, -1.0);
            bars.add(new Bar(operation, lane, from, to, begunBefore, goesOn, point < 0 ? -1 : point));
        }
        lanes = lane + 1;
    }

    List<Bar> bars() {
        return bars;
    }

    int lanes() {
        return lanes;
    }

    int slots() {
        return events.size();
    }

    /** How many operations there was no room for. */
    int hidden() {
        return hidden;
    }
}
