package plumbline.checker.explore;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How to explore. Nothing of it changes what is found.
 *
 * @param threads how many threads share the work; 1 or more
 * @param workDirectory where a search that stops early leaves a checkpoint, and from where it is resumed; made when needed
 * @param resume whether to go on from the checkpoint there
 * @param stop asked now and then, by the exploring thread; says whether to stop early
 */
public record Execution(int threads, Optional<Path> workDirectory, boolean resume, BooleanSupplier stop) {
    /** As many threads as there are processors, no checkpoints. */
    public static final Execution DEFAULT = with(Runtime.getRuntime().availableProcessors());

    /** @throws IllegalArgumentException if there are no threads, or nothing to resume from */
    public Execution {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", must be 1 or more");
        }
        if (resume && workDirectory.isEmpty()) {
            throw new IllegalArgumentException("no work directory to resume from");
        }
    }

    /** With this many threads, no checkpoints. */
    public static Execution with(int threads) {
        return new Execution(threads, Optional.empty(), false, () -> false);
    }
}
