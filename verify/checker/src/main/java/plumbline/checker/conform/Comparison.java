package plumbline.checker.conform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import plumbline.checker.trace.StateJson;

/** An answer held against the core's, field by field. */
final class Comparison {
    /** What never changes, and so may be left out. */
    static final Set<String> CONSTANT = Set.of("id", "servers", "window");

    private static final Set<String> BY_SERVER = Set.of("nextIndex", "matchIndex");
    private static final String UNORDERED = "votesGranted";
    private static final JsonNode NOTHING = MissingNode.getInstance();

    private final Profile profile;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(Profile profile) {
        this.profile = profile;
    }

    /** In what {@code answer} differs from what {@code vector} expects; nothing if they agree. */
    static List<Difference> of(TestVector vector, Subject.Answer<?> answer, Profile profile) {
        Comparison comparison = new Comparison(profile);
        if (!answer.error().isEmpty()) {
            return List.of(new Difference("the answer", "error", "a step", answer.error()));
        }
        ObjectNode expected = StateJson.write(vector.transition().after());
        if (comparison.isObject(answer.state(), "state")) {
            comparison.states(expected, (ObjectNode) answer.state());
        }
        if (answer.messages().isArray()) {
            comparison.messages(
                    TestVector.messages(vector.transition().messages(), profile.dialect(), expected.arrayNode()),
                    answer.messages());
        } else {
            comparison.add("messages", "messages", vector.state().arrayNode(), answer.messages());
        }
        return comparison.differences;
    }

    private boolean isObject(JsonNode json, String field) {
        if (!json.isObject()) {
            differences.add(new Difference(field, field, "a JSON object", JsonNodes.show(json)));
        }
        return json.isObject();
    }

    private void add(String field, String kind, JsonNode expected, JsonNode actual) {
        differences.add(new Difference(field, kind, JsonNodes.show(expected), JsonNodes.show(actual)));
    }

    private void states(ObjectNode expected, ObjectNode actual) {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            String name = field.getKey();
            JsonNode given = actual.path(name);
            if (CONSTANT.contains(name) && given.isMissingNode()) {
                continue;
            }
            if (name.equals("log") && given.isArray()) {
                log(field.getValue(), given);
            } else if (BY_SERVER.contains(name) && given.isObject()) {
                byServer(name, field.getValue(), given);
            } else if (!same(name, field.getValue(), given)) {
                add(name, name, field.getValue(), given);
            }
        }
        for (Map.Entry<String, JsonNode> field : actual.properties()) {
            String name = field.getKey();
            if (!expected.has(name)
                    && !field.getValue().isNull()
                    && !profile.extraState().contains(name)) {
                add(name, name, NOTHING, field.getValue());
            }
        }
    }

    /** Logs may be long, so only from the first entry on in which they differ. */
    private void log(JsonNode expected, JsonNode actual) {
        int same = 0;
        while (same < Math.min(expected.size(), actual.size())
                && JsonNodes.equal(expected.path(same), actual.path(same))) {
            same++;
        }
        if (same < Math.max(expected.size(), actual.size())) {
            add(same == 0 ? "log" : "log from " + (same + 1) + " on", "log", from(expected, same), from(actual, same));
        }
    }

    private static ArrayNode from(JsonNode entries, int index) {
        ArrayNode rest = JsonNodeFactory.instance.arrayNode();
        for (int i = index; i < entries.size(); i++) {
            rest.add(entries.path(i));
        }
        return rest;
    }

    private void byServer(String name, JsonNode expected, JsonNode actual) {
        for (Map.Entry<String, JsonNode> index : expected.properties()) {
            JsonNode given = actual.path(index.getKey());
            if (!JsonNodes.equal(index.getValue(), given)) {
                add(name + "[" + index.getKey() + "]", name, index.getValue(), given);
            }
        }
        for (Map.Entry<String, JsonNode> index : actual.properties()) {
            if (!expected.has(index.getKey())) {
                add(name + "[" + index.getKey() + "]", name, NOTHING, index.getValue());
            }
        }
    }

    private static boolean same(String name, JsonNode expected, JsonNode actual) {
        if (!name.equals(UNORDERED) || !actual.isArray()) {
            return JsonNodes.equal(expected, actual);
        }
        List<String> one = new ArrayList<>();
        List<String> other = new ArrayList<>();
        expected.forEach(vote -> one.add(vote.toString()));
        actual.forEach(vote -> other.add(vote.toString()));
        one.sort(null);
        other.sort(null);
        return one.equals(other);
    }

    private void messages(JsonNode expected, JsonNode actual) {
        if (profile.messageOrderMatters() && JsonNodes.equal(sorted(expected), sorted(actual))) {
            if (!JsonNodes.equal(expected, actual)) {
                add("messages", "order of messages", expected, actual);
            }
            return;
        }
        List<JsonNode> wanted = new ArrayList<>();
        List<JsonNode> unwanted = new ArrayList<>();
        expected.forEach(wanted::add);
        for (JsonNode message : actual) {
            if (!wanted.removeIf(other -> JsonNodes.equal(other, message))) {
                unwanted.add(message);
            }
        }
        for (JsonNode message : wanted) {
            JsonNode likely = unwanted.stream()
                    .filter(other -> JsonNodes.equal(message.path("type"), other.path("type"))
                            && JsonNodes.equal(message.path("to"), other.path("to")))
                    .findFirst()
                    .orElse(NOTHING);
            unwanted.remove(likely);
            fields(message, likely);
        }
        for (JsonNode message : unwanted) {
            add(name(message), type(message) + " sent", NOTHING, message);
        }
    }

    private static JsonNode sorted(JsonNode messages) {
        List<JsonNode> list = new ArrayList<>();
        messages.forEach(list::add);
        list.sort((one, other) -> one.toString().compareTo(other.toString()));
        return JsonNodeFactory.instance.arrayNode().addAll(list);
    }

    private void fields(JsonNode expected, JsonNode actual) {
        if (actual.isMissingNode()) {
            add(name(expected), type(expected) + " not sent", expected, actual);
            return;
        }
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            if (!JsonNodes.equal(field.getValue(), actual.path(field.getKey()))) {
                field(expected, field.getKey(), field.getValue(), actual.path(field.getKey()));
            }
        }
        for (Map.Entry<String, JsonNode> field : actual.properties()) {
            if (!expected.has(field.getKey())) {
                field(expected, field.getKey(), NOTHING, field.getValue());
            }
        }
    }

    private void field(JsonNode message, String field, JsonNode expected, JsonNode actual) {
        add(name(message) + ": " + field, type(message) + "." + field, expected, actual);
    }

    private static String type(JsonNode message) {
        return message.path("type").isTextual() ? message.path("type").textValue() : "message";
    }

    private static String name(JsonNode message) {
        return type(message) + " to " + JsonNodes.show(message.path("to"));
    }
}
