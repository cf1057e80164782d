package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Operation.Outcome;

/** The operations on one object, laid out for the search. */
final class Operations {
    /** What an operation does and answers; those that share it are alike but for their times. */
    private record Shape(
            Kind kind,
            @Nullable Object argument,
            @Nullable Object expected,
            Outcome outcome,
            @Nullable Object result) {
        static Shape of(Operation operation, Outcome outcome) {
            return new Shape(operation.kind(), operation.argument(), operation.expected(), outcome, operation.result());
        }
    }

    /** Those that have an answer, in the order of their calls. */
    final List<Operation> answered;

    /** The numbers of their shapes. */
    final int[] shapes;

    /** Those of {@link #answered} that tell what the state is when they take effect, in the order of their answers. */
    final int[] tellers;

    /** Those of unknown outcome that may change something, grouped by shape, each group in the order of its calls. */
    final List<List<Operation>> unknown;

    /** The numbers of the groups' shapes. */
    final int[] unknownShapes;

    /** The numbers of the shapes that the groups would have, had they been answered. */
    final int[] answeredShapes;

    Operations(List<Operation> operations) {
        Map<Shape, Integer> numbers = new HashMap<>();
        List<Operation> byCall = operations.stream()
                .sorted(Comparator.comparingInt(Operation::call))
                .toList();
        answered = byCall.stream()
                .filter(operation -> operation.outcome() != Outcome.UNKNOWN)
                .toList();
        shapes = answered.stream()
                .mapToInt(operation -> number(operation, numbers))
                .toArray();
        tellers = IntStream.range(0, answered.size())
                .filter(i -> tells(answered.get(i)))
                .boxed()
                .sorted(Comparator.comparingInt(i -> answered.get(i).answer()))
                .mapToInt(Integer::intValue)
                .toArray();
        Map<Integer, List<Operation>> groups = new LinkedHashMap<>();
        byCall.stream()
                .filter(operation -> operation.outcome() == Outcome.UNKNOWN && operation.kind() != Kind.READ)
                .forEach(operation -> groups.computeIfAbsent(number(operation, numbers), shape -> new ArrayList<>())
                        .add(operation));
        unknown = List.copyOf(groups.values());
        unknownShapes = groups.keySet().stream().mapToInt(Integer::intValue).toArray();
        answeredShapes = unknown.stream()
                .mapToInt(group -> number(Shape.of(group.get(0), Outcome.OK), numbers))
                .toArray();
    }

    private static int number(Operation operation, Map<Shape, Integer> numbers) {
        return number(Shape.of(operation, operation.outcome()), numbers);
    }

    private static int number(Shape shape, Map<Shape, Integer> numbers) {
        Integer known = numbers.putIfAbsent(shape, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }

    /** Whether an operation took effect in one state only. */
    static boolean tells(Operation operation) {
        return operation.outcome() == Outcome.OK && (operation.kind() == Kind.READ || operation.kind() == Kind.CAS);
    }

    /** The state that an operation which tells it needs. */
    static @Nullable Object told(Operation teller) {
        return teller.kind() == Kind.READ ? teller.result() : teller.expected();
    }

    /** Whether an operation leaves every state as it is. */
    static boolean changesNothing(Operation operation) {
        return operation.kind() == Kind.READ || operation.outcome() == Outcome.MISMATCH;
    }

    /** Whether an operation sets the value, whatever it was, to {@code operation.argument()}. */
    static boolean sets(Operation operation) {
        return operation.outcome() != Outcome.MISMATCH
                && switch (operation.kind()) {
                    case WRITE, CAS, DELETE -> true;
                    case READ, APPEND -> false;
                };
    }

    /** Whether an operation sets the value whatever it was, and has no other effect. */
    static boolean overwrites(Operation operation) {
        return operation.kind() == Kind.WRITE || operation.kind() == Kind.DELETE;
    }
}
