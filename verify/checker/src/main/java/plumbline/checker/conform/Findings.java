package plumbline.checker.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import plumbline.checker.explore.Verdict;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;

/** Collects answers, and of those that disagree one of each kind. */
final class Findings {
    private final Bounds bounds;
    private final Dialect dialect;
    private final Map<Kind, Found> kinds = new LinkedHashMap<>();
    private final Map<Action, Long> agreed = new LinkedHashMap<>();
    private long asked;

    Findings(Bounds bounds, Dialect dialect) {
        this.bounds = bounds;
        this.dialect = dialect;
    }

    private record Kind(Action action, Rule rule, String field) {}

    /** The smallest of a kind, and how many there are. */
    private static final class Found {
        final TestVector example;
        final List<Difference> differences;
        long count;

        Found(TestVector example, List<Difference> differences) {
            this.example = example;
            this.differences = differences;
        }
    }

    /** Takes an answer. Returns whether it agrees. */
    boolean take(TestVector vector, Subject.Answer<?> answer, Profile profile) {
        asked++;
        List<Difference> differences = Comparison.of(vector, answer, profile);
        Action action = vector.transition().choice().action();
        if (differences.isEmpty()) {
            agreed.merge(action, 1L, Long::sum);
            return true;
        }
        Difference first = Diagnosis.first(differences);
        List<Difference> ordered = new ArrayList<>(differences);
        ordered.remove(first);
        ordered.add(0, first);
        Kind kind = new Kind(action, Diagnosis.of(vector.transition(), first), first.kind());
        kinds.computeIfAbsent(kind, fresh -> new Found(vector, ordered)).count++;
        return false;
    }

    /** What was found. {@code schedule} finds a whole cluster's schedule that ends with a vector's transition. */
    ConformanceReport report(Optional<Failure> failure, Function<TestVector, List<Choice>> schedule) {
        List<Disagreement> disagreements = new ArrayList<>();
        kinds.forEach((kind, found) -> disagreements.add(new Disagreement(
                kind.action,
                kind.rule,
                kind.field,
                found.count,
                found.example,
                found.differences,
                trace(kind, found, schedule.apply(found.example)))));
        return new ConformanceReport(asked, agreed, disagreements, failure);
    }

    private Trace trace(Kind kind, Found found, List<Choice> schedule) {
        Difference first = found.differences.get(0);
        return new Trace(
                new Trace.Header(
                        "conform-" + found.example.id(),
                        List.of(
                                "In the last step " + first.field() + " must become " + first.expected()
                                        + "; the implementation that was examined had " + first.actual() + ".",
                                "The rule: " + kind.rule.statement() + " (" + kind.rule.source() + ")."),
                        dialect == Dialect.FULL ? Optional.empty() : Optional.of(dialect.title()),
                        bounds,
                        Optional.empty(),
                        Verdict.HOLDS),
                schedule,
                Optional.empty());
    }
}
