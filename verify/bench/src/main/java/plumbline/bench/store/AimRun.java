package plumbline.bench.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** One aim, prepared or measured in a JVM of its own, reported in one line of {@code name=value}. */
public final class AimRun {
    private AimRun() {}

    /** Takes the aim, {@code prepare} or {@code measure}, a directory and the fraction of the sizes. */
    public static void main(String[] arguments) throws Exception {
        Aim aim = Aim.of(arguments[0]);
        Path directory = Path.of(arguments[2]);
        double fraction = Double.parseDouble(arguments[3]);
        if (arguments[1].equals("prepare")) {
            aim.prepare(directory, fraction);
            return;
        }
        double[] sorted = aim.measure(directory, fraction);
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "median=%.4f least=%.4f most=%.4f count=%d%n",
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1],
                sorted.length);
    }
}
