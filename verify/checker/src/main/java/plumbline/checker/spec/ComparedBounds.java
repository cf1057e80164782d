package plumbline.checker.spec;

import java.util.List;
import plumbline.checker.world.Bounds;

/**
 * Bounds at which the graphs are compared.
 *
 * @param bounds the bounds
 * @param steps whether all steps are compared too, or the states alone
 */
public record ComparedBounds(Bounds bounds, boolean steps) {
    /**
     * Those of every build, the largest first, so that several at a time end together. Bounds with fewer restarts are not
     * repeated: their states are those in which that many were used.
     */
    public static final List<ComparedBounds> EVERY_BUILD = List.of(
            states(3, 1, 1, 1),
            states(2, 3, 1, 0),
            states(2, 2, 2, 0),
            statesAndSteps(2, 2, 1, 1),
            statesAndSteps(3, 1, 0, 1),
            statesAndSteps(1, 2, 2, 1));

    private static ComparedBounds states(int servers, int terms, int entries, int restarts) {
        return new ComparedBounds(Bounds.of(servers, terms, entries, restarts), false);
    }

    private static ComparedBounds statesAndSteps(int servers, int terms, int entries, int restarts) {
        return new ComparedBounds(Bounds.of(servers, terms, entries, restarts), true);
    }
}
