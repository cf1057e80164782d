package plumbline.checker.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import plumbline.checker.simulate.Faults;

/** How much goes wrong in random schedules. */
final class FaultsOption {
    private static final String DRAWN = "drawn";
    private static final String NONE = "none";
    private static final List<String> NAMES =
            List.of("loss", "duplication", "delay", "partitions", "crashes", "clients");

    @Option(
            names = "--faults",
            paramLabel = "MIX",
            defaultValue = DRAWN,
            description = {
                "drawn: each schedule has its own mix (default); none; or what there is of it in thousandths, as in",
                "loss=50,duplication=50,delay=50,partitions=500,crashes=300,clients=1000 (what is left out is as in none)."
            })
    private String mix = DRAWN;

    /**
     * The mix asked for; none if each schedule is to draw its own.
     *
     * @throws BadUsageException saying which part is wrong
     */
    Optional<Faults> faults() {
        if (mix.equals(DRAWN)) {
            return Optional.empty();
        }
        Map<String, Integer> parts = new LinkedHashMap<>();
        if (!mix.equals(NONE)) {
            for (String part : mix.split(",", -1)) {
                read(part, parts);
            }
        }
        try {
            return Optional.of(new Faults(
                    parts.getOrDefault("loss", 0),
                    parts.getOrDefault("duplication", 0),
                    parts.getOrDefault("delay", 0),
                    parts.getOrDefault("partitions", 0),
                    parts.getOrDefault("crashes", 0),
                    parts.getOrDefault("clients", Faults.NONE.clients())));
        } catch (IllegalArgumentException e) {
            throw new BadUsageException("--faults: " + e.getMessage());
        }
    }

    private static void read(String part, Map<String, Integer> parts) {
        String[] both = part.split("=", 2);
        if (both.length < 2 || !NAMES.contains(both[0]) || !both[1].matches("[0-9]{1,9}")) {
            throw new BadUsageException("--faults has '" + part + "', must be drawn, none, or some of "
                    + String.join(", ", NAMES) + ", each with =N");
        }
        parts.put(both[0], Integer.valueOf(both[1]));
    }

    /** The mix in words. */
    String describe() {
        return mix.equals(DRAWN) ? "faults drawn for each" : "faults " + mix;
    }
}
