package plumbline.checker.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import plumbline.core.Command;

/**
 * The core's events as JSON: a record is an object with its components as fields, in order and under their names, so the
 * core and its traces cannot drift apart.
 */
final class Records {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Records() {}

    /** Adds the components of {@code value} to {@code object}. */
    static ObjectNode write(Record value, ObjectNode object) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            object.set(component.getName(), json(get(component, value)));
        }
        return object;
    }

    private static JsonNode json(Object value) {
        if (value instanceof Number number) {
            return JSON.numberNode(number.longValue());
        }
        if (value instanceof Boolean flag) {
            return JSON.booleanNode(flag);
        }
        if (value instanceof Command command) {
            return Commands.write(command);
        }
        if (value instanceof List<?> list) {
            ArrayNode array = JSON.arrayNode();
            list.forEach(element -> array.add(json(element)));
            return array;
        }
        return write((Record) value, JSON.objectNode());
    }

    /** A record of type {@code type} with its components taken from {@code fields}, where others may be left. */
    static <T> T read(Fields fields, Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> value(
                        fields.any(component.getName()), component.getGenericType(), fields.path(component.getName())))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw BadFieldException.refused(fields.path(), refusal);
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(JsonNode json, Type type, String path) {
        if (type == int.class) {
            return (int) Fields.whole(json, path, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class) {
            return Fields.whole(json, path, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == boolean.class) {
            return Fields.flag(json, path);
        }
        if (type == Command.class) {
            return Commands.read(json, path);
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return list(json, list.getActualTypeArguments()[0], path);
        }
        Fields fields = new Fields(json, path);
        Object value = read(fields, (Class<?>) type);
        fields.end();
        return value;
    }

    private static List<Object> list(JsonNode json, Type type, String path) {
        if (!json.isArray()) {
            throw new BadFieldException(path, "is " + Fields.show(json) + ", must be a list");
        }
        List<Object> values = new ArrayList<>(json.size());
        for (JsonNode element : json) {
            values.add(value(element, type, path + "[" + values.size() + "]"));
        }
        return values;
    }

    private static Object get(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
