package plumbline.checker.linearize;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An order of the operations on one object: as their values tell it or, if they do not, by a sweep or a search. */
final class Order {
    private Order() {}

    /**
     * An order, if there is one.
     *
     * @throws Budget.SpentException if none is found within {@code budget}
     */
    static Optional<List<Operation>> of(
            Model model, List<Operation> operations, @Nullable Object initial, Budget budget) {
        try {
            budget.configuration();
            return Optional.of(Succession.order(model, operations, initial));
        } catch (Succession.ContradictionException e) {
            return Optional.empty();
        } catch (Succession.UntoldException e) {
            if (Sweep.suits(operations)) {
                return swept(operations, initial, budget);
            }
            Search search = new Search(model, new Operations(operations), initial, budget, Optional.empty());
            return search.run() ? Optional.of(search.order()) : Optional.empty();
        }
    }

    private static Optional<List<Operation>> swept(
            List<Operation> operations, @Nullable Object initial, Budget budget) {
        Sweep narrow = Sweep.narrow(operations, initial, budget);
        if (narrow.run()) {
            return Optional.of(narrow.order());
        }
        budget.release();
        Sweep whole = Sweep.whole(operations, initial, budget);
        return whole.run() ? Optional.of(whole.order()) : Optional.empty();
    }

    /** Why there is none, if the values tell it. */
    static Optional<String> contradiction(Model model, List<Operation> operations, @Nullable Object initial) {
        try {
            Succession.order(model, operations, initial);
            return Optional.empty();
        } catch (Succession.UntoldException e) {
            return Optional.empty();
        } catch (Succession.ContradictionException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
