package plumbline.bench;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import plumbline.checker.world.Bounds;

/** The four bounds of one measurement, written {@code 3/2/1/0}; all others are as plain as can be. */
record Row(int servers, int terms, int entries, int restarts) {
    static Row of(String text) {
        List<Integer> parts =
                Arrays.stream(text.split("/", -1)).map(Integer::valueOf).toList();
        if (parts.size() != 4) {
            throw new IllegalArgumentException("not four numbers");
        }
        return new Row(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
    }

    Bounds bounds() {
        return Bounds.of(servers, terms, entries, restarts);
    }

    /** The name that the spec's model with these bounds has. */
    String model() {
        return "servers-" + servers + "-terms-" + terms + "-entries-" + entries
                + (restarts > 0 ? "-restarts-" + restarts : "") + ".cfg";
    }

    @Override
    public String toString() {
        return servers + "/" + terms + "/" + entries + "/" + restarts;
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<Row> {
        @Override
        public Row convert(String text) {
            try {
                Row row = of(text);
                row.bounds();
                return row;
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "'" + text + "' is not servers/terms/entries/restarts, as in 3/2/1/0: " + e.getMessage());
            }
        }
    }
}
