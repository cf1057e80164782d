package plumbline.checker.trace;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import plumbline.checker.world.Action;
import plumbline.checker.world.Choice;
import plumbline.core.Event;
import plumbline.core.Message;

/** Choices as JSON: the action's name, then what tells one choice of that kind from another. */
final class ChoiceJson {
    private static final Map<String, Class<? extends Message>> MESSAGES = new LinkedHashMap<>();
    private static final Map<String, Class<? extends Event>> EVENTS = new LinkedHashMap<>();

    static {
        for (Class<?> type : Message.class.getPermittedSubclasses()) {
            MESSAGES.put(type.getSimpleName(), type.asSubclass(Message.class));
        }
        for (Class<?> type : Event.class.getPermittedSubclasses()) {
            if (type != Message.class) {
                EVENTS.put(type.getSimpleName(), type.asSubclass(Event.class));
            }
        }
        MESSAGES.forEach((name, type) -> EVENTS.put("Handle" + name, type));
    }

    private ChoiceJson() {}

    /** @param consumes whether the network consumes what it delivers, so that {@code kept} says something */
    static ObjectNode write(Choice choice, boolean consumes) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("action", choice.action().specName());
        if (choice instanceof Choice.Deliver deliver) {
            Records.write((Record) deliver.message(), line);
            return consumes && deliver.kept() ? line.put("kept", true) : line;
        }
        if (choice instanceof Choice.Drop drop) {
            Message message = drop.message();
            Records.write((Record) message, line.putObject("message").put("type", MessageWords.type(message)));
            return line;
        }
        line.put("server", choice.server());
        return choice instanceof Choice.Internal internal ? Records.write((Record) internal.event(), line) : line;
    }

    static Choice read(Fields line, boolean consumes) {
        String action = line.text("action");
        Choice choice;
        if (action.equals(Action.RESTART.specName())) {
            choice = new Choice.Restart(line.count("server"));
        } else if (action.equals(Action.DROP_MESSAGE.specName())) {
            choice = drop(line.object("message"));
        } else {
            choice = event(line, action, consumes);
        }
        line.end();
        return choice;
    }

    /** An event by itself: {@code action} says which, the other fields are its own. */
    static Event readEvent(Fields fields) {
        Event event = Records.read(fields, type(fields.text("action")));
        fields.end();
        return event;
    }

    private static Class<? extends Event> type(String action) {
        Class<? extends Event> type = EVENTS.get(action);
        if (type == null) {
            List<String> actions =
                    Arrays.stream(Action.values()).map(Action::specName).toList();
            throw unknown("action", action, actions);
        }
        return type;
    }

    private static Choice event(Fields line, String action, boolean consumes) {
        Event event = Records.read(line, type(action));
        return event instanceof Message message
                ? new Choice.Deliver(message, !consumes || kept(line))
                : new Choice.Internal(line.count("server"), event);
    }

    private static boolean kept(Fields line) {
        if (!line.has("kept")) {
            return false;
        }
        if (!Fields.flag(line.any("kept"), "kept")) {
            throw new BadFieldException("kept", "is false, must be true or left out");
        }
        return true;
    }

    private static Choice drop(Fields message) {
        String name = message.text("type");
        Class<? extends Message> type = MESSAGES.get(name);
        if (type == null) {
            throw unknown(message.path("type"), name, MESSAGES.keySet());
        }
        Choice drop = new Choice.Drop(Records.read(message, type));
        message.end();
        return drop;
    }

    private static BadFieldException unknown(String field, String name, Collection<String> known) {
        String shown = Fields.show(JsonNodeFactory.instance.textNode(name));
        return new BadFieldException(field, "is " + shown + ", must be one of " + String.join(", ", known));
    }
}
