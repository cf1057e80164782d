package plumbline.checker.linearize;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order of operations, looked at by the definition alone: the search that found it takes short cuts, and what it finds
 * does not depend on their being right.
 */
final class Witness {
    private Witness() {}

    /** Whether {@code order} has all that were answered, none before one that was answered before it was called. */
    static boolean shows(List<Operation> operations, List<Operation> order, Model model, @Nullable Object initial) {
        long answered = operations.stream()
                .filter(operation -> operation.answer() != Operation.NEVER)
                .count();
        long placed = order.stream()
                .filter(operation -> operation.answer() != Operation.NEVER)
                .distinct()
                .count();
        return placed == answered && keepsTime(order) && isGivenBy(order, model, initial);
    }

    private static boolean keepsTime(List<Operation> order) {
        int earliest = Operation.NEVER;
        for (int i = order.size() - 1; i >= 0; i--) {
            if (earliest < order.get(i).call()) {
                return false;
            }
            earliest = Math.min(earliest, order.get(i).answer());
        }
        return order.stream().distinct().count() == order.size();
    }

    private static boolean isGivenBy(List<Operation> order, Model model, @Nullable Object initial) {
        Object state = model.state(initial);
        for (Operation operation : order) {
            state = model.apply(state, operation);
            if (state == Model.ILLEGAL) {
                return false;
            }
        }
        return true;
    }
}
