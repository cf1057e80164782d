package plumbline.checker.spec;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import plumbline.checker.spec.TlaValue.Elements;
import plumbline.checker.spec.TlaValue.Fields;
import plumbline.checker.spec.TlaValue.Sequence;

/**
 * One place where a state of the spec and one of the code differ.
 *
 * @param field where, as in {@code server[2].votedFor}
 * @param spec the spec's value, or that it has none
 * @param code the code's value, or that it has none
 */
public record ValueDifference(String field, String spec, String code) {
    private static final String ABSENT = "absent";
    private static final String PRESENT = "present";

    /** All places where they differ, in the order of the variables. */
    static List<ValueDifference> between(Map<String, TlaValue> spec, Map<String, TlaValue> code) {
        List<ValueDifference> found = new ArrayList<>();
        fields("", spec, code, found);
        return found;
    }

    private static void fields(
            String where, Map<String, TlaValue> spec, Map<String, TlaValue> code, List<ValueDifference> found) {
        Set<String> names = new LinkedHashSet<>(code.keySet());
        names.addAll(spec.keySet());
        for (String name : names) {
            String field = where.isEmpty() ? name : where + "." + name;
            TlaValue one = spec.get(name);
            TlaValue other = code.get(name);
            if (one == null || other == null) {
                found.add(new ValueDifference(field, show(one), show(other)));
            } else {
                values(field, one, other, found);
            }
        }
    }

    private static String show(@org.jspecify.annotations.Nullable TlaValue value) {
        return value == null ? ABSENT : value.toString();
    }

    private static void values(String where, TlaValue spec, TlaValue code, List<ValueDifference> found) {
        if (spec.equals(code)) {
            return;
        }
        if (spec instanceof Fields one && code instanceof Fields other) {
            fields(where, one.values(), other.values(), found);
        } else if (spec instanceof Sequence one
                && code instanceof Sequence other
                && one.values().size() == other.values().size()) {
            for (int place = 0; place < one.values().size(); place++) {
                values(
                        where + "[" + (place + 1) + "]",
                        one.values().get(place),
                        other.values().get(place),
                        found);
            }
        } else if (spec instanceof Elements one && code instanceof Elements other) {
            for (TlaValue value : one.values()) {
                if (!other.values().contains(value)) {
                    found.add(new ValueDifference(where + " has " + value, PRESENT, ABSENT));
                }
            }
            for (TlaValue value : other.values()) {
                if (!one.values().contains(value)) {
                    found.add(new ValueDifference(where + " has " + value, ABSENT, PRESENT));
                }
            }
        } else {
            found.add(new ValueDifference(where, spec.toString(), code.toString()));
        }
    }

    /** As in {@code server[2].votedFor: spec 1, code 2}. */
    @Override
    public String toString() {
        return field + ": spec " + spec + ", code " + code;
    }
}
