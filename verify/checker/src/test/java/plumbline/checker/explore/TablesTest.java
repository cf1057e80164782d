package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plumbline.checker.explore.Tables.ServerTable;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.checker.world.World;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

class TablesTest {
    static Stream<Bounds> bounds() {
        return Stream.of(
                Bounds.of(1, 2, 1, 1),
                Bounds.of(2, 2, 1, 0),
                new Bounds(2, 1, 2, 2, 2, 1, 1, Network.bag(1, 1)),
                Bounds.of(3, 2, 0, 0),
                Bounds.of(3, 1, 1, 1));
    }

    private static Tables compile(Bounds bounds) {
        return Compiler.compile(bounds, StepFunction.RAFT);
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void areTheSameWhenCompiledAgain(Bounds bounds) {
        Tables once = compile(bounds);
        Tables again = compile(bounds);
        assertEquals(once.words, again.words);
        assertArrayEquals(once.sent, again.sent);
        for (int server = 0; server < bounds.servers(); server++) {
            ServerTable one = once.servers[server];
            ServerTable other = again.servers[server];
            assertEquals(one.states, other.states);
            assertEquals(one.messages, other.messages);
            assertEquals(one.firstBit, other.firstBit);
            assertArrayEquals(one.internal, other.internal);
            assertArrayEquals(one.restart, other.restart);
            assertArrayEquals(one.next, other.next);
            assertArrayEquals(one.sent, other.sent);
            assertArrayEquals(one.idle, other.idle);
        }
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void giveEachMessageOneBitAndThoseOfOneReceiverNeighbouringOnes(Bounds bounds) {
        Tables tables = compile(bounds);
        Set<Message> seen = new HashSet<>();
        int bit = 0;
        for (int server = 0; server < bounds.servers(); server++) {
            ServerTable table = tables.servers[server];
            assertEquals(bit, table.firstBit);
            for (Message message : table.messages) {
                assertEquals(server + 1, message.to());
                assertTrue(seen.add(message), "a message has one bit");
                assertEquals(message, tables.message(bit));
                bit++;
            }
        }
        assertEquals(bit, tables.messageCount());
        assertEquals((bit + 63) / 64, tables.words);
        int beyond = bit;
        assertThrows(IndexOutOfBoundsException.class, () -> tables.message(beyond));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void numberEachStateOnceAndTheInitialOneFirst(Bounds bounds) {
        Tables tables = compile(bounds);
        for (int server = 0; server < bounds.servers(); server++) {
            ServerTable table = tables.servers[server];
            assertEquals(ServerState.initial(server + 1, bounds.cluster()), table.states.get(0));
            assertEquals(table.states.size(), new HashSet<>(table.states).size());
        }
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void holdWhatTheStepFunctionDoes(Bounds bounds) {
        Tables tables = compile(bounds);
        for (ServerTable table : tables.servers) {
            for (int state = 0; state < table.states.size(); state++) {
                ServerState before = table.states.get(state);
                assertEquals(
                        World.internalEvents(before, bounds),
                        Stream.of(table.internal[state])
                                .map(Tables.Internal::event)
                                .toList());
                for (Tables.Internal internal : table.internal[state]) {
                    assertStep(tables, table, before, internal.event(), internal.next(), internal.sent());
                }
                for (int message = 0; message < table.messages.size(); message++) {
                    int cell = state * table.messages.size() + message;
                    assertStep(tables, table, before, table.messages.get(message), table.next[cell], table.sent[cell]);
                    int bit = table.firstBit + message;
                    boolean idle = (table.idle[state][bit >> 6] >>> bit & 1) != 0;
                    assertEquals(table.next[cell] == state && table.sent[cell] == 0, idle);
                }
                ServerState restarted = bounds.restarts() > 0 ? StepFunction.RAFT.restart(before) : before;
                assertEquals(restarted, table.states.get(table.restart[state]));
            }
        }
    }

    private static void assertStep(
            Tables tables, ServerTable table, ServerState before, Event event, int next, int sent) {
        Optional<Step> step = Rules.step(StepFunction.RAFT, before, event);
        assertEquals(step.isEmpty(), next == Tables.REFUSED);
        if (step.isPresent()) {
            assertEquals(step.get().state(), table.states.get(next));
            assertEquals(new HashSet<>(step.get().messages()), messages(tables, tables.sent[sent]));
        }
    }

    private static Set<Message> messages(Tables tables, long[] bits) {
        Set<Message> messages = new HashSet<>();
        for (int bit = 0; bit < tables.messageCount(); bit++) {
            if ((bits[bit >> 6] >>> bit & 1) != 0) {
                messages.add(tables.message(bit));
            }
        }
        return messages;
    }

    @Test
    void aSetIsWithinAnotherWhenItHasNoBitOfItsOwn() {
        long[] set = {99, 0b1110, -1};
        assertTrue(Tables.within(new long[] {0b0110, 1L << 63}, set, 1));
        assertTrue(Tables.within(new long[] {0, 0}, set, 1));
        assertFalse(Tables.within(new long[] {0b0111, 0}, set, 1));
    }

    @Test
    void whatDoesNotFitIsRefusedInWords() {
        BoundsTooLargeException refused = assertThrows(
                BoundsTooLargeException.class,
                () -> new Layout(compile(Bounds.of(1, 1, 0, 0))).setHistory(new long[1], 1 << 24));
        assertEquals("the bounds are too large: more than 16 million histories", refused.getMessage());
    }
}
