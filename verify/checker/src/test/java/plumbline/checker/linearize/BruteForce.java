package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Operation.Outcome;

/** Tries every order of a few operations, by the definition and with its own idea of each operation. */
final class BruteForce {
    private BruteForce() {}

    static boolean isLinearizable(List<Operation> operations, @Nullable Object state) {
        if (operations.stream().allMatch(operation -> operation.outcome() == Outcome.UNKNOWN)) {
            return true;
        }
        for (Operation next : operations) {
            if (operations.stream().allMatch(other -> other == next || other.answer() > next.call())
                    && isAllowed(next, state)) {
                List<Operation> rest = new ArrayList<>(operations);
                rest.remove(next);
                if (isLinearizable(rest, after(next, state))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether an order is one that the object gives, with every operation at its place in time. */
    static boolean isOrder(List<Operation> order, @Nullable Object initial) {
        Object state = initial;
        for (int i = 0; i < order.size(); i++) {
            Operation next = order.get(i);
            if (order.subList(i + 1, order.size()).stream().anyMatch(later -> later.answer() < next.call())
                    || !isAllowed(next, state)) {
                return false;
            }
            state = after(next, state);
        }
        return true;
    }

    private static boolean isAllowed(Operation operation, @Nullable Object state) {
        if (operation.outcome() == Outcome.UNKNOWN) {
            return true;
        }
        return switch (operation.kind()) {
            case READ -> Objects.equals(state, operation.result());
            case CAS -> Objects.equals(state, operation.expected()) == (operation.outcome() == Outcome.OK);
            case WRITE, APPEND, DELETE -> true;
        };
    }

    private static @Nullable Object after(Operation operation, @Nullable Object state) {
        return switch (operation.kind()) {
            case READ -> state;
            case WRITE, DELETE -> operation.argument();
            case APPEND -> (state == null ? "" : state.toString()) + operation.argument();
            case CAS -> Objects.equals(state, operation.expected()) ? operation.argument() : state;
        };
    }
}
