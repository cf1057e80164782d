package plumbline.checker.linearize;

import java.util.List;
import java.util.Optional;

/**
 * The operations on one object that cannot be ordered.
 *
 * @param key which object; empty if the history has but one
 * @param operations all of them
 * @param prefix an order of all that were answered before {@code misplaced} was, and of those that had been called and
 *     must come among them
 * @param misplaced the operation whose answer makes it impossible: with it, those that were answered up to then have no
 *     order
 * @param reason why it cannot be placed, in words
 */
public record Violation(
        Optional<Object> key, List<Operation> operations, List<Operation> prefix, Operation misplaced, String reason) {
    public Violation {
        operations = List.copyOf(operations);
        prefix = List.copyOf(prefix);
    }

    /** The key as it is written; empty if the history has but one object. */
    public String shownKey() {
        return key.map(Values::show).orElse("");
    }
}
