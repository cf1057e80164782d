package plumbline.checker.trace;

import java.util.List;
import java.util.Optional;
import plumbline.checker.explore.Counterexample;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;

/**
 * A schedule that can be replayed, with what it is about and what comes of it.
 *
 * <p>In a file it is JSON Lines: the header, one choice per line, the outcome. {@link TraceWriter} writes it, {@link
 * TraceReader} reads it.
 *
 * @param header what it is about
 * @param choices the schedule, from the initial world on
 * @param violation how it ended when it was recorded: the property that broke, or none
 */
public record Trace(Header header, List<Choice> choices, Optional<Violation> violation) {
    /** The version of the format. A change that an old reader would misread raises it. */
    public static final int VERSION = 1;

    private static final String RULES = "[a-z]{1,40}(-[a-z]{1,40}){0,20}";

    /** @throws IllegalArgumentException naming the field, if the outcome is not what the header expects */
    public Trace {
        choices = List.copyOf(choices);
        Verdict outcome = violation.isPresent() ? Verdict.VIOLATED : Verdict.HOLDS;
        require(
                outcome == header.expected(),
                "outcome",
                "is " + outcome.title() + ", the header expects "
                        + header.expected().title());
        if (violation.isPresent()) {
            Property broken = violation.get().property();
            require(
                    header.property().equals(Optional.of(broken)),
                    "property",
                    "is " + broken.title() + ", the header names "
                            + header.property().map(Property::title).orElse("none"));
        }
        for (Choice choice : choices) {
            require(
                    !(choice instanceof Choice.Deliver deliver)
                            || deliver.kept()
                            || header.bounds().network().consumes(),
                    "kept",
                    "is false, but the set network keeps all messages");
        }
    }

    /**
     * What a trace is about.
     *
     * @param name the mistake or scenario, as in the file's name without {@code .jsonl}
     * @param story the point, in two lines
     * @param rules the known bug whose rules break the property; none for the core's own rules
     * @param bounds the bounds within which it is a schedule
     * @param property the property it is about, if it is about one
     * @param expected whether a replay breaks that property ({@code VIOLATED}) or none at all ({@code HOLDS})
     */
    public record Header(
            String name,
            List<String> story,
            Optional<String> rules,
            Bounds bounds,
            Optional<Property> property,
            Verdict expected) {
        /** @throws IllegalArgumentException naming the field that is blank or contradicts another */
        public Header {
            story = List.copyOf(story);
            require(!name.isBlank(), "name", "is blank");
            require(story.size() == 2, "story", "has " + story.size() + " lines, must have 2");
            require(story.stream().noneMatch(String::isBlank), "story", "has a blank line");
            require(
                    rules.isEmpty() || rules.get().matches(RULES),
                    "rules",
                    "is not the name of a known bug, small words joined by hyphens");
            require(expected != Verdict.INCOMPLETE, "expected", "is incomplete, must be holds or violated");
            require(
                    expected == Verdict.HOLDS || property.isPresent(),
                    "property",
                    "is null, but a violation of it is expected");
        }

        /** What a schedule of the core's own rules is about. */
        public Header(String name, List<String> story, Bounds bounds, Optional<Property> property, Verdict expected) {
            this(name, story, Optional.empty(), bounds, property, expected);
        }
    }

    /** The trace of what an exploration found. */
    public static Trace of(String name, Bounds bounds, Counterexample counterexample) {
        Violation violation = counterexample.violation();
        Property property = violation.property();
        return new Trace(
                new Header(
                        name,
                        List.of(
                                "This schedule breaks " + property.title() + ": " + property.statement() + ".",
                                "No shorter one within these bounds does."),
                        bounds,
                        Optional.of(property),
                        Verdict.VIOLATED),
                counterexample.schedule(),
                Optional.of(violation));
    }

    /** This trace as one of the rules of known bug {@code title}. */
    public Trace underRulesOf(String title) {
        return new Trace(
                new Header(
                        header.name, header.story, Optional.of(title), header.bounds, header.property, header.expected),
                choices,
                violation);
    }

    private static void require(boolean holds, String field, String reason) {
        if (!holds) {
            throw new IllegalArgumentException(field + " " + reason);
        }
    }
}
