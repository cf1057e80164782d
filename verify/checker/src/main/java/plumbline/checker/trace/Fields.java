package plumbline.checker.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The fields of one JSON object. Each is asked for by name and type; in the end none may be left over.
 *
 * <p>Whatever is not as asked for is a {@link BadFieldException}.
 */
public final class Fields {
    private final JsonNode object;
    private final String path;
    private final Set<String> known = new HashSet<>();

    /** @param path where the object is within its line; empty if it is the line */
    public Fields(JsonNode json, String path) {
        if (!json.isObject()) {
            throw new BadFieldException(path, "is " + show(json) + ", must be a JSON object");
        }
        this.object = json;
        this.path = path;
    }

    /** Where field {@code name} is within its line. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Where this object is within its line. */
    String path() {
        return path;
    }

    /** Whether there is a field {@code name}, which then is known. */
    public boolean has(String name) {
        known.add(name);
        return object.has(name);
    }

    /** What is in field {@code name}, of any type. */
    public JsonNode any(String name) {
        if (!has(name)) {
            throw new BadFieldException(path(name), "is missing");
        }
        return object.path(name);
    }

    /** The text in field {@code name}. */
    public String text(String name) {
        return text(any(name), path(name));
    }

    /** The whole number in field {@code name}. */
    public int count(String name) {
        return (int) whole(any(name), path(name), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** The object in field {@code name}. */
    public Fields object(String name) {
        return new Fields(any(name), path(name));
    }

    /** The list in field {@code name}. */
    public List<JsonNode> list(String name) {
        JsonNode list = any(name);
        if (!list.isArray()) {
            throw new BadFieldException(path(name), "is " + show(list) + ", must be a list");
        }
        List<JsonNode> elements = new ArrayList<>(list.size());
        list.forEach(elements::add);
        return elements;
    }

    /** The text in field {@code name}, which is one of two. */
    public String oneOf(String name, String one, String other) {
        String text = text(name);
        if (!text.equals(one) && !text.equals(other)) {
            throw new BadFieldException(path(name), "is " + show(any(name)) + ", must be " + one + " or " + other);
        }
        return text;
    }

    /** No other field may be there. */
    public void end() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new BadFieldException(path(name), "is not a known field here");
            }
        }
    }

    /** {@code json}, found at {@code path}, as a text. */
    public static String text(JsonNode json, String path) {
        if (!json.isTextual()) {
            throw new BadFieldException(path, "is " + show(json) + ", must be a text");
        }
        return json.textValue();
    }

    /** {@code json}, found at {@code path}, as a whole number of {@code least} to {@code most}. */
    public static long whole(JsonNode json, String path, long least, long most) {
        if (!json.isIntegralNumber()) {
            throw new BadFieldException(path, "is " + show(json) + ", must be a whole number");
        }
        if (!json.canConvertToLong() || json.longValue() < least || json.longValue() > most) {
            throw new BadFieldException(path, "is " + show(json) + ", must be " + least + " to " + most);
        }
        return json.longValue();
    }

    /** {@code json}, found at {@code path}, as true or false. */
    public static boolean flag(JsonNode json, String path) {
        if (!json.isBoolean()) {
            throw new BadFieldException(path, "is " + show(json) + ", must be true or false");
        }
        return json.booleanValue();
    }

    /** The start of {@code json}, for complaints. */
    public static String show(JsonNode json) {
        String text = json.toString();
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
