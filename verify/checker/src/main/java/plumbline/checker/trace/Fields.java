package plumbline.checker.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** The fields of one JSON object. Each is asked for by name and type; in the end none may be left over. */
final class Fields {
    private final JsonNode object;
    private final String path;
    private final Set<String> known = new HashSet<>();

    /** @param path where the object is within its line; empty if it is the line */
    Fields(JsonNode json, String path) {
        if (!json.isObject()) {
            throw new BadFieldException(path, "is " + show(json) + ", must be a JSON object");
        }
        this.object = json;
        this.path = path;
    }

    /** Where field {@code name} is within its line. */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Where this object is within its line. */
    String path() {
        return path;
    }

    boolean has(String name) {
        known.add(name);
        return object.has(name);
    }

    JsonNode any(String name) {
        if (!has(name)) {
            throw new BadFieldException(path(name), "is missing");
        }
        return object.path(name);
    }

    String text(String name) {
        return text(any(name), path(name));
    }

    int count(String name) {
        return (int) whole(any(name), path(name), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    Fields object(String name) {
        return new Fields(any(name), path(name));
    }

    /** No other field may be there. */
    void end() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new BadFieldException(path(name), "is not a known field here");
            }
        }
    }

    static String text(JsonNode json, String path) {
        if (!json.isTextual()) {
            throw new BadFieldException(path, "is " + show(json) + ", must be a text");
        }
        return json.textValue();
    }

    static long whole(JsonNode json, String path, long least, long most) {
        if (!json.isIntegralNumber()) {
            throw new BadFieldException(path, "is " + show(json) + ", must be a whole number");
        }
        if (!json.canConvertToLong() || json.longValue() < least || json.longValue() > most) {
            throw new BadFieldException(path, "is " + show(json) + ", must be " + least + " to " + most);
        }
        return json.longValue();
    }

    static boolean flag(JsonNode json, String path) {
        if (!json.isBoolean()) {
            throw new BadFieldException(path, "is " + show(json) + ", must be true or false");
        }
        return json.booleanValue();
    }

    static String show(JsonNode json) {
        String text = json.toString();
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
