package plumbline.checker.conform;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import plumbline.checker.world.Action;

/**
 * What an examination found.
 *
 * @param asked how many answers were looked at
 * @param agreed how many of them agree, by what happened
 * @param disagreements each kind once, smallest state first
 * @param failure why the examination ended before its end, if it did
 */
public record ConformanceReport(
        long asked, Map<Action, Long> agreed, List<Disagreement> disagreements, Optional<Failure> failure) {
    /** Keeps unmodifiable copies. */
    public ConformanceReport {
        Map<Action, Long> counts = new EnumMap<>(Action.class);
        counts.putAll(agreed);
        agreed = Collections.unmodifiableMap(counts);
        disagreements = List.copyOf(disagreements);
    }

    /** Whether all was asked, and every answer agrees. */
    public boolean agrees() {
        return disagreements.isEmpty() && failure.isEmpty();
    }

    /** How many answers agree. */
    public long agreeing() {
        return agreed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For people: how many agree, then each kind of disagreement. */
    @Override
    public String toString() {
        return ReportWords.of(this);
    }
}
