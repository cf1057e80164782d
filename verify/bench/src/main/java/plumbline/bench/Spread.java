package plumbline.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Tells of several measurements of the same thing, one at least. */
public final class Spread {
    private Spread() {}

    /** The middle one, or between the two in the middle. */
    public static <T> double median(List<T> all, ToDoubleFunction<T> measure) {
        double[] sorted = all.stream().mapToDouble(measure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** The median, and if there are several the least and the most. */
    public static <T> String of(List<T> all, ToDoubleFunction<T> measure) {
        String median = number(median(all, measure));
        if (all.size() == 1) {
            return median;
        }
        return median + " (" + number(all.stream().mapToDouble(measure).min().orElseThrow()) + " to "
                + number(all.stream().mapToDouble(measure).max().orElseThrow()) + ")";
    }

    /** Three digits or more. */
    public static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
