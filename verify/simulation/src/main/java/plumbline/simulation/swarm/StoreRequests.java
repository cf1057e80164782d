package plumbline.simulation.swarm;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plumbline.core.Command;
import plumbline.server.store.Commands;
import plumbline.server.wire.Refused;
import plumbline.server.wire.StoreCommand;
import plumbline.server.wire.StoreResult;
import plumbline.simulation.Client;
import plumbline.simulation.ClusterFailure;

/**
 * What a client of the store asks: a session first, then reads of a few keys and, in the session, writes. It gives a write
 * again until it hears of it, which the session makes harmless; a read or a request for a session it does not.
 *
 * <p>The store looks at session and sequence of writes only. In the other commands they make no two of them equal.
 */
final class StoreRequests implements Client.Requests {
    private final Draws draw;
    private final int client;
    private final Plan plan;

    /** What each key held when this client last heard or wrote it: what a compare-and-set may expect. */
    private final Map<String, String> seen = new HashMap<>();

    private long session;
    private long sequence;

    /** Client {@code client}, which has no session yet. */
    StoreRequests(Draws draw, int client, Plan plan) {
        this.draw = draw;
        this.client = client;
        this.plan = plan;
    }

    @Override
    public Command next(long number) {
        if (session == 0) {
            return marked(Commands.openSession(), client, number);
        }
        String key = "k" + draw.number(1, plan.keys());
        int kind = draw.number(1, plan.allOperations() ? 5 : 3);
        if (kind == 1) {
            return marked(Commands.get(bytes(key)), client, number);
        }
        sequence++;
        StoreCommand write = write(key, kind, client + "." + number + ",");
        return Commands.encoded(Commands.inSession(write, session, sequence, sequence));
    }

    /** A command that is like no other. */
    static Command marked(StoreCommand command, long session, long sequence) {
        return Commands.encoded(
                command.toBuilder().setSession(session).setSequence(sequence).build());
    }

    private StoreCommand write(String key, int kind, String value) {
        String expected = seen.put(key, value);
        return switch (kind) {
            case 2 -> Commands.put(bytes(key), bytes(value));
            case 3 -> Commands.append(bytes(key), bytes(value));
            case 4 -> Commands.delete(bytes(key));
            default -> Commands.compareAndSet(bytes(key), expected == null ? null : bytes(expected), bytes(value));
        };
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    static StoreCommand parsed(Command command) {
        try {
            return StoreCommand.parseFrom(command.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(command + " is not a command of the store", e);
        }
    }

    @Override
    public boolean isRepeatable(Command command) {
        return switch (parsed(command).getOperationCase()) {
            case PUT, APPEND, DELETE, COMPARE_AND_SET -> true;
            case OPEN_SESSION, GET, OPERATION_NOT_SET -> false;
        };
    }

    @Override
    public Optional<String> told(Command command, byte[] answer) {
        StoreResult result;
        try {
            result = StoreResult.parseFrom(answer);
        } catch (InvalidProtocolBufferException e) {
            throw new ClusterFailure("a client is answered what is no answer of the store");
        }
        return switch (result.getOutcomeCase()) {
            case SESSION_OPENED -> {
                session = result.getSessionOpened().getSession();
                sequence = 0;
                yield Optional.of("");
            }
            case VALUE -> Optional.of(heard(command, result));
            case DONE -> Optional.of(result.getDone().getChanged() ? "" : ClientsHistory.UNCHANGED);
            case REFUSED -> {
                if (result.getRefused().getReason() != Refused.Reason.SESSION_EXPIRED) {
                    throw new ClusterFailure("the store refuses a client's request: "
                            + result.getRefused().getDetail());
                }
                session = 0;
                yield Optional.empty();
            }
            case OUTCOME_NOT_SET -> throw new ClusterFailure("a client is answered nothing");
        };
    }

    private String heard(Command command, StoreResult result) {
        String key = parsed(command).getGet().getKey().toStringUtf8();
        @Nullable
        String value =
                result.getValue().hasValue() ? result.getValue().getValue().toStringUtf8() : null;
        if (value == null) {
            seen.remove(key);
            return "";
        }
        seen.put(key, value);
        return value;
    }
}
