package plumbline.checker.conform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import plumbline.checker.explore.LocalTransition;
import plumbline.checker.explore.LocalTransitions;
import plumbline.checker.explore.Report;
import plumbline.checker.explore.Verdict;
import plumbline.checker.world.Bounds;

/**
 * Every local transition within some bounds, in the order of {@link TestVector#ORDER}.
 *
 * @param header what they are
 * @param vectors all of them
 */
public record VectorSet(VectorHeader header, List<TestVector> vectors) {
    /** Keeps an unmodifiable copy. */
    public VectorSet {
        vectors = List.copyOf(vectors);
    }

    /**
     * The vectors of {@code dialect} within {@code bounds}.
     *
     * @param report of an exploration of the same rules within the same bounds, in which all properties hold
     * @throws IllegalArgumentException if they do not hold, or the network is not the set network
     * @throws plumbline.checker.explore.BoundsTooLargeException if they would not fit into memory
     */
    public static VectorSet of(Bounds bounds, Dialect dialect, Report report) {
        if (report.verdict() != Verdict.HOLDS) {
            throw new IllegalArgumentException(
                    "the properties do not hold: " + report.verdict().title());
        }
        List<TestVector> vectors =
                vectors(LocalTransitions.reached(bounds, dialect).all(), dialect);
        return new VectorSet(
                new VectorHeader(bounds, dialect, vectors.size(), report.worlds(), report.properties()), vectors);
    }

    private static List<TestVector> vectors(List<LocalTransition> transitions, Dialect dialect) {
        List<TestVector> vectors = transitions.stream()
                .map(transition -> TestVector.of(transition, dialect))
                .sorted(TestVector.ORDER)
                .toList();
        Set<String> ids = new HashSet<>();
        for (TestVector vector : vectors) {
            if (!ids.add(vector.id())) {
                throw new IllegalStateException("two vectors have the id " + vector.id());
            }
        }
        return vectors;
    }

    /** Writes the header and one line for each vector. Equal sets give equal bytes. */
    public void write(Appendable out) throws IOException {
        out.append(header.write().toString()).append('\n');
        for (TestVector vector : vectors) {
            ObjectNode line = vector.state().objectNode().put("id", vector.id());
            line.set("state", vector.state());
            line.set("event", vector.event());
            line.set("expected", vector.expected(header.dialect()));
            out.append(line.toString()).append('\n');
        }
    }
}
