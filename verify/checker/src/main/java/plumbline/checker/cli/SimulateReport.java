package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Violation;
import plumbline.checker.simulate.Campaign;
import plumbline.checker.simulate.Simulation;
import plumbline.checker.simulate.Tally;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Story;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.StepFunction;

/**
 * What {@code plumb simulate} tells at the end.
 *
 * @param seed that of the first schedule
 * @param trace what is left of a schedule that breaks a property
 * @param file where it was written
 * @param page where it can be looked at
 */
record SimulateReport(
        Verdict verdict,
        long seed,
        Campaign.Result result,
        Optional<Trace> trace,
        Optional<Path> file,
        Optional<Path> page) {
    private static Map<String, Long> counts(Tally tally) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("leaders elected", tally.leaders());
        counts.put("entries committed", tally.committed());
        counts.put("conflicts", tally.conflicts());
        counts.put("truncations", tally.truncations());
        counts.put("restarts", tally.restarts());
        return counts;
    }

    /** For people; a violation is told as a story, by these rules. */
    String text(StepFunction rules) {
        Tally tally = result.tally();
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "  %-20s%12s  per 1,000 steps%n", "", "times"));
        counts(tally)
                .forEach((name, count) -> text.append(String.format(
                        Locale.ROOT,
                        "  %-20s%12s%13.2f%n",
                        name,
                        Numbers.grouped(count),
                        1_000.0 * count / tally.steps())));
        text.append('\n')
                .append(Numbers.counted(result.schedules(), "schedule"))
                .append(", ")
                .append(Numbers.counted(tally.steps(), "step"))
                .append("\n\n");
        text.append(
                switch (verdict) {
                    case HOLDS -> "holds: none of these schedules breaks a property. Other schedules may.";
                    case INCOMPLETE ->
                        "incomplete: "
                                + (tally.leaders() == 0 ? "no leader was ever elected" : "nothing was ever committed")
                                + ", so next to nothing was checked. Longer schedules or fewer faults may help.";
                    case VIOLATED -> violation(rules);
                });
        page.ifPresent(path -> text.append("\nPage: ").append(path));
        return text.toString();
    }

    private String violation(StepFunction rules) {
        Simulation.Result found = result.violating().orElseThrow();
        Trace shrunk = trace.orElseThrow();
        return "The schedule of seed " + found.seed() + " breaks "
                + found.violation().orElseThrow().property().title() + " at step "
                + Numbers.grouped(found.tally().steps()) + ". What matters of it is this:\n\n"
                + Story.of(shrunk, Replay.of(shrunk, rules))
                + "\nviolated: without any one of these choices nothing breaks.\nTrace: " + file.orElseThrow();
    }

    /** One JSON object. */
    String json() {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("verdict", verdict.title());
        object.put("seed", seed).put("schedules", result.schedules());
        object.put("steps", result.tally().steps());
        counts(result.tally()).forEach((name, count) -> object.put(camelCase(name), count));
        Optional<Violation> violation = trace.flatMap(Trace::violation);
        object.put("property", violation.map(found -> found.property().title()).orElse(null));
        object.put("reason", violation.map(Violation::reason).orElse(null));
        object.put(
                "violatingSeed", result.violating().map(Simulation.Result::seed).orElse(null));
        object.put("choices", trace.map(found -> found.choices().size()).orElse(null));
        object.put("trace", file.map(Path::toString).orElse(null));
        object.put("page", page.map(Path::toString).orElse(null));
        return object.toString();
    }

    private static String camelCase(String words) {
        int space = words.indexOf(' ');
        return space < 0
                ? words
                : words.substring(0, space)
                        + words.substring(space + 1, space + 2).toUpperCase(Locale.ROOT)
                        + words.substring(space + 2);
    }
}
