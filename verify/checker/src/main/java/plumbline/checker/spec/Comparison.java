package plumbline.checker.spec;

import java.util.Optional;

/**
 * What a comparison of the spec's graph with the code's found.
 *
 * @param specStates distinct states that TLC found
 * @param codeStates worlds that the explorer found
 * @param specDepth TLC's depth, in steps
 * @param codeDepth the explorer's depth, in steps
 * @param onlySpec states that only TLC found
 * @param onlyCode worlds that only the explorer found
 * @param specSteps distinct (state, action, state) that TLC took; 0 if steps were not compared
 * @param codeSteps distinct (world, action, world) that the explorer took; 0 if steps were not compared
 * @param difference the first difference, nearest to the start, if there is one
 */
public record Comparison(
        long specStates,
        long codeStates,
        long specDepth,
        long codeDepth,
        long onlySpec,
        long onlyCode,
        long specSteps,
        long codeSteps,
        Optional<Difference> difference) {
    /** Whether the graphs are one, as far as they were compared. */
    public boolean equal() {
        return onlySpec == 0 && onlyCode == 0 && specDepth == codeDepth && difference.isEmpty();
    }
}
