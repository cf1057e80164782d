package plumbline.checker.trace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import plumbline.checker.property.Violation;
import plumbline.core.Message;

/** Replays for programs. */
public final class ReplayJson {
    private ReplayJson() {}

    /** One replayed step: the choice, the same in words, what it changed, what was sent, what went wrong. */
    public static ObjectNode of(ReplayedStep step) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("number", step.number());
        json.set("choice", ChoiceJson.write(step.choice(), true));
        json.put("words", StepWords.of(step));
        ArrayNode changes = json.putArray("changes");
        for (FieldChange change : FieldChange.of(step)) {
            changes.addObject()
                    .put("field", change.field())
                    .put("before", change.before())
                    .put("after", change.after());
        }
        ArrayNode sent = json.putArray("sent");
        for (Message message : step.sent()) {
            Records.write((Record) message, sent.addObject().put("type", MessageWords.type(message)));
        }
        step.skipped().ifPresent(reason -> json.put("skipped", reason));
        step.refusal().ifPresent(reason -> json.put("refusal", reason));
        step.violation().ifPresent(violation -> json.set("violation", of(violation)));
        return json;
    }

    /** The outcome as in the last line of a trace. */
    public static ObjectNode of(Optional<Violation> violation) {
        return TraceJson.write(violation);
    }

    private static ObjectNode of(Violation violation) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("property", violation.property().title())
                .put("reason", violation.reason());
    }
}
