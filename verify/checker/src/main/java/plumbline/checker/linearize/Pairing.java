package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Operation.Outcome;

/**
 * Makes operations of calls and answers.
 *
 * <p>As in Jepsen: a process has at most one operation under way. {@code fail} is an operation that certainly had no
 * effect, {@code info} one that may have had, or may yet have, and so is one that is never answered. Events of anything
 * but a numbered process (the nemesis) are no operations, and neither is an {@code info} of a process that has called
 * nothing.
 */
final class Pairing {
    /** More than a history of a day's test has. */
    static final int MOST_EVENTS = 4_000_000;

    private final Model model;
    private final @Nullable Object absent;
    private final boolean independent;
    private final Map<Object, Call> running = new LinkedHashMap<>();
    private final List<Operation> operations = new ArrayList<>();
    private final Map<Integer, Operation> done = new HashMap<>();
    private int events;
    private int calls;
    private int failed;
    private int ignored;
    private boolean keys;

    /**
     * Begins without any event.
     *
     * @param absent what stands for no value
     * @param independent whether each value is a pair of a key and a value
     */
    Pairing(Model model, @Nullable Object absent, boolean independent) {
        this.model = model;
        this.absent = absent;
        this.independent = independent;
    }

    private record Call(int number, int at, Event event, Kind kind) {}

    /** A line that is about something else. */
    void ignore() {
        ignored++;
    }

    void add(Event read) {
        if (!(read.process() instanceof Long)) {
            ignored++;
            return;
        }
        Event event = independent ? read.independent() : read;
        if (++events > MOST_EVENTS) {
            throw new BadHistoryException(event.line(), "there are more than " + MOST_EVENTS + " calls and answers");
        }
        switch (event.type()) {
            case "invoke" -> call(event);
            case "ok", "fail", "info" -> answer(event);
            default ->
                throw new BadHistoryException(
                        event.line(), "the type is " + event.type() + ", must be invoke, ok, fail or info");
        }
    }

    private void call(Event event) {
        Kind kind = kind(event);
        if (calls > 0 && event.hasKey() != keys) {
            throw new BadHistoryException(
                    event.line(), event.hasKey() ? "others have no key" : "it has no key, others have");
        }
        if (model.isStore() && !event.hasKey()) {
            throw new BadHistoryException(event.line(), "it has no key");
        }
        keys = event.hasKey();
        Object process = Objects.requireNonNull(event.process());
        Call other = running.put(process, new Call(++calls, events, event, kind));
        if (other != null) {
            throw new BadHistoryException(
                    event.line(),
                    "process " + process + " calls, but has not been answered what it called in line "
                            + other.event.line());
        }
        argument(event, kind);
    }

    private Kind kind(Event event) {
        return Kind.named(event.function())
                .filter(model::has)
                .orElseThrow(() -> new BadHistoryException(
                        event.line(), "a " + model.title() + " has no operation " + event.function()));
    }

    private void answer(Event event) {
        Call call = running.remove(Objects.requireNonNull(event.process()));
        if (call == null) {
            if (event.type().equals("info")) {
                ignored++;
                return;
            }
            throw new BadHistoryException(
                    event.line(), "process " + event.process() + " is answered, but has not called");
        }
        if (kind(event) != call.kind) {
            throw new BadHistoryException(
                    event.line(),
                    "process " + event.process() + " is answered " + event.function() + ", but called "
                            + call.event.function() + " in line " + call.event.line());
        }
        if (event.hasKey() && !Objects.equals(event.key(), call.event.key())) {
            throw new BadHistoryException(
                    event.line(),
                    "the answer is about key " + Values.show(event.key()) + ", the call in line " + call.event.line()
                            + " about " + Values.show(call.event.key()));
        }
        switch (event.type()) {
            case "ok" -> done(call, event, event.mismatch() ? Outcome.MISMATCH : Outcome.OK);
            case "info" -> unanswered(call);
            default -> {
                if (event.mismatch()) {
                    done(call, event, Outcome.MISMATCH);
                } else {
                    failed++;
                }
            }
        }
    }

    private void done(Call call, Event answer, Outcome outcome) {
        Object result = null;
        if (call.kind == Kind.READ) {
            result = value(answer.line(), answer.value());
        } else if (answer.value() != null
                && call.kind != Kind.DELETE
                && !Objects.equals(answer.value(), call.event.value())) {
            throw new BadHistoryException(
                    answer.line(),
                    "the answer's value is " + Values.show(answer.value()) + ", the call's in line " + call.event.line()
                            + " is " + Values.show(call.event.value()));
        }
        done.put(call.number, operation(call, outcome, result, events, answer.line()));
    }

    private void unanswered(Call call) {
        done.put(call.number, operation(call, Outcome.UNKNOWN, null, Operation.NEVER, 0));
    }

    private Operation operation(Call call, Outcome outcome, @Nullable Object result, int at, int line) {
        Event event = call.event;
        Object argument = argument(event, call.kind);
        boolean cas = call.kind == Kind.CAS;
        return new Operation(
                call.number,
                String.valueOf(event.process()),
                call.kind,
                event.hasKey() ? event.key() : null,
                cas ? value(event.line(), ((List<?>) Objects.requireNonNull(argument)).get(1)) : argument,
                cas ? value(event.line(), ((List<?>) Objects.requireNonNull(argument)).get(0)) : null,
                outcome,
                result,
                call.at,
                at,
                event.line(),
                line);
    }

    private @Nullable Object argument(Event event, Kind kind) {
        Object value = event.value();
        switch (kind) {
            case READ -> {
                return null;
            }
            case DELETE -> {
                return absent;
            }
            case WRITE, APPEND -> {
                if (value == null) {
                    throw new BadHistoryException(event.line(), "nothing is written");
                }
                return value(event.line(), value);
            }
            case CAS -> {
                if (!(value instanceof List<?> pair) || pair.size() != 2) {
                    throw new BadHistoryException(
                            event.line(), "a cas's value is " + Values.show(value) + ", must be [expected new]");
                }
                return value;
            }
        }
        throw new IllegalStateException();
    }

    /** A store holds texts; numbers count as how they are written. */
    private @Nullable Object value(int line, @Nullable Object value) {
        if (!model.isStore()) {
            return value;
        }
        if (value == null) {
            return absent;
        }
        if (value instanceof String || value instanceof Long) {
            return value.toString();
        }
        throw new BadHistoryException(line, "the value is " + Values.show(value) + ", must be a text");
    }

    History history() {
        running.values().forEach(this::unanswered);
        for (int number = 1; number <= calls; number++) {
            Operation operation = done.get(number);
            if (operation != null) {
                operations.add(operation);
            }
        }
        if (calls == 0) {
            throw new BadHistoryException(0, "no operation is in it");
        }
        return new History(operations, failed, ignored, absent);
    }
}
