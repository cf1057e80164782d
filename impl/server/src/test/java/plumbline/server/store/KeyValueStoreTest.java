package plumbline.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import plumbline.core.Command;
import plumbline.server.wire.Refused.Reason;
import plumbline.server.wire.StoreCommand;
import plumbline.server.wire.StoreResult;

class KeyValueStoreTest {
    private static final ByteString KEY = bytes("key");

    private final KeyValueStore store = new KeyValueStore(new StoreLimits(8, 16, 2, 3));
    private long index;

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private StoreResult apply(StoreCommand command) {
        try {
            return StoreResult.parseFrom(store.apply(++index, Commands.encoded(command)));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private void assertValue(String expected) {
        assertEquals(bytes(expected), apply(Commands.get(KEY)).getValue().getValue());
    }

    private void assertRefused(Reason reason, StoreResult result) {
        assertEquals(reason, result.getRefused().getReason(), result::toString);
        assertFalse(result.getRefused().getDetail().isEmpty());
    }

    private boolean changed(StoreCommand command) {
        StoreResult result = apply(command);
        assertTrue(result.hasDone(), result::toString);
        return result.getDone().getChanged();
    }

    private long openSession() {
        return apply(Commands.openSession()).getSessionOpened().getSession();
    }

    // Operations

    @Test
    void anAbsentKeyHasNoValueWhichIsNotAnEmptyOne() {
        assertFalse(apply(Commands.get(KEY)).getValue().hasValue());
        assertTrue(changed(Commands.put(KEY, ByteString.EMPTY)));
        assertTrue(apply(Commands.get(KEY)).getValue().hasValue());
    }

    @Test
    void putSetsAndSetsAgain() {
        assertTrue(changed(Commands.put(KEY, bytes("one"))));
        assertTrue(changed(Commands.put(KEY, bytes("two"))));
        assertValue("two");
    }

    @Test
    void appendStartsFromNothingAndGoesOn() {
        assertTrue(changed(Commands.append(KEY, bytes("a"))));
        assertTrue(changed(Commands.append(KEY, bytes("b"))));
        assertValue("ab");
    }

    @Test
    void deleteSaysWhetherThereWasAnything() {
        changed(Commands.put(KEY, bytes("one")));
        assertTrue(changed(Commands.delete(KEY)));
        assertFalse(changed(Commands.delete(KEY)));
        assertFalse(apply(Commands.get(KEY)).getValue().hasValue());
    }

    @Test
    void compareAndSetChangesOnlyWhatIsAsExpected() {
        assertFalse(changed(Commands.compareAndSet(KEY, bytes("x"), bytes("y"))));
        assertTrue(changed(Commands.compareAndSet(KEY, null, bytes("x"))));
        assertFalse(changed(Commands.compareAndSet(KEY, null, bytes("z"))));
        assertFalse(changed(Commands.compareAndSet(KEY, bytes("w"), bytes("z"))));
        assertTrue(changed(Commands.compareAndSet(KEY, bytes("x"), bytes("y"))));
        assertValue("y");
    }

    @Test
    void compareAndSetTellsAnAbsentKeyFromAnEmptyValue() {
        assertFalse(changed(Commands.compareAndSet(KEY, ByteString.EMPTY, bytes("x"))));
        assertFalse(apply(Commands.get(KEY)).getValue().hasValue());
        changed(Commands.put(KEY, ByteString.EMPTY));
        assertFalse(changed(Commands.compareAndSet(KEY, null, bytes("x"))));
        assertTrue(changed(Commands.compareAndSet(KEY, ByteString.EMPTY, bytes("x"))));
        assertValue("x");
    }

    @Test
    void bytesNeedNotBeText() {
        ByteString binary = ByteString.copyFrom(new byte[] {0, -1, 127, -128, 10});
        changed(Commands.put(binary, binary));
        assertEquals(binary, apply(Commands.get(binary)).getValue().getValue());
    }

    @Test
    void keysWhoseBytesHashAlikeAreDifferentKeys() {
        ByteString one = bytes("Aa");
        ByteString other = bytes("BB");
        assertEquals(one.hashCode(), other.hashCode());
        changed(Commands.put(one, bytes("1")));
        changed(Commands.put(other, bytes("2")));
        assertEquals(bytes("1"), apply(Commands.get(one)).getValue().getValue());
        assertEquals(bytes("2"), apply(Commands.get(other)).getValue().getValue());
        assertEquals(2, store.size());
    }

    // Limits

    @Test
    void keysAndValuesHaveLimitsAndARefusedCommandChangesNothing() {
        changed(Commands.put(KEY, bytes("0123456789abcdef")));
        assertRefused(Reason.VALUE_SIZE, apply(Commands.put(KEY, bytes("0123456789abcdefg"))));
        assertRefused(Reason.VALUE_SIZE, apply(Commands.append(KEY, bytes("g"))));
        assertRefused(Reason.VALUE_SIZE, apply(Commands.compareAndSet(KEY, null, bytes("0123456789abcdefg"))));
        assertValue("0123456789abcdef");
        for (ByteString bad : List.of(ByteString.EMPTY, bytes("123456789"))) {
            assertRefused(Reason.KEY_SIZE, apply(Commands.get(bad)));
            assertRefused(Reason.KEY_SIZE, apply(Commands.put(bad, KEY)));
            assertRefused(Reason.KEY_SIZE, apply(Commands.append(bad, KEY)));
            assertRefused(Reason.KEY_SIZE, apply(Commands.delete(bad)));
            assertRefused(Reason.KEY_SIZE, apply(Commands.compareAndSet(bad, null, KEY)));
        }
        assertEquals(1, store.size());
    }

    @Test
    void theLongestKeyAndTheShortestAreTaken() {
        for (ByteString good : List.of(bytes("1"), bytes("12345678"))) {
            assertTrue(changed(Commands.put(good, good)));
            assertEquals(good, apply(Commands.get(good)).getValue().getValue());
        }
    }

    @Test
    void whatIsNotACommandIsRefusedOnEveryServerAlike() throws InvalidProtocolBufferException {
        for (Command nonsense : List.of(Command.of(""), Command.of("nonsense"), Command.of(new byte[] {8}))) {
            assertRefused(Reason.MALFORMED, StoreResult.parseFrom(store.apply(++index, nonsense)));
        }
    }

    // Sessions

    @Test
    void aRepeatedWriteIsAnsweredAsBeforeAndNotDoneAgain() {
        long session = openSession();
        StoreCommand append = Commands.inSession(Commands.append(KEY, bytes("a")), session, 1, 1);
        StoreResult first = apply(append);
        assertEquals(first, apply(append));
        assertValue("a");
        StoreCommand create = Commands.inSession(Commands.compareAndSet(bytes("new"), null, KEY), session, 2, 2);
        assertTrue(changed(create));
        assertTrue(changed(create), "the answer is the first one, though the key is there now");
    }

    @Test
    void writesOfASessionMayComeOutOfOrder() {
        long session = openSession();
        assertTrue(changed(Commands.inSession(Commands.append(KEY, bytes("b")), session, 2, 1)));
        assertTrue(changed(Commands.inSession(Commands.append(KEY, bytes("a")), session, 1, 1)));
        assertTrue(changed(Commands.inSession(Commands.append(KEY, bytes("b")), session, 2, 1)));
        assertValue("ba");
    }

    @Test
    void anAcknowledgedWriteThatComesLateIsNotDone() {
        long session = openSession();
        changed(Commands.inSession(Commands.append(KEY, bytes("a")), session, 1, 1));
        changed(Commands.inSession(Commands.append(KEY, bytes("b")), session, 2, 2));
        assertRefused(
                Reason.RESULT_FORGOTTEN, apply(Commands.inSession(Commands.append(KEY, bytes("a")), session, 1, 1)));
        assertValue("ab");
    }

    @Test
    void aSessionHoldsOnlySoManyResults() {
        long session = openSession();
        for (int sequence = 1; sequence <= 3; sequence++) {
            changed(Commands.inSession(Commands.append(KEY, bytes("a")), session, sequence, 1));
        }
        assertRefused(
                Reason.TOO_MANY_PENDING, apply(Commands.inSession(Commands.append(KEY, bytes("b")), session, 4, 1)));
        assertTrue(changed(Commands.inSession(Commands.append(KEY, bytes("b")), session, 4, 2)));
        assertValue("aaab");
    }

    /** A client may have given up a write without ever sending it, and may have used numbers up to any. */
    @Test
    void resultsAreForgottenHoweverFarTheNumbersJump() {
        long session = openSession();
        for (int sequence = 1; sequence <= 3; sequence++) {
            changed(Commands.inSession(Commands.append(KEY, bytes("a")), session, sequence, 1));
        }
        long far = Long.MAX_VALUE - 1;
        assertTrue(changed(Commands.inSession(Commands.append(KEY, bytes("b")), session, far, 3)));
        assertTrue(changed(Commands.inSession(Commands.append(KEY, bytes("a")), session, 3, 3)), "answered as before");
        assertTrue(changed(Commands.inSession(Commands.append(KEY, bytes("c")), session, far + 1, far)));
        assertRefused(
                Reason.RESULT_FORGOTTEN, apply(Commands.inSession(Commands.append(KEY, bytes("a")), session, 3, 3)));
        assertTrue(changed(Commands.inSession(Commands.append(KEY, bytes("b")), session, far, far)));
        assertValue("aaabc");
    }

    @Test
    void theSessionThatWasIdleLongestIsForgottenAndItsRetriesRefused() {
        long idle = openSession();
        StoreCommand write = Commands.inSession(Commands.append(KEY, bytes("a")), idle, 1, 1);
        changed(write);
        long busy = openSession();
        changed(Commands.inSession(Commands.append(KEY, bytes("b")), busy, 1, 1));
        openSession();
        assertRefused(Reason.SESSION_EXPIRED, apply(write));
        assertTrue(changed(Commands.inSession(Commands.append(KEY, bytes("c")), busy, 2, 2)));
        assertValue("abc");
    }

    @Test
    void aSessionThatIsUsedIsNotIdleHoweverLongAgoItWasOpened() {
        long early = openSession();
        long late = openSession();
        changed(Commands.inSession(Commands.append(KEY, bytes("a")), early, 1, 1));
        openSession();
        assertTrue(changed(Commands.inSession(Commands.append(KEY, bytes("b")), early, 2, 2)));
        assertRefused(Reason.SESSION_EXPIRED, apply(Commands.inSession(Commands.append(KEY, bytes("c")), late, 1, 1)));
        assertValue("ab");
    }

    @Test
    void aSessionThatNeverWasOrAWriteWithoutANumberIsRefused() {
        assertRefused(Reason.SESSION_EXPIRED, apply(Commands.inSession(Commands.put(KEY, KEY), 77, 1, 1)));
        assertRefused(Reason.SEQUENCE, apply(Commands.inSession(Commands.put(KEY, KEY), openSession(), 0, 0)));
        assertRefused(Reason.SEQUENCE, apply(Commands.inSession(Commands.put(KEY, KEY), openSession(), -1, 0)));
    }

    @Test
    void aWriteWithoutASessionIsDoneEachTime() {
        StoreCommand append = Commands.append(KEY, bytes("a"));
        changed(append);
        changed(append);
        assertValue("aa");
    }

    /** Each client repeats writes at will; the store ends as if each had come once. */
    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void repeatingWritesChangesNothing(@ForAll long seed) {
        Random random = new Random(seed);
        KeyValueStore once = new KeyValueStore();
        KeyValueStore repeated = new KeyValueStore();
        List<StoreCommand> sent = new ArrayList<>();
        long place = 0;
        once.apply(1, Commands.encoded(Commands.openSession()));
        repeated.apply(1, Commands.encoded(Commands.openSession()));
        for (int sequence = 1; sequence <= 40; sequence++) {
            ByteString key = bytes("k" + random.nextInt(3));
            StoreCommand write = switch (random.nextInt(4)) {
                case 0 -> Commands.put(key, bytes("p" + sequence));
                case 1 -> Commands.append(key, bytes("a" + sequence));
                case 2 -> Commands.delete(key);
                default -> Commands.compareAndSet(key, null, bytes("c" + sequence));
            };
            sent.add(Commands.inSession(write, 1, sequence, Math.max(1, sequence - 5)));
            place++;
            once.apply(1 + place, Commands.encoded(sent.get(sent.size() - 1)));
        }
        long at = 1;
        for (int i = 0; i < sent.size(); i++) {
            repeated.apply(++at, Commands.encoded(sent.get(i)));
            for (int again = random.nextInt(3); again > 0; again--) {
                repeated.apply(++at, Commands.encoded(sent.get(random.nextInt(i + 1))));
            }
        }
        for (int key = 0; key < 3; key++) {
            Command get = Commands.encoded(Commands.get(bytes("k" + key)));
            assertEquals(
                    ByteString.copyFrom(once.apply(1_000 + key, get)),
                    ByteString.copyFrom(repeated.apply(1_000 + key, get)));
        }
    }
}
