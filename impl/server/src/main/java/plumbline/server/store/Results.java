package plumbline.server.store;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import plumbline.server.wire.Done;
import plumbline.server.wire.Refused;
import plumbline.server.wire.SessionOpened;
import plumbline.server.wire.StoreResult;
import plumbline.server.wire.Value;

/** The answers of the store, made. */
final class Results {
    static final StoreResult DONE_CHANGED = done(true);
    static final StoreResult DONE_UNCHANGED = done(false);

    private Results() {}

    private static StoreResult done(boolean changed) {
        return StoreResult.newBuilder()
                .setDone(Done.newBuilder().setChanged(changed))
                .build();
    }

    static StoreResult sessionOpened(long session) {
        return StoreResult.newBuilder()
                .setSessionOpened(SessionOpened.newBuilder().setSession(session))
                .build();
    }

    static StoreResult value(@Nullable ByteString value) {
        Value.Builder answer = Value.newBuilder();
        if (value != null) {
            answer.setValue(value);
        }
        return StoreResult.newBuilder().setValue(answer).build();
    }

    static StoreResult refused(Refused.Reason reason, String detail) {
        return StoreResult.newBuilder()
                .setRefused(Refused.newBuilder().setReason(reason).setDetail(detail))
                .build();
    }
}
