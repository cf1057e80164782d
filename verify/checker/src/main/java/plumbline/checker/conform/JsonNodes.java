package plumbline.checker.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON of different origin compared. */
final class JsonNodes {
    private static final int LONGEST = 200;

    private JsonNodes() {}

    static JsonNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    /** Equal in value: the order of an object's fields and the width of a number do not count. */
    static boolean equal(JsonNode one, JsonNode other) {
        if (one.isIntegralNumber() && other.isIntegralNumber()) {
            return one.bigIntegerValue().equals(other.bigIntegerValue());
        }
        if (one.isObject() && other.isObject() && one.size() == other.size()) {
            for (Map.Entry<String, JsonNode> field : one.properties()) {
                if (!other.has(field.getKey()) || !equal(field.getValue(), other.path(field.getKey()))) {
                    return false;
                }
            }
            return true;
        }
        if (one.isArray() && other.isArray() && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++) {
                if (!equal(one.path(i), other.path(i))) {
                    return false;
                }
            }
            return true;
        }
        return one.equals(other);
    }

    /** Where, within {@code path}, the two differ first; they do differ. */
    static String firstDifference(String path, JsonNode one, JsonNode other) {
        if (one.isObject() && other.isObject()) {
            for (Map.Entry<String, JsonNode> field : one.properties()) {
                if (!equal(field.getValue(), other.path(field.getKey()))) {
                    return firstDifference(path + "." + field.getKey(), field.getValue(), other.path(field.getKey()));
                }
            }
        }
        if (one.isArray() && other.isArray() && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++) {
                if (!equal(one.path(i), other.path(i))) {
                    return firstDifference(path + "[" + i + "]", one.path(i), other.path(i));
                }
            }
        }
        return path;
    }

    /** A message with the fields that {@code dialect} lacks put in as 0. */
    static JsonNode completed(JsonNode message, Dialect dialect) {
        if (!message.isObject() || !message.has("success")) {
            return message;
        }
        ObjectNode whole = message.deepCopy();
        dialect.lacks().forEach(field -> {
            if (!whole.has(field)) {
                whole.put(field, 0);
            }
        });
        return whole;
    }

    /** For people, cut off where it is long. */
    static String show(JsonNode json) {
        if (json.isMissingNode()) {
            return "nothing";
        }
        String text = json.toString().replaceAll("\\p{Cntrl}", "?");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
