package plumbline.checker.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import plumbline.core.Command;

/** Commands as JSON: text where the bytes are text that can be shown, else {@code {"base64":"..."}}. */
final class Commands {
    private static final String ESCAPE = "base64";

    private Commands() {}

    static JsonNode write(Command command) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return isText(command)
                ? json.textNode(command.toString())
                : json.objectNode().put(ESCAPE, base64(command.toByteArray()));
    }

    /** The command for people: its text, or its bytes in Base64. */
    static String show(Command command) {
        return isText(command) ? command.toString() : ESCAPE + " " + base64(command.toByteArray());
    }

    static Command read(JsonNode json, String path) {
        if (json.isTextual()) {
            String text = json.textValue();
            Command command = Command.of(text);
            // A lone half of a surrogate pair has no UTF-8, and would come back as a question mark.
            if (!command.toString().equals(text)) {
                throw new BadFieldException(path, "is not Unicode text");
            }
            return command;
        }
        if (!json.isObject()) {
            throw new BadFieldException(path, "is " + Fields.show(json) + ", must be a text or {\"base64\":\"...\"}");
        }
        Fields fields = new Fields(json, path);
        String text = fields.text(ESCAPE);
        fields.end();
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadFieldException(fields.path(ESCAPE), "is not Base64");
        }
        if (!base64(bytes).equals(text)) {
            throw new BadFieldException(fields.path(ESCAPE), "is not Base64 in its usual form");
        }
        return Command.of(bytes);
    }

    private static boolean isText(Command command) {
        String text = command.toString();
        return Printable.is(text) && Command.of(text).equals(command);
    }

    private static String base64(byte[] bytes) {
        return new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII);
    }
}
