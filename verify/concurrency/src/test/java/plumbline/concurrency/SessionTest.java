package plumbline.concurrency;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import plumbline.core.Command;
import plumbline.runtime.StateMachine;
import plumbline.server.store.KeyValueStore;
import plumbline.server.wire.Append;
import plumbline.server.wire.Get;
import plumbline.server.wire.OpenSession;
import plumbline.server.wire.StoreCommand;
import plumbline.server.wire.StoreResult;

/** A client's writes that are sent again, perhaps at once by two of its threads, are done once. */
public class SessionTest {
    private static final ByteString KEY = ByteString.copyFromUtf8("k");
    private static final Command OPEN =
            command(StoreCommand.newBuilder().setOpenSession(OpenSession.getDefaultInstance()));
    private static final Command GET =
            command(StoreCommand.newBuilder().setGet(Get.newBuilder().setKey(KEY)));

    private static Command command(StoreCommand.Builder command) {
        return Command.of(command.build().toByteArray());
    }

    private static Command numbered(int session, int number) {
        return command(StoreCommand.newBuilder()
                .setSession(session)
                .setSequence(number)
                .setLowestPending(1)
                .setAppend(Append.newBuilder().setKey(KEY).setValue(ByteString.copyFromUtf8(String.valueOf(number)))));
    }

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("append 1", "append 1", "get"), new Scenario("append 1, get", "append 2, append 1", "get"));

    @Test
    void aWriteThatComesTwiceIsDoneOnce() {
        ModelChecking.holds(WithSession.class, Sequential.class, SCENARIOS);
    }

    @Test
    void aSessionThatTheCallersLookAfterThemselvesIsCaught() {
        ModelChecking.catches(CallersLook.class, Sequential.class, SCENARIOS, ModelChecking.WRONG_RESULT);
    }

    /** The store's answers in words. */
    private static final class StoreInWords implements StateMachine {
        private final KeyValueStore store = new KeyValueStore();

        @Override
        public byte[] apply(long index, Command command) {
            try {
                StoreResult result = StoreResult.parseFrom(store.apply(index, command));
                String words = switch (result.getOutcomeCase()) {
                    case VALUE -> result.getValue().getValue().toStringUtf8();
                    case DONE -> "done";
                    case SESSION_OPENED ->
                        "session " + result.getSessionOpened().getSession();
                    case REFUSED, OUTCOME_NOT_SET ->
                        result.getRefused().getReason().name();
                };
                return words.getBytes(StandardCharsets.UTF_8);
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The client's numbered writes. */
    @Param(name = "number", gen = IntGen.class, conf = "1:3")
    public static final class WithSession {
        private final Leader leader = new Leader(1, new StoreInWords());
        private final Command[] appends = new Command[4];

        public WithSession() {
            leader.propose(OPEN);
            for (int number = 1; number < appends.length; number++) {
                appends[number] = numbered(1, number);
            }
        }

        @Operation
        public String append(@Param(name = "number") int number) {
            return leader.propose(appends[number]);
        }

        @Operation
        public String get() {
            return leader.propose(GET);
        }
    }

    /** A planted bug: no session in the store, but callers who see for themselves whether the write was done. */
    @Param(name = "number", gen = IntGen.class, conf = "1:3")
    public static final class CallersLook {
        private final Leader leader = new Leader(1, new StoreInWords());
        private final Command[] appends = new Command[4];
        private final Set<Integer> done = ConcurrentHashMap.newKeySet();

        public CallersLook() {
            for (int number = 1; number < appends.length; number++) {
                appends[number] = numbered(0, number);
            }
        }

        @Operation
        public String append(@Param(name = "number") int number) {
            if (done.contains(number)) {
                return "done";
            }
            String answer = leader.propose(appends[number]);
            done.add(number);
            return answer;
        }

        @Operation
        public String get() {
            return leader.propose(GET);
        }
    }

    /** What it should be. */
    public static final class Sequential {
        private final Map<Integer, String> done = new HashMap<>();
        private String value = "";

        public String append(int number) {
            if (done.putIfAbsent(number, "done") == null) {
                value += number;
            }
            return "done";
        }

        public String get() {
            return value;
        }
    }
}
