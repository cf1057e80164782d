package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static plumbline.core.Scene.leader;
import static plumbline.core.Scene.log;
import static plumbline.core.Scene.server;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The small values: equal by content, and out of reach for whoever made them or looks at them. */
final class ValuesTest {
    @Nested
    @DisplayName("A command")
    class Commands {
        @Test
        void isEqualWhenItsBytesAre() {
            assertEquals(Command.of("put x"), Command.of(new byte[] {'p', 'u', 't', ' ', 'x'}));
            assertEquals(Command.of("put x").hashCode(), Command.of("put x").hashCode());
            assertNotEquals(Command.of("put x"), Command.of("put y"));
            assertNotEquals(Command.of("Aa"), Command.of("BB"), "though they have the same hash");
            assertNotEquals(Command.of(""), Command.of(new byte[] {0}));
        }

        @Test
        void keepsItsBytesToItself() {
            byte[] bytes = {1, 2};
            Command command = Command.of(bytes);
            bytes[0] = 9;
            command.toByteArray()[1] = 9;

            assertArrayEquals(new byte[] {1, 2}, command.toByteArray());
            assertThrows(
                    ReadOnlyBufferException.class, () -> command.asByteBuffer().put((byte) 9));
        }

        @Test
        void mayBeMadeOfWhatRemainsInABuffer() {
            byte[] bytes = {1, 2, 3, 4};
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, 2);
            Command command = Command.of(buffer);
            bytes[1] = 9;

            assertArrayEquals(new byte[] {2, 3}, command.toByteArray());
            assertEquals(2, buffer.remaining());
            assertEquals(command, Command.of(command.asByteBuffer()));
        }

        @Test
        void mayHoldAnyBytesOrNone() {
            assertEquals(0, Command.of(new byte[0]).size());
            assertEquals(3, Command.of("€").size());
            assertEquals("€", Command.of("€").toString());
            assertEquals(3, Command.of("€").asByteBuffer().remaining());
        }
    }

    @Nested
    @DisplayName("An index by server")
    class Indices {
        @Test
        void hasZeroForTheServerItself() {
            IndexByServer indices = IndexByServer.ofPeers(3, 2, 7);

            assertEquals("[7, 0, 7]", indices.toString());
            assertEquals(3, indices.servers());
            assertEquals(7, indices.get(3));
        }

        @Test
        void changesOnePlaceInACopy() {
            IndexByServer before = IndexByServer.ofPeers(3, 1, 7);
            IndexByServer after = before.with(3, 9);

            assertEquals("[0, 7, 7]", before.toString());
            assertEquals("[0, 7, 9]", after.toString());
            assertNotEquals(before, after);
            assertEquals(before, after.with(3, 7));
            assertEquals(before.hashCode(), after.with(3, 7).hashCode());
            assertSame(before, before.with(3, 7));
        }
    }

    @Nested
    @DisplayName("A set of servers")
    class Sets {
        @Test
        void holdsEachServerOnce() {
            ServerSet set = ServerSet.of(1).with(63).with(1);

            assertEquals(2, set.size());
            assertTrue(set.contains(63));
            assertFalse(set.contains(62));
            assertEquals("{1, 63}", set.toString());
            assertEquals(ServerSet.of(63).with(1), set);
        }
    }

    @Test
    void listsHandedOverAreCopied() {
        List<Command> commands = new ArrayList<>(List.of(Command.of("x")));
        ClientRequest request = new ClientRequest(commands);
        List<Entry> entries = new ArrayList<>(Scene.entries(1, 1));
        AppendEntriesRequest append = new AppendEntriesRequest(1, 2, 1, 0, 0, entries, 0);
        List<Message> messages = new ArrayList<>(List.of(append));
        Step step = new Step(leader(1, log(1)), messages);

        commands.clear();
        entries.clear();
        messages.clear();

        assertEquals(1, request.commands().size());
        assertEquals(1, append.entries().size());
        assertEquals(1, step.messages().size());
        assertThrows(UnsupportedOperationException.class, () -> step.messages().clear());
        assertThrows(UnsupportedOperationException.class, () -> append.entries().clear());
    }

    /** Anything may be its own hash, but one that is always 0 makes every table slow. */
    @Test
    void hashesAreThoseOfTheContents() {
        assertEquals(Arrays.hashCode(new byte[] {'x', 'y'}), Command.of("xy").hashCode());
        assertEquals(
                Arrays.hashCode(new long[] {0, 4, 5}),
                IndexByServer.ofPeers(3, 1, 4).with(3, 5).hashCode());
    }

    @Test
    void valuesAreNotEqualToThingsOfOtherKinds() {
        assertNotEquals(Command.of("x"), (Object) "x");
        assertNotEquals(Command.of("Aa"), Command.of("BB"), "though they have the same hash");
        assertNotEquals(IndexByServer.ofPeers(3, 1, 4), (Object) "[0, 4, 4]");
        assertNotEquals(IndexByServer.ofPeers(3, 1, 4), IndexByServer.ofPeers(3, 1, 5));
    }

    @Test
    void aFollowerThatLearnsNothingIsTheVeryStateThatItWas() {
        PersistentState persistent = new PersistentState(1, 0, Log.EMPTY);
        ServerState own = new ServerState(1, Cluster.of(3), persistent, 0, new Role.Follower());
        assertSame(own, Raft.step(own, server(2).inTerm(1).appends(0, 0, 0)).state());
    }

    @Test
    void entriesBeforeTheFirstAreNone() {
        assertEquals(List.of(), log(1, 1, 1).entries(3, 1));
    }

    @Test
    void aRequestKnowsItsLastIndex() {
        assertEquals(5, server(2).inTerm(3).appends(3, 1, 0, 1, 2).lastNewIndex());
        assertEquals(3, server(2).inTerm(3).appends(3, 1, 0).lastNewIndex());
    }
}
