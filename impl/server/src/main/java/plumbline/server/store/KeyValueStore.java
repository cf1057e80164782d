package plumbline.server.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plumbline.core.Command;
import plumbline.runtime.StateMachine;
import plumbline.server.wire.Append;
import plumbline.server.wire.CompareAndSet;
import plumbline.server.wire.Refused;
import plumbline.server.wire.StoreCommand;
import plumbline.server.wire.StoreResult;

/**
 * The key-value store that is replicated. Each command is a {@link StoreCommand}, each answer a {@link StoreResult}.
 *
 * <p><b>Sessions.</b> A client opens a session through the log and numbers its writes. The store keeps the result of each
 * write until the client says that it has it; a write that comes again, since its client did not hear the answer, is
 * answered with that result and not done again. A session that was forgotten is refused, never taken for a new one, so that
 * a late retry cannot be done twice (Raft dissertation, §6.3). A write without a session is done whenever it is in the log.
 *
 * <p>Everything here is a function of the commands applied so far: no clock, no randomness, and which session is forgotten
 * depends on the log alone. Not thread-safe: one server's turns apply to it.
 */
public final class KeyValueStore implements StateMachine {
    private final StoreLimits limits;
    private final Map<Key, ByteString> values = new HashMap<>();

    /** In the order of their last use, so that the first is the one that has been idle longest. */
    private final Map<Long, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

    /** An empty store with the default limits. */
    public KeyValueStore() {
        this(StoreLimits.DEFAULTS);
    }

    /** An empty store. */
    public KeyValueStore(StoreLimits limits) {
        this.limits = limits;
    }

    /** How many keys have a value. */
    public int size() {
        return values.size();
    }

    @Override
    public byte[] apply(long index, Command command) {
        return resultOf(index, command).toByteArray();
    }

    private StoreResult resultOf(long index, Command command) {
        StoreCommand parsed;
        try {
            parsed = StoreCommand.parseFrom(command.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            return Results.refused(Refused.Reason.MALFORMED, "not a StoreCommand");
        }
        return switch (parsed.getOperationCase()) {
            case OPEN_SESSION -> openSession(index);
            case GET -> get(parsed.getGet().getKey());
            case PUT, APPEND, DELETE, COMPARE_AND_SET -> parsed.getSession() == 0 ? write(parsed) : writeOnce(parsed);
            case OPERATION_NOT_SET -> Results.refused(Refused.Reason.MALFORMED, "without an operation");
        };
    }

    // Sessions

    private StoreResult openSession(long index) {
        // The index is unique, and the same on every server.
        sessions.put(index, new Session());
        if (sessions.size() > limits.sessions()) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        return Results.sessionOpened(index);
    }

    private StoreResult writeOnce(StoreCommand command) {
        Session session = sessions.get(command.getSession());
        if (session == null) {
            return Results.refused(Refused.Reason.SESSION_EXPIRED, "session " + command.getSession() + " is not known");
        }
        long sequence = command.getSequence();
        if (sequence < 1) {
            return Results.refused(Refused.Reason.SEQUENCE, "sequence is " + sequence + ", must be at least 1");
        }
        session.acknowledgeBelow(command.getLowestPending());
        if (session.hasForgotten(sequence)) {
            return Results.refused(
                    Refused.Reason.RESULT_FORGOTTEN,
                    "the result of write " + sequence + " was acknowledged and forgotten");
        }
        StoreResult known = session.resultOf(sequence);
        if (known != null) {
            return known;
        }
        if (session.pendingResults() >= limits.pendingResults()) {
            return Results.refused(
                    Refused.Reason.TOO_MANY_PENDING,
                    "the session has " + session.pendingResults() + " results that were not acknowledged");
        }
        StoreResult result = write(command);
        session.remember(sequence, result);
        return result;
    }

    // Operations

    private StoreResult get(ByteString key) {
        StoreResult refusal = refusalOfKey(key);
        return refusal != null ? refusal : Results.value(values.get(Key.of(key)));
    }

    private StoreResult write(StoreCommand command) {
        return switch (command.getOperationCase()) {
            case PUT -> set(command.getPut().getKey(), command.getPut().getValue());
            case APPEND -> append(command.getAppend());
            case DELETE -> delete(command.getDelete().getKey());
            case COMPARE_AND_SET -> compareAndSet(command.getCompareAndSet());
            case OPEN_SESSION, GET, OPERATION_NOT_SET -> throw new IllegalArgumentException("not a write");
        };
    }

    private StoreResult set(ByteString key, ByteString value) {
        StoreResult refusal = refusalOf(key, value.size());
        if (refusal != null) {
            return refusal;
        }
        values.put(Key.of(key), value);
        return Results.DONE_CHANGED;
    }

    private StoreResult append(Append append) {
        Key key = Key.of(append.getKey());
        ByteString before = values.getOrDefault(key, ByteString.EMPTY);
        StoreResult refusal = refusalOf(
                append.getKey(), (long) before.size() + append.getValue().size());
        if (refusal != null) {
            return refusal;
        }
        values.put(key, flat(before.concat(append.getValue())));
        return Results.DONE_CHANGED;
    }

    /** A concatenation is a tree; read often and kept long, bytes in one piece are better. */
    private static ByteString flat(ByteString bytes) {
        return ByteString.copyFrom(bytes.toByteArray());
    }

    private StoreResult delete(ByteString key) {
        StoreResult refusal = refusalOfKey(key);
        if (refusal != null) {
            return refusal;
        }
        return values.remove(Key.of(key)) == null ? Results.DONE_UNCHANGED : Results.DONE_CHANGED;
    }

    private StoreResult compareAndSet(CompareAndSet request) {
        StoreResult refusal = refusalOf(request.getKey(), request.getValue().size());
        if (refusal != null) {
            return refusal;
        }
        ByteString expected = request.hasExpected() ? request.getExpected() : null;
        Key key = Key.of(request.getKey());
        ByteString current = values.get(key);
        boolean asExpected = expected == null ? current == null : expected.equals(current);
        if (!asExpected) {
            return Results.DONE_UNCHANGED;
        }
        values.put(key, request.getValue());
        return Results.DONE_CHANGED;
    }

    // Limits

    private @Nullable StoreResult refusalOf(ByteString key, long valueBytes) {
        return valueBytes > limits.valueBytes()
                ? Results.refused(
                        Refused.Reason.VALUE_SIZE,
                        "the value would have " + valueBytes + " bytes, must be at most " + limits.valueBytes())
                : refusalOfKey(key);
    }

    private @Nullable StoreResult refusalOfKey(ByteString key) {
        return key.isEmpty() || key.size() > limits.keyBytes()
                ? Results.refused(
                        Refused.Reason.KEY_SIZE,
                        "the key has " + key.size() + " bytes, must have 1 to " + limits.keyBytes())
                : null;
    }
}
