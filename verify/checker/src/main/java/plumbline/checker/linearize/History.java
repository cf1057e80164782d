package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What clients did and were told.
 *
 * @param operations in the order of their calls
 * @param failed how many more certainly had no effect
 * @param ignored how many lines of the file are about something else
 * @param initial the value that every object starts with, unless told otherwise
 */
public record History(
        List<Operation> operations,
        int failed,
        int ignored,
        @Nullable Object initial) {
    public History {
        operations = List.copyOf(operations);
    }

    /** How many operations have an unknown outcome. */
    public long unknown() {
        return operations.stream()
                .filter(operation -> operation.outcome() == Operation.Outcome.UNKNOWN)
                .count();
    }

    /** How many clients there were. */
    public long processes() {
        return operations.stream().map(Operation::process).distinct().count();
    }

    /**
     * The operations by key, keys in order of appearance. A history is linearizable if and only if that of each key is
     * (Herlihy and Wing's locality).
     */
    Map<Optional<Object>, List<Operation>> byKey() {
        Map<Optional<Object>, List<Operation>> parts = new LinkedHashMap<>();
        for (Operation operation : operations) {
            parts.computeIfAbsent(Optional.ofNullable(operation.key()), key -> new ArrayList<>())
                    .add(operation);
        }
        return parts;
    }
}
