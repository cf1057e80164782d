package plumbline.checker.spec;

import java.util.List;
import java.util.Optional;
import plumbline.checker.world.Choice;

/**
 * Where the spec and the code first part, told from the start.
 *
 * @param side who has the state or step that the other lacks
 * @param schedule the choices that lead there; both take all but the last
 * @param action the last one's action
 * @param reason what happens then, as the rest of a sentence that begins with the action
 * @param values where the states after it differ, if both take it
 */
public record Difference(Side side, List<Choice> schedule, String action, String reason, List<ValueDifference> values) {
    /** Who has it. */
    public enum Side {
        /** Only TLC found it. */
        SPEC,
        /** Only the explorer found it. */
        CODE
    }

    /** Keeps unmodifiable copies. */
    public Difference {
        schedule = List.copyOf(schedule);
        values = List.copyOf(values);
    }

    /** The first place where the values differ, if there is one. */
    public Optional<ValueDifference> first() {
        return values.stream().findFirst();
    }
}
