package plumbline.server.store;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import plumbline.core.Command;
import plumbline.server.wire.Append;
import plumbline.server.wire.CompareAndSet;
import plumbline.server.wire.Delete;
import plumbline.server.wire.Get;
import plumbline.server.wire.OpenSession;
import plumbline.server.wire.Put;
import plumbline.server.wire.StoreCommand;

/** The store's commands, made: without a session, until {@link #inSession} gives them one. Any thread. */
public final class Commands {
    private Commands() {}

    /** Asks for a new session. */
    public static StoreCommand openSession() {
        return StoreCommand.newBuilder()
                .setOpenSession(OpenSession.getDefaultInstance())
                .build();
    }

    /** Asks for the value of {@code key}. */
    public static StoreCommand get(ByteString key) {
        return StoreCommand.newBuilder().setGet(Get.newBuilder().setKey(key)).build();
    }

    /** Sets {@code key} to {@code value}. */
    public static StoreCommand put(ByteString key, ByteString value) {
        return StoreCommand.newBuilder()
                .setPut(Put.newBuilder().setKey(key).setValue(value))
                .build();
    }

    /** Puts {@code value} behind that of {@code key}. */
    public static StoreCommand append(ByteString key, ByteString value) {
        return StoreCommand.newBuilder()
                .setAppend(Append.newBuilder().setKey(key).setValue(value))
                .build();
    }

    /** Removes {@code key}. */
    public static StoreCommand delete(ByteString key) {
        return StoreCommand.newBuilder()
                .setDelete(Delete.newBuilder().setKey(key))
                .build();
    }

    /** Sets {@code key} to {@code value} if it has the value {@code expected}, or with null if it is absent. */
    public static StoreCommand compareAndSet(ByteString key, @Nullable ByteString expected, ByteString value) {
        CompareAndSet.Builder request = CompareAndSet.newBuilder().setKey(key).setValue(value);
        if (expected != null) {
            request.setExpected(expected);
        }
        return StoreCommand.newBuilder().setCompareAndSet(request).build();
    }

    /**
     * {@code write} as number {@code sequence} of {@code session}.
     *
     * @param lowestPending the session's lowest number whose result has not come back, {@code sequence} at most
     */
    public static StoreCommand inSession(StoreCommand write, long session, long sequence, long lowestPending) {
        return write.toBuilder()
                .setSession(session)
                .setSequence(sequence)
                .setLowestPending(lowestPending)
                .build();
    }

    /** The command for a log entry. */
    public static Command encoded(StoreCommand command) {
        return Command.of(command.toByteArray());
    }
}
