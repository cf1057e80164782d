package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The states of the object that the search has come across, and its steps between them, by number. */
final class States {
    static final int ILLEGAL = -1;

    /** A state, its two table entries and the objects that hold them, about. */
    private static final int BYTES_OF_STATE = 200;

    private static final int BYTES_OF_STEP = 80;

    private final Model model;
    private final Budget budget;
    private final List<@Nullable Object> states = new ArrayList<>();
    private final Map<@Nullable Object, Integer> numbers = new HashMap<>();
    private final Map<Long, Integer> steps = new HashMap<>();

    States(Model model, Budget budget) {
        this.model = model;
        this.budget = budget;
    }

    int number(@Nullable Object state) {
        Integer known = numbers.get(state);
        if (known != null) {
            return known;
        }
        budget.allocate(BYTES_OF_STATE);
        int number = states.size();
        numbers.put(state, number);
        states.add(state);
        return number;
    }

    @Nullable
    Object state(int number) {
        return states.get(number);
    }

    /**
     * The state after an operation, or {@link #ILLEGAL}.
     *
     * @param shape a number that operations share if they do the same
     */
    int after(int state, int shape, Operation operation) {
        Long step = ((long) state << 32) | shape;
        Integer known = steps.get(step);
        if (known != null) {
            return known;
        }
        budget.allocate(BYTES_OF_STEP);
        Object next = model.apply(states.get(state), operation);
        int number = next == Model.ILLEGAL ? ILLEGAL : number(next);
        steps.put(step, number);
        return number;
    }
}
