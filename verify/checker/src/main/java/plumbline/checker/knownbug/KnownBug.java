package plumbline.checker.knownbug;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/**
 * A mistake that Rafts make, with its story and what it leads to.
 *
 * @param id a letter for the part of Raft and two digits: E for elections, P persistence, R replication, C commit
 * @param title the mistake in a few words joined by hyphens; traces are named after it
 * @param story two sentences: the wrong rule, and what comes of it
 * @param violates the property that it breaks; none for a control, which breaks none of Figure 3
 * @param bounds within which it does; for a control, within which all of Figure 3 was seen to hold
 * @param seenIn software that had it, with the number of the issue there, or who makes this mistake
 * @param rules the core with this one rule broken
 */
public record KnownBug(
        String id,
        String title,
        List<String> story,
        Optional<Property> violates,
        Bounds bounds,
        String seenIn,
        StepFunction rules) {
    /** Keeps an unmodifiable copy of the story. */
    public KnownBug {
        story = List.copyOf(story);
    }

    static KnownBug breaking(
            String id,
            String title,
            String rule,
            String consequence,
            Property violates,
            Bounds bounds,
            String seenIn,
            StepFunction rules) {
        return new KnownBug(id, title, List.of(rule, consequence), Optional.of(violates), bounds, seenIn, rules);
    }

    static KnownBug control(
            String id,
            String title,
            String rule,
            String consequence,
            Bounds bounds,
            String seenIn,
            StepFunction rules) {
        return new KnownBug(id, title, List.of(rule, consequence), Optional.empty(), bounds, seenIn, rules);
    }

    /** All of them, in the order of Figure 2: elections, persistence, replication, commit. */
    public static List<KnownBug> all() {
        return Stream.of(ElectionBugs.ALL, PersistenceBugs.ALL, ReplicationBugs.ALL, CommitBugs.ALL)
                .flatMap(List::stream)
                .toList();
    }

    /** The bug with this title or id. */
    public static Optional<KnownBug> named(String name) {
        return all().stream()
                .filter(bug -> bug.title.equals(name) || bug.id.equals(name))
                .findFirst();
    }

    /** The titles of all, for messages. */
    public static String titles() {
        return all().stream().map(KnownBug::title).collect(Collectors.joining(", "));
    }

    /** The id and the title. */
    @Override
    public String toString() {
        return id + " " + title;
    }
}
