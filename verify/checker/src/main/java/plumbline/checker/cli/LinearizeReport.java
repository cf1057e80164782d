package plumbline.checker.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.History;
import plumbline.checker.linearize.Model;
import plumbline.checker.linearize.Operation;
import plumbline.checker.linearize.Report;
import plumbline.checker.linearize.Violation;

/** What {@code plumb linearize} prints. */
record LinearizeReport(
        Path file,
        Model model,
        History history,
        Report report,
        @Nullable Path picture) {
    /** How many objects are told of in full, and how many operations of an order. */
    private static final int TOLD = 3;

    private static final int SHOWN = 12;

    String text() {
        StringBuilder text = new StringBuilder(file + ": "
                + Numbers.counted(history.operations().size(), "operation") + " by "
                + Numbers.grouped(history.processes()) + " processes on "
                + (model == Model.KEY_VALUE
                        ? Numbers.counted(report.objects(), "key")
                        : Numbers.counted(report.objects(), model.title()))
                + "; " + Numbers.grouped(history.unknown()) + " with unknown outcome, "
                + Numbers.grouped(history.failed()) + " without effect left out, "
                + Numbers.counted(history.ignored(), "other line") + ".\n");
        report.violations().stream().limit(TOLD).forEach(violation -> tell(violation, text));
        if (report.violations().size() > TOLD) {
            text.append("\n").append(report.violations().size() - TOLD).append(" more keys cannot be ordered.\n");
        }
        text.append("\nLooked at ")
                .append(Numbers.counted(report.configurations(), "configuration"))
                .append(" in ")
                .append(Numbers.seconds(report.seconds()))
                .append(".\n");
        text.append(
                switch (report.verdict()) {
                    case LINEARIZABLE -> "Linearizable.";
                    case VIOLATED -> "Not linearizable.";
                    case INCOMPLETE -> "Incomplete: " + report.incomplete().orElse("") + ".";
                });
        return text.append(picture == null ? "" : "\nPicture: " + picture).toString();
    }

    private void tell(Violation violation, StringBuilder text) {
        List<Operation> prefix = violation.prefix();
        Operation misplaced = violation.misplaced();
        text.append(violation.key().isEmpty() ? "\n" : "\nKey " + violation.shownKey() + ":\n")
                .append("The longest prefix that can be ordered ends before line ")
                .append(misplaced.answerLine())
                .append(". An order of its ")
                .append(Numbers.counted(prefix.size(), "operation"))
                .append(prefix.size() > SHOWN ? " ends with:\n" : ":\n");
        for (Operation operation : prefix.subList(Math.max(0, prefix.size() - SHOWN), prefix.size())) {
            text.append("    process ").append(operation.process()).append(": ").append(operation.words());
            text.append(" (").append(operation.lines()).append(")\n");
        }
        text.append("Cannot be placed: process ")
                .append(misplaced.process())
                .append("'s ")
                .append(misplaced.words());
        text.append(" (")
                .append(misplaced.lines())
                .append(").\n")
                .append(violation.reason())
                .append("\n");
    }

    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", report.verdict().title());
        json.put("file", file.toString());
        json.put("model", model.title());
        json.put("operations", history.operations().size());
        json.put("unknown", history.unknown());
        json.put("failed", history.failed());
        json.put("otherLines", history.ignored());
        json.put("objects", report.objects());
        json.put("configurations", report.configurations());
        json.put("seconds", Math.round(report.seconds() * 1000) / 1000.0);
        json.put("incomplete", report.incomplete().orElse(null));
        ArrayNode violations = json.putArray("violations");
        report.violations().forEach(violation -> violations.add(json(violation)));
        json.put("picture", picture == null ? null : picture.toString());
        return json.toString();
    }

    private static ObjectNode json(Violation violation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("key", violation.key().isEmpty() ? null : violation.shownKey());
        ArrayNode prefix = json.putArray("prefix");
        violation.prefix().forEach(operation -> prefix.add(json(operation)));
        json.set("misplaced", json(violation.misplaced()));
        json.put("reason", violation.reason());
        return json;
    }

    private static ObjectNode json(Operation operation) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("process", operation.process());
        json.put("operation", operation.words());
        json.put("callLine", operation.callLine());
        json.put("answerLine", operation.answerLine() == 0 ? null : operation.answerLine());
        return json;
    }
}
