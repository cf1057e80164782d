package plumbline.checker.walk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/**
 * Where to walk.
 *
 * @param bounds how far
 * @param boundsInWords the same for people
 * @param rules the step function
 * @param rulesName the known bug whose rules these are; none for the core's
 * @param maxWorlds a search for a violation gives up once it found this many worlds; 1 or more
 * @param keeper takes the traces that the person keeps
 */
public record WalkSettings(
        Bounds bounds,
        String boundsInWords,
        StepFunction rules,
        Optional<String> rulesName,
        long maxWorlds,
        Keeper keeper) {
    /** Where traces go. */
    @FunctionalInterface
    public interface Keeper {
        /**
         * Keeps {@code trace} and returns its file.
         *
         * @throws IllegalArgumentException if there is a trace of that name already
         * @throws IOException if it cannot be written
         */
        Path keep(Trace trace) throws IOException;
    }
}
