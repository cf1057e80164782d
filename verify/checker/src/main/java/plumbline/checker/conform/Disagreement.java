package plumbline.checker.conform;

import java.util.List;
import java.util.Locale;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Action;

/**
 * One way in which an implementation differs from the core, by its smallest example.
 *
 * @param action what happened
 * @param rule the rule that it breaks
 * @param field the field from which the others follow, as {@link Difference#kind}
 * @param count how many answers differ in this way
 * @param example the smallest of them
 * @param differences in what that one differs, the first being the one from which the others follow
 * @param trace a whole cluster's schedule whose last choice is the example
 */
public record Disagreement(
        Action action,
        Rule rule,
        String field,
        long count,
        TestVector example,
        List<Difference> differences,
        Trace trace) {
    /** Keeps an unmodifiable copy. */
    public Disagreement {
        differences = List.copyOf(differences);
    }

    /** A short name of the kind, for files. */
    public String slug() {
        return (rule.name() + "-" + field)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z]+", "-")
                .replaceAll("^-|-$", "");
    }
}
