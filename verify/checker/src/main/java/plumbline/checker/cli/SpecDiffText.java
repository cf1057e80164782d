package plumbline.checker.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import plumbline.checker.explore.Verdict;
import plumbline.checker.property.Property;
import plumbline.checker.spec.ComparedBounds;
import plumbline.checker.spec.Comparison;
import plumbline.checker.spec.Difference;
import plumbline.checker.trace.Replay;
import plumbline.checker.trace.Story;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;

/** What {@code plumb spec diff} says to people. */
final class SpecDiffText {
    private static final String ROW = "%-20s%14s%14s%9s%9s%14s%14s   %s%n";

    private SpecDiffText() {}

    /** What is compared, and the head of the table. */
    static String heading(List<ComparedBounds> asked) {
        String what = asked.size() == 1 ? BoundsOptions.describe(asked.get(0).bounds()) : "the bounds of every build";
        return "Comparing the spec and the code: " + what + ".\n\n"
                + String.format(ROW, "servers/terms/", "states", "", "depth", "", "steps", "", "")
                + String.format(ROW, "entries/restarts", "spec", "code", "spec", "code", "spec", "code", "");
    }

    /** One line of the table. */
    static String row(SpecDiffCommand.Result result) {
        Comparison found = result.comparison();
        boolean steps = result.asked().steps();
        return String.format(
                ROW,
                BoundsOptions.slug(result.asked().bounds()).replaceAll("(?<=\\d)-(?=\\d)", "/"),
                Numbers.grouped(found.specStates()),
                Numbers.grouped(found.codeStates()),
                found.specDepth(),
                found.codeDepth(),
                steps ? Numbers.grouped(found.specSteps()) : "-",
                steps ? Numbers.grouped(found.codeSteps()) : "-",
                (found.equal() ? "equal, " : "different, ") + Numbers.seconds(result.seconds()));
    }

    /** The verdict, and each first difference told from the start. */
    static String end(List<SpecDiffCommand.Result> results, StepFunction rules) {
        StringWriter words = new StringWriter();
        PrintWriter out = new PrintWriter(words);
        out.println();
        for (SpecDiffCommand.Result result : results) {
            Comparison found = result.comparison();
            if (!found.equal()) {
                out.println(Numbers.counted(found.onlySpec(), "state") + " in the spec only, "
                        + Numbers.grouped(found.onlyCode()) + " in the code only.");
            }
            result.trace().ifPresent(trace -> tellTrace(trace, rules, out));
            found.difference().ifPresent(difference -> tell(difference, out));
            result.file().ifPresent(path -> out.println("Trace: " + path + "\n"));
        }
        out.println(results.stream().allMatch(result -> result.comparison().equal()) ? "equal" : "different");
        out.flush();
        return words.toString();
    }

    private static void tellTrace(Trace trace, StepFunction rules, PrintWriter out) {
        Story.tell(trace, new Replay(rules, EnumSet.noneOf(Property.class), Replay.Impossible.SKIPPED), out);
    }

    /** The first difference in words. */
    static void tell(Difference difference, PrintWriter out) {
        out.println(
                "Step " + difference.schedule().size() + ", " + difference.action() + ", " + difference.reason() + ".");
        difference.values().forEach(value -> out.println("  " + value));
    }

    /** The schedule to the difference. */
    static Trace trace(Bounds bounds, Difference difference) {
        return new Trace(
                new Trace.Header(
                        "spec-and-code-differ-" + BoundsOptions.slug(bounds),
                        List.of(
                                "The last step, " + difference.action() + ", " + difference.reason() + ".",
                                "Up to it the spec and the code do the same; no difference is nearer to the start."),
                        bounds,
                        Optional.empty(),
                        Verdict.HOLDS),
                difference.schedule(),
                Optional.empty());
    }
}
