package plumbline.concurrency;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** Lincheck's model checking, with one budget for what must hold and for the planted bugs that it must catch. */
public final class ModelChecking {
    /** Random scenarios, and schedules of each. */
    private static final int SCENARIOS = 20;

    private static final int SCHEDULES = 500;

    private ModelChecking() {}

    /** What {@code tested} does from two threads is what {@code specification} does from one, in some order. */
    public static void holds(Class<?> tested, Class<?> specification) {
        new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(SCHEDULES)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .sequentialSpecification(specification)
                .check(tested);
    }

    /** The same does not hold, and is found out. */
    public static void catches(Class<?> tested, Class<?> specification) {
        assertThrows(LincheckAssertionError.class, () -> holds(tested, specification));
    }
}
