package plumbline.checker.explore;

import java.util.List;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Choice;

/**
 * A shortest schedule that breaks a property.
 *
 * @param violation the property and why it fails after the last choice
 * @param schedule the choices from the initial world on
 */
public record Counterexample(Violation violation, List<Choice> schedule) {
    /** Keeps an unmodifiable copy. */
    public Counterexample {
        schedule = List.copyOf(schedule);
    }
}
