package plumbline.checker.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.trace.BadFieldException;
import plumbline.checker.trace.BoundsJson;
import plumbline.checker.trace.Fields;
import plumbline.checker.world.Bounds;

/**
 * What a set of vectors is.
 *
 * @param bounds within which they are all local transitions
 * @param dialect whose rules they are
 * @param vectors how many
 * @param worlds how many worlds, up to symmetry, were explored to check the properties
 * @param verdicts what was found of each property
 */
public record VectorHeader(Bounds bounds, Dialect dialect, long vectors, long worlds, Map<Property, Verdict> verdicts) {
    /** The version of the format. A change that an old reader would misread raises it. */
    public static final int VERSION = 1;

    static final String VERSION_FIELD = "vectorsVersion";

    /** What passing means. */
    public static final List<String> MEANING = List.of(
            "Each line is one local transition: a server's state, an event, and all that it does to that server. Together"
                    + " they are all those that any world within the bounds takes, on a network that may lose, repeat and"
                    + " reorder, but not forge.",
            "A deterministic implementation that agrees on every line has, within these bounds and this network, the same"
                    + " graph of worlds, and so the verdicts below.",
            "Nothing is said of larger bounds, of state that the adapter does not show, of time, or of storage that loses"
                    + " what it was given to keep. spec/README.md has the argument.");

    ObjectNode write() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(VERSION_FIELD, VERSION);
        ArrayNode meaning = json.putArray("meaning");
        MEANING.forEach(meaning::add);
        json.set("bounds", BoundsJson.write(bounds));
        ArrayNode lacks = json.putArray("lacks");
        dialect.lacks().forEach(lacks::add);
        json.put("vectors", vectors).put("worlds", worlds);
        ObjectNode object = json.putObject("verdicts");
        new EnumMap<>(verdicts).forEach((property, verdict) -> object.put(property.title(), verdict.title()));
        return json;
    }

    static VectorHeader read(Fields line) {
        int version = line.count(VERSION_FIELD);
        if (version != VERSION) {
            throw new BadFieldException(VERSION_FIELD, "is " + version + ", this reader knows " + VERSION);
        }
        line.list("meaning");
        Bounds bounds = BoundsJson.read(line.object("bounds"));
        Dialect dialect = dialect(line);
        long vectors = Fields.whole(line.any("vectors"), "vectors", 1, Long.MAX_VALUE);
        long worlds = Fields.whole(line.any("worlds"), "worlds", 1, Long.MAX_VALUE);
        Fields verdicts = line.object("verdicts");
        Map<Property, Verdict> found = new EnumMap<>(Property.class);
        for (Property property : Property.all()) {
            if (verdicts.has(property.title())) {
                if (!verdicts.text(property.title()).equals(Verdict.HOLDS.title())) {
                    throw new BadFieldException(verdicts.path(property.title()), "must be holds");
                }
                found.put(property, Verdict.HOLDS);
            }
        }
        verdicts.end();
        line.end();
        return new VectorHeader(bounds, dialect, vectors, worlds, found);
    }

    /** The dialect that the list in field {@code lacks} names. */
    static Dialect dialect(Fields line) {
        List<String> lacks = new ArrayList<>();
        for (JsonNode field : line.list("lacks")) {
            lacks.add(Fields.text(field, line.path("lacks") + "[" + lacks.size() + "]"));
        }
        return Dialect.lacking(lacks)
                .orElseThrow(() -> new BadFieldException(
                        line.path("lacks"), "is " + Fields.show(line.any("lacks")) + ", must be " + Dialect.choices()));
    }
}
