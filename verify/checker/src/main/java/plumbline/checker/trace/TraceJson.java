package plumbline.checker.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Bounds;

/** A trace's first and last line as JSON. */
final class TraceJson {
    private TraceJson() {}

    static ObjectNode write(Trace.Header header) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("version", Trace.VERSION).put("name", header.name());
        ArrayNode story = line.putArray("story");
        header.story().forEach(story::add);
        header.rules().ifPresent(rules -> line.put("rules", rules));
        line.set("bounds", BoundsJson.write(header.bounds()));
        return line.put("property", header.property().map(Property::title).orElse(null))
                .put("expected", header.expected().title());
    }

    static Trace.Header header(Fields line) {
        int version = line.count("version");
        if (version != Trace.VERSION) {
            throw new BadFieldException("version", "is " + version + ", this reader knows " + Trace.VERSION);
        }
        String name = line.text("name");
        List<String> story = new ArrayList<>();
        JsonNode lines = line.any("story");
        if (!lines.isArray()) {
            throw new BadFieldException("story", "is " + Fields.show(lines) + ", must be a list of two texts");
        }
        for (JsonNode text : lines) {
            story.add(Fields.text(text, "story[" + story.size() + "]"));
        }
        Optional<String> rules = line.has("rules") ? Optional.of(line.text("rules")) : Optional.empty();
        Bounds bounds = BoundsJson.read(line.object("bounds"));
        Optional<Property> property = line.any("property").isNull() ? Optional.empty() : Optional.of(property(line));
        Verdict expected = verdict(line, "expected");
        line.end();
        try {
            return new Trace.Header(name, story, rules, bounds, property, expected);
        } catch (IllegalArgumentException e) {
            throw BadFieldException.refused("", e);
        }
    }

    static ObjectNode write(Optional<Violation> violation) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        if (violation.isEmpty()) {
            return line.put("outcome", Verdict.HOLDS.title());
        }
        return line.put("outcome", Verdict.VIOLATED.title())
                .put("property", violation.get().property().title())
                .put("reason", violation.get().reason());
    }

    static Optional<Violation> outcome(Fields line) {
        Optional<Violation> violation = verdict(line, "outcome") == Verdict.HOLDS
                ? Optional.empty()
                : Optional.of(new Violation(property(line), line.text("reason")));
        line.end();
        return violation;
    }

    private static Property property(Fields line) {
        String title = line.text("property");
        return Property.named(title)
                .orElseThrow(() -> new BadFieldException(
                        "property",
                        "is " + Fields.show(line.any("property")) + ", must be one of " + Property.titles()));
    }

    private static Verdict verdict(Fields line, String name) {
        String holds = Verdict.HOLDS.title();
        return line.oneOf(name, holds, Verdict.VIOLATED.title()).equals(holds) ? Verdict.HOLDS : Verdict.VIOLATED;
    }
}
