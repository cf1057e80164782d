package plumbline.checker.cli;

import java.util.Locale;
import plumbline.checker.explore.Report;
import plumbline.checker.explore.Verdict;

/** A report for people. */
final class ReportText {
    private ReportText() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        row(text, "property", "verdict", "it says that");
        report.properties()
                .forEach((property, verdict) -> row(text, property.title(), verdict.title(), property.statement()));
        text.append('\n');
        if (!report.coverage().isEmpty()) {
            row(text, "step", "times", "distinct pairs of a server's state and the event");
            report.coverage()
                    .forEach((action, count) -> row(
                            text,
                            action.specName(),
                            Numbers.grouped(count),
                            count == 0 ? "never taken: bound too small" : ""));
            text.append('\n');
        }
        return text.append(numbers(report)).append('\n').toString();
    }

    private static void row(StringBuilder text, String name, String value, String remark) {
        text.append(String.format(Locale.ROOT, "  %-29s%-12s%s", name, value, remark)
                        .stripTrailing())
                .append('\n');
    }

    private static String numbers(Report report) {
        return String.join(
                ", ",
                Numbers.counted(report.worlds(), "world"),
                Numbers.counted(report.transitions(), "transition"),
                "depth " + report.depth(),
                Numbers.counted(report.serverTuples(), "server tuple"),
                Numbers.counted(report.localTransitions(), "local transition"),
                Numbers.seconds(report.seconds()),
                Numbers.rate(report.worlds(), report.seconds()) + " worlds/s",
                "peak memory " + Numbers.megabytes(report.peakBytes()),
                report.worldBytes() / Math.max(1, report.worlds()) + " bytes a world");
    }

    /** The verdict in one sentence. */
    static String verdict(Report report) {
        return report.verdict().title() + ": "
                + report.incomplete()
                        .orElse(
                                report.verdict() == Verdict.HOLDS
                                        ? "no schedule within these bounds breaks any of these properties"
                                        : "the schedule above is a shortest one")
                + ".";
    }
}
