package plumbline.bench.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import plumbline.bench.Spread;

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
        List<Double> measured =
                Arrays.stream(aim.measure(directory, fraction)).boxed().toList();
        System.out.printf(
                Locale.ROOT,
                "median=%.4f least=%.4f most=%.4f count=%d%n",
                Spread.median(measured, each -> each),
                Collections.min(measured),
                Collections.max(measured),
                measured.size());
    }
}
