package plumbline.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Tells of several measurements of the same thing. */
final class Spread {
    private Spread() {}

    static <T> double median(List<T> all, ToDoubleFunction<T> measure) {
        double[] sorted = all.stream().mapToDouble(measure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** The median, and if there are several the least and the most. */
    static <T> String of(List<T> all, ToDoubleFunction<T> measure) {
        String median = number(median(all, measure));
        if (all.size() == 1) {
            return median;
        }
        return median + " (" + number(all.stream().mapToDouble(measure).min().orElseThrow()) + " to "
                + number(all.stream().mapToDouble(measure).max().orElseThrow()) + ")";
    }

    /** Three digits or more. */
    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
