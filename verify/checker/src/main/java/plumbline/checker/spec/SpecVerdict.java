package plumbline.checker.spec;

import java.io.IOException;
import java.util.Optional;
import plumbline.checker.world.Bounds;

/**
 * What TLC says of the spec within bounds.
 *
 * @param violated the property that is violated, if one is
 * @param states distinct states found
 * @param depth the farthest state's distance from the start, in steps
 * @param seconds how long it took
 */
public record SpecVerdict(Optional<String> violated, long states, long depth, double seconds) {
    /**
     * Checks all properties.
     *
     * @throws TlaFormatException if the spec makes no sense
     */
    public static SpecVerdict of(Spec spec, Bounds bounds, Tlc tlc) throws IOException {
        long started = System.nanoTime();
        try (Tlc.Run run = tlc.run(spec, "", spec.module(), SpecConfig.properties(bounds), java.util.List.of())) {
            TlcOutput output = run.output();
            Optional<TlaFormatException> failure = output.failure(spec, spec.module());
            if (failure.isPresent()) {
                throw failure.get();
            }
            return new SpecVerdict(
                    output.violated(), output.distinct(), output.depth() - 1, (System.nanoTime() - started) / 1e9);
        }
    }
}
