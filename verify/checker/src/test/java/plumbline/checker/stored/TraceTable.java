package plumbline.checker.stored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.property.Property;
import plumbline.checker.property.Property.Scope;
import plumbline.checker.trace.Trace;
import plumbline.checker.trace.TraceReader;
import plumbline.checker.world.Bounds;
import plumbline.core.Cluster;

/**
 * The table of known bugs in {@code traces/README.md}. What it says of a bug and its trace is generated; what was measured
 * (worlds, seconds, random schedules) is kept from one time to the next, until it is measured again.
 */
final class TraceTable {
    static final Path TRACES = Path.of("../../traces");
    private static final Path README = TRACES.resolve("README.md");
    private static final String BEGIN = "<!-- generated from here -->\n";
    private static final String END = "<!-- to here -->\n";

    /**
     * What a search for a bug's shortest schedule cost.
     *
     * @param worlds how many worlds it took
     * @param seconds how long
     * @param schedules within how many random schedules the bug is found; 0 if it cannot be
     */
    record Measured(long worlds, double seconds, int schedules) {}

    private TraceTable() {}

    static Path file(KnownBug bug) {
        return TRACES.resolve("counterexamples").resolve(bug.title() + ".jsonl");
    }

    static Trace trace(KnownBug bug) throws IOException {
        return TraceReader.read(file(bug));
    }

    /** What the bug's trace shows: the property that it breaks, or for the control the only one that sees it. */
    static Property property(KnownBug bug) {
        return bug.violates().orElse(Property.ONE_VOTE_PER_TERM);
    }

    /** How many servers random schedules are given to find the bug with. */
    static Bounds randomBounds(KnownBug bug) {
        return new Bounds(
                bug.bounds().servers() == 5 ? 5 : 3,
                1_000,
                1_000,
                9,
                3,
                1_000,
                bug.bounds().window(),
                bug.bounds().network());
    }

    static String read() throws IOException {
        return Files.readString(README);
    }

    static void write(String text) throws IOException {
        Files.writeString(README, text);
    }

    /** {@code text} with a table of these measurements instead of the one that it has. */
    static String withTable(String text, Map<String, Measured> measured) throws IOException {
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        return text.substring(0, begin) + "\n" + table(measured) + "\n" + text.substring(text.indexOf(END));
    }

    private static String table(Map<String, Measured> measured) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "| id | trace | breaks | bounds | choices | worlds | seconds | random schedules |",
                "|---|---|---|---|---:|---:|---:|---|"));
        for (KnownBug bug : KnownBug.all()) {
            Measured costs = measured.getOrDefault(bug.id(), new Measured(0, 0, 0));
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | [%s](counterexamples/%s.jsonl) | %s | %s | %d | %,d | %.1f | %s |",
                    bug.id(),
                    bug.title(),
                    bug.title(),
                    bug.violates()
                            .map(Property::title)
                            .orElse("none of Figure 3; " + property(bug).title()),
                    bounds(bug.bounds()),
                    Files.exists(file(bug)) ? trace(bug).choices().size() : 0,
                    costs.worlds,
                    costs.seconds,
                    property(bug).scope() == Scope.GRAPH ? "cannot" : "within " + costs.schedules));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String bounds(Bounds bounds) {
        return bounds.servers() + "/" + bounds.terms() + "/" + bounds.entries() + "/" + bounds.restarts()
                + (bounds.window() == Cluster.UNLIMITED ? "" : ", window " + bounds.window());
    }

    /** By the bug's id, the measurements in the table of {@code text}. */
    static Map<String, Measured> measured(String text) {
        Map<String, Measured> measured = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] cells = line.split(" *\\| *", -1);
            Optional<KnownBug> bug = cells.length == 10 ? KnownBug.named(cells[1]) : Optional.empty();
            bug.ifPresent(known -> measured.put(
                    known.id(),
                    new Measured(
                            Long.parseLong(cells[6].replace(",", "")),
                            Double.parseDouble(cells[7]),
                            cells[8].startsWith("within ") ? Integer.parseInt(cells[8].substring(7)) : 0)));
        }
        return measured;
    }
}
