package plumbline.checker.linearize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what clients do, as they do it. Tell it of a call before the call is made, and of an answer after it has
 * come; then the history says of two operations that one came before the other only if it did. For many threads.
 */
public final class HistoryRecorder {
    private final List<Event> events = new ArrayList<>();
    private final Map<Long, Event> calls = new HashMap<>();

    /**
     * A process calls an operation.
     *
     * @param process whose; a number that has no other operation under way
     * @param kind what
     * @param key of what, null if there is but one register
     * @param value what is written or appended: for a store, a text; of a compare-and-set, the list of the expected and
     *     the new value; else null
     */
    public synchronized void call(long process, Kind kind, @Nullable Object key, @Nullable Object value) {
        Event event = event(process, "invoke", kind.title(key != null), key, value, false);
        calls.put(process, event);
        events.add(event);
    }

    /**
     * The operation of a process took effect.
     *
     * @param value what a read answered, null for no value; else null
     */
    public synchronized void ok(long process, @Nullable Object value) {
        answer(process, "ok", value, false);
    }

    /** The compare-and-set of a process found another value than the expected one. */
    public synchronized void mismatch(long process) {
        answer(process, "ok", null, true);
    }

    /** The operation of a process certainly had no effect and never will. */
    public synchronized void fail(long process) {
        answer(process, "fail", null, false);
    }

    /** Nobody knows whether the operation of a process took effect, or may yet. */
    public synchronized void info(long process) {
        answer(process, "info", null, false);
    }

    private void answer(long process, String type, @Nullable Object value, boolean mismatch) {
        Event call = calls.remove(process);
        if (call == null) {
            throw new IllegalStateException("process " + process + " has no operation under way");
        }
        events.add(event(process, type, call.function(), call.key(), value, mismatch));
    }

    private Event event(
            long process,
            String type,
            String function,
            @Nullable Object key,
            @Nullable Object value,
            boolean mismatch) {
        return new Event(events.size() + 2, process, type, function, key != null, key, value, mismatch);
    }

    /**
     * The history up to now; operations without an answer have an unknown outcome. Its lines are those of the file that
     * {@link #write} writes.
     *
     * @throws IllegalStateException if what was told is not a history of the model
     */
    public synchronized History history(Model model) {
        try {
            Pairing pairing = new Pairing(model, null, false);
            events.forEach(pairing::add);
            return pairing.history();
        } catch (BadHistoryException e) {
            throw new IllegalStateException("event " + (e.line() - 1) + ": " + e.reason(), e);
        }
    }

    /** Writes the history as JSON Lines, whole or not at all. */
    public void write(Path file) throws IOException {
        List<Event> all;
        synchronized (this) {
            all = List.copyOf(events);
        }
        Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), ".history", ".tmp");
        try {
            Files.writeString(
                    temporary,
                    Stream.concat(Stream.of(JsonLines.header()), all.stream().map(JsonLines::line))
                            .collect(Collectors.joining("\n", "", "\n")));
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
