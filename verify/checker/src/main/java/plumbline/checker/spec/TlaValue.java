package plumbline.checker.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A value of TLA+, as far as TLC prints them. Equal when TLA+ says so: a function on 1..n is a sequence and one on strings
 * is a record, however it was written. {@link Object#toString} gives TLA+ again, on one line.
 */
public sealed interface TlaValue {
    /** A whole number. */
    record Whole(long value) implements TlaValue {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** TRUE or FALSE. */
    record Truth(boolean value) implements TlaValue {
        @Override
        public String toString() {
            return value ? "TRUE" : "FALSE";
        }
    }

    /** A string. */
    record Text(String value) implements TlaValue {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("\"");
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                switch (c) {
                    case '"' -> text.append("\\\"");
                    case '\\' -> text.append("\\\\");
                    case '\n' -> text.append("\\n");
                    case '\t' -> text.append("\\t");
                    case '\r' -> text.append("\\r");
                    case '\f' -> text.append("\\f");
                    default -> text.append(c);
                }
            }
            return text.append('"').toString();
        }
    }

    /** A model value: equal to itself and to nothing else. */
    record Model(String name) implements TlaValue {
        @Override
        public String toString() {
            return name;
        }
    }

    /** {@code <<a, b>>}. */
    record Sequence(List<TlaValue> values) implements TlaValue {
        /** Keeps an unmodifiable copy. */
        public Sequence {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return values.stream().map(TlaValue::toString).collect(Collectors.joining(", ", "<<", ">>"));
        }
    }

    /** {@code {a, b}}. */
    record Elements(Set<TlaValue> values) implements TlaValue {
        /** Keeps an unmodifiable copy in the same order. */
        public Elements {
            values = Collections.unmodifiableSet(new LinkedHashSet<>(values));
        }

        @Override
        public String toString() {
            return values.stream().map(TlaValue::toString).collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /** {@code [a |-> 1, b |-> 2]}. */
    record Fields(Map<String, TlaValue> values) implements TlaValue {
        /** Keeps an unmodifiable copy in the same order. */
        public Fields {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String toString() {
            return values.entrySet().stream()
                    .map(field -> field.getKey() + " |-> " + field.getValue())
                    .collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /** {@code (x :> a @@ y :> b)}, where it is neither a sequence nor a record. */
    record Function(Map<TlaValue, TlaValue> values) implements TlaValue {
        /** Keeps an unmodifiable copy in the same order. */
        public Function {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String toString() {
            return values.entrySet().stream()
                    .map(pair -> pair.getKey() + " :> " + pair.getValue())
                    .collect(Collectors.joining(" @@ ", "(", ")"));
        }
    }

    /** The function that these pairs are: a sequence or a record, if it is one. */
    static TlaValue function(Map<TlaValue, TlaValue> pairs) {
        if (pairs.keySet().stream().allMatch(Text.class::isInstance) && !pairs.isEmpty()) {
            Map<String, TlaValue> fields = new LinkedHashMap<>();
            pairs.forEach((key, value) -> fields.put(((Text) key).value(), value));
            return new Fields(fields);
        }
        TreeMap<Long, TlaValue> places = new TreeMap<>();
        pairs.forEach((key, value) -> {
            if (key instanceof Whole place) {
                places.put(place.value(), value);
            }
        });
        boolean sequence = places.size() == pairs.size()
                && (pairs.isEmpty() || (places.firstKey() == 1 && places.lastKey() == pairs.size()));
        return sequence ? new Sequence(List.copyOf(places.values())) : new Function(pairs);
    }
}
