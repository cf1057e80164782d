package plumbline.checker.linearize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Values.Word;

/**
 * Histories as JSON Lines. Each line is a call or an answer, in the order in which they happened:
 *
 * <pre>{@code
 * {"format":"plumbline-history","version":1}
 * {"process":0,"type":"invoke","f":"put","key":"k","value":"x"}
 * {"process":0,"type":"ok","f":"put","key":"k"}
 * {"process":1,"type":"invoke","f":"cas","key":"k","value":["y","z"]}
 * {"process":1,"type":"ok","f":"cas","key":"k","mismatch":true}
 * }</pre>
 *
 * <p>The first line is the header, and may be left out. {@code type} and {@code f} are Jepsen's words: invoke, ok, fail
 * (certainly without effect), info (nobody knows); read or get, write or put, cas (expected and new value), append,
 * delete. {@code value} is what is written, or what a read answers: null where there is none. An answered cas that
 * found another value says {@code "mismatch":true}. {@code time} and {@code error} may say more, to people. No other
 * field may be there.
 */
final class JsonLines {
    static final String FORMAT = "plumbline-history";
    static final int VERSION = 1;

    private static final Set<String> FIELDS =
            Set.of("process", "type", "f", "key", "value", "mismatch", "time", "error");

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private JsonLines() {}

    static void read(String text, Pairing pairing) {
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (!line.isBlank()) {
                JsonNode json = parse(number, line);
                if (number == 1 && json.has("format")) {
                    header(json);
                } else {
                    pairing.add(event(number, json));
                }
            }
        }
    }

    /** The header. */
    static String header() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("version", VERSION)
                .toString();
    }

    /** An event, as a line. */
    static String line(Event event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("process", json(event.process()));
        json.put("type", event.type());
        json.put("f", event.function());
        if (event.hasKey()) {
            json.set("key", json(event.key()));
        }
        if (event.value() != null) {
            json.set("value", json(event.value()));
        }
        if (event.mismatch()) {
            json.put("mismatch", true);
        }
        return json.toString();
    }

    private static JsonNode json(@Nullable Object value) {
        if (value instanceof List<?> list) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            list.forEach(element -> array.add(json(element)));
            return array;
        }
        if (value instanceof Number number) {
            return JsonNodeFactory.instance.numberNode(number.longValue());
        }
        if (value instanceof Boolean truth) {
            return JsonNodeFactory.instance.booleanNode(truth);
        }
        return value == null
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.textNode(value.toString());
    }

    private static JsonNode parse(int number, String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (json == null || !json.isObject()) {
                throw new BadHistoryException(number, "it is not a JSON object");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new BadHistoryException(
                    number, "it is not JSON: " + e.getOriginalMessage().replaceAll(" \\(start marker .*", ""));
        }
    }

    private static void header(JsonNode json) {
        if (!json.path("format").asText().equals(FORMAT)) {
            throw new BadHistoryException(1, "the format is " + json.path("format") + ", must be \"" + FORMAT + "\"");
        }
        if (!json.path("version").isInt() || json.path("version").intValue() != VERSION) {
            throw new BadHistoryException(1, "the version is " + json.path("version") + ", must be " + VERSION);
        }
    }

    private static Event event(int line, JsonNode json) {
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new BadHistoryException(line, Values.show(name) + " is not a known field");
            }
        }
        if (!json.path("process").canConvertToLong() || !json.path("process").isIntegralNumber()) {
            throw new BadHistoryException(line, "process is " + shown(json, "process") + ", must be a whole number");
        }
        if (json.has("mismatch") && !json.path("mismatch").isBoolean()) {
            throw new BadHistoryException(line, "mismatch is " + shown(json, "mismatch") + ", must be true or false");
        }
        String type = text(line, json, "type");
        String function = text(line, json, "f");
        boolean mismatch = json.path("mismatch").booleanValue();
        if (mismatch && !(type.equals("ok") && function.equals("cas"))) {
            throw new BadHistoryException(line, "mismatch is true, but this is not an ok cas");
        }
        return new Event(
                line,
                json.path("process").longValue(),
                type,
                function,
                json.has("key"),
                value(line, json.path("key")),
                value(line, json.path("value")),
                mismatch);
    }

    private static String text(int line, JsonNode json, String name) {
        if (!json.path(name).isTextual()) {
            throw new BadHistoryException(line, name + " is " + shown(json, name) + ", must be a text");
        }
        return json.path(name).textValue();
    }

    private static String shown(JsonNode json, String name) {
        return json.has(name) ? Values.show(new Word(json.path(name).toString())) : "missing";
    }

    private static @Nullable Object value(int line, JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            return null;
        }
        if (json.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            json.forEach(element -> list.add(value(line, element)));
            return Collections.unmodifiableList(list);
        }
        if (json.isTextual()) {
            return json.textValue();
        }
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return json.longValue();
        }
        throw new BadHistoryException(
                line, "the value is " + json + ", must be a text, a whole number, or a list of such");
    }
}
