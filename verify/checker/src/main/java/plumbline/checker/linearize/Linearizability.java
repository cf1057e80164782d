package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Checks recorded histories. */
public final class Linearizability {
    private Linearizability() {}

    /** Checks a history within the standard limits, with the initial value that it says itself. */
    public static Report check(History history, Model model) {
        return check(history, model, history.initial(), Limits.standard(), configurations -> {});
    }

    /**
     * Checks a history. Each key is searched by itself; one that cannot be ordered does not keep the others from being
     * searched.
     *
     * @param initial the value that every object starts with; null is none
     * @param progress is told now and then how many configurations were looked at
     */
    public static Report check(
            History history, Model model, @Nullable Object initial, Limits limits, LongConsumer progress) {
        Budget budget = new Budget(limits, progress);
        List<Violation> violations = new ArrayList<>();
        Optional<String> incomplete = Optional.empty();
        Map<Optional<Object>, List<Operation>> parts = history.byKey();
        try {
            for (Map.Entry<Optional<Object>, List<Operation>> part : parts.entrySet()) {
                check(part.getKey(), part.getValue(), model, initial, budget).ifPresent(violations::add);
                budget.release();
            }
        } catch (Budget.SpentException e) {
            incomplete = Optional.of(String.valueOf(e.getMessage()));
        }
        // One object that cannot be ordered is enough; the others do not matter.
        Verdict verdict = !violations.isEmpty()
                ? Verdict.VIOLATED
                : incomplete.isPresent() ? Verdict.INCOMPLETE : Verdict.LINEARIZABLE;
        return new Report(verdict, violations, parts.size(), budget.configurations(), budget.seconds(), incomplete);
    }

    private static Optional<Violation> check(
            Optional<Object> key, List<Operation> all, Model model, @Nullable Object initial, Budget budget) {
        Optional<List<Operation>> order = Order.of(model, all, initial, budget);
        if (order.isEmpty()) {
            return Optional.of(new Explanation(model, initial, all, budget).violation(key));
        }
        if (!Witness.shows(all, order.get(), model, initial)) {
            throw new IllegalStateException("the order that was found is none: " + order.get());
        }
        return Optional.empty();
    }
}
