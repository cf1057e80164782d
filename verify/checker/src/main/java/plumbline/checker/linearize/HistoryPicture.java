package plumbline.checker.linearize;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A picture of what cannot be ordered: one page of HTML that needs nothing else, for light and dark screens. */
public final class HistoryPicture {
    private static final int LABEL = 110;
    private static final int LANE = 38;
    private static final int BAR = 24;
    private static final int TOP = 14;
    private static final int SLOT = 44;

    private static final String STYLE = """
            :root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --page: #ffffff; --line: #d0d7de;
              --ok: #ddf4ff; --ok-edge: #0969da; --bad: #ffebe9; --bad-edge: #cf222e; --maybe-edge: #9a6700; }
            @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9198a1; --page: #0d1117;
              --line: #3d444d; --ok: #0c2d6b; --ok-edge: #58a6ff; --bad: #5d1018; --bad-edge: #ff7b72;
              --maybe-edge: #d29922; } }
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
              max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
            .picture { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
            svg text { fill: var(--text); font: 12px ui-monospace, monospace; } svg .process { fill: var(--soft); }
            .bar { fill: var(--ok); stroke: var(--ok-edge); } .misplaced { fill: var(--bad); stroke: var(--bad-edge);
              stroke-width: 2.5; } .unknown { stroke: var(--maybe-edge); stroke-dasharray: 4 3; fill: none; }
            .lane { stroke: var(--line); } .order { fill: none; stroke: var(--ok-edge); stroke-opacity: .45; }
            .point { fill: var(--ok-edge); }
            .reason { border-left: 4px solid var(--bad-edge); padding: .3rem .8rem; overflow-wrap: anywhere; }
            ol { overflow-wrap: anywhere; } .soft { color: var(--soft); }
            """;

    private HistoryPicture() {}

    /** The page. */
    public static String of(String title, List<Violation> violations) {
        String sections = violations.stream().map(HistoryPicture::section).collect(Collectors.joining("\n"));
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%1$s</title>
                <style>
                %2$s</style></head>
                <body>
                <h1>%1$s: not linearizable</h1>
                <p class="soft">Each bar is an operation, from its call to its answer; a dashed one was never answered. The
                dots and the line through them are an order that works for all but the red one. Point at a bar to see
                all of it.</p>
                %3$s
                </body></html>
                """.formatted(escape(title), STYLE, sections);
    }

    private static String section(Violation violation) {
        Surrounding surrounding = new Surrounding(violation);
        Operation misplaced = violation.misplaced();
        String hidden = surrounding.hidden() == 0
                ? ""
                : "<p class=\"soft\">" + surrounding.hidden() + " more that overlap are not shown.</p>";
        return """
                <h2>%s</h2>
                <p class="reason"><b>Process %s's %s</b> (%s) cannot be placed. %s</p>
                <div class="picture">%s</div>%s
                <details><summary>The order of the %d operations before it</summary><ol>
                %s
                </ol></details>
                """.formatted(
                        violation.key().isEmpty() ? "The operations around it" : "Key " + escape(violation.shownKey()),
                        escape(misplaced.process()),
                        escape(misplaced.words()),
                        escape(misplaced.lines()),
                        escape(violation.reason()),
                        svg(surrounding, misplaced),
                        hidden,
                        violation.prefix().size(),
                        violation.prefix().stream()
                                .map(operation -> "<li>process " + escape(operation.process()) + ": "
                                        + escape(operation.words()) + " <span class=\"soft\">"
                                        + escape(operation.lines()) + "</span></li>")
                                .collect(Collectors.joining("\n")));
    }

    private static String svg(Surrounding surrounding, Operation misplaced) {
        int width = LABEL + surrounding.slots() * SLOT + 20;
        int height = TOP + surrounding.lanes() * LANE + 6;
        StringBuilder svg = new StringBuilder("<svg role=\"img\" aria-label=\"operations over time\" width=\"" + width
                + "\" height=\"" + height + "\" viewBox=\"0 0 " + width + " " + height + "\">\n");
        int lane = -1;
        for (Surrounding.Bar bar : surrounding.bars()) {
            if (bar.lane() != lane) {
                lane = bar.lane();
                svg.append(
                        "<text class=\"process\" x=\"8\" y=\"%d\">process %s</text><path class=\"lane\" d=\"M%d %dH%d\"/>%n"
                                .formatted(
                                        y(bar) + 16,
                                        escape(bar.operation().process()),
                                        LABEL,
                                        y(bar) + BAR / 2,
                                        width - 10));
            }
        }
        for (Surrounding.Bar bar : surrounding.bars()) {
            svg.append(bar(bar, bar.operation().equals(misplaced)));
        }
        List<Surrounding.Bar> placed = surrounding.bars().stream()
                .filter(Surrounding.Bar::isPlaced)
                .sorted(Comparator.comparingDouble(Surrounding.Bar::point))
                .toList();
        svg.append("<polyline class=\"order\" points=\"")
                .append(placed.stream()
                        .map(bar -> number(x(bar.point())) + "," + (y(bar) + BAR))
                        .collect(Collectors.joining(" ")))
                .append("\"/>\n");
        for (Surrounding.Bar bar : placed) {
            svg.append("<circle class=\"point\" r=\"4\" cx=\"" + number(x(bar.point())) + "\" cy=\"" + (y(bar) + BAR)
                    + "\"/>\n");
        }
        return svg.append("</svg>").toString();
    }

    private static String bar(Surrounding.Bar bar, boolean misplaced) {
        Operation operation = bar.operation();
        boolean unknown = operation.answer() == Operation.NEVER;
        String from = number(x(bar.from()));
        double length = Math.max(6, x(bar.to()) - x(bar.from()));
        String all = "process " + operation.process() + ": " + operation.words() + ", " + operation.lines();
        return """
                <g><title>%s</title><rect class="bar%s" x="%s" y="%d" width="%s" height="%d" rx="4"/>\
                <svg x="%s" y="%d" width="%s" height="%d"><text x="5" y="16">%s</text></svg></g>
                """.formatted(
                        escape(all),
                        misplaced ? " misplaced" : unknown ? " unknown" : "",
                        from,
                        y(bar),
                        number(length),
                        BAR,
                        from,
                        y(bar),
                        number(length),
                        BAR,
                        escape((bar.begunBefore() ? "… " : "") + label(operation)));
    }

    private static String label(Operation operation) {
        String told = switch (operation.kind()) {
            case READ ->
                operation.outcome() == Operation.Outcome.OK ? "→" + end(Values.show(operation.result())) : "read ?";
            case WRITE -> "=" + end(Values.show(operation.argument()));
            case APPEND -> "+" + end(Values.show(operation.argument()));
            case CAS ->
                Values.show(operation.expected()) + "⇒" + Values.show(operation.argument())
                        + (operation.outcome() == Operation.Outcome.MISMATCH ? " ✗" : "");
            case DELETE -> "delete";
        };
        return told;
    }

    /** Of a long text the end tells most: that is what the last append added. */
    private static String end(String text) {
        return text.length() <= 24 ? text : "…" + text.substring(text.length() - 23);
    }

    private static int y(Surrounding.Bar bar) {
        return TOP + bar.lane() * LANE;
    }

    private static double x(double slot) {
        return LABEL + slot * SLOT;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
