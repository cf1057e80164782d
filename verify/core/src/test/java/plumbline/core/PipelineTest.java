package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static plumbline.core.Scene.THREE;
import static plumbline.core.Scene.client;
import static plumbline.core.Scene.extended;
import static plumbline.core.Scene.follower;
import static plumbline.core.Scene.knowing;
import static plumbline.core.Scene.leader;
import static plumbline.core.Scene.log;
import static plumbline.core.Scene.matchIndex;
import static plumbline.core.Scene.nextIndex;
import static plumbline.core.Scene.server;
import static plumbline.core.Scene.when;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries are sent before those ahead of them are acknowledged, and nextIndex moves when they are sent. */
final class PipelineTest {
    private static final Cluster WINDOW_OF_THREE = new Cluster(3, 3);

    @Nested
    @DisplayName("Without losses")
    class WithoutLosses {
        @ParameterizedTest(name = "window {0}")
        @ValueSource(ints = {1, 3, 10, Cluster.UNLIMITED})
        void eachEntryGoesOnceToEachFollower(int window) {
            Servers servers = new Servers(new Cluster(3, window));
            servers.elect(1);
            for (int i = 0; i < 10; i++) {
                servers.clientRequest(1, 1);
                servers.deliverAll();
            }

            assertEachEntryWentOnceToEachFollower(servers, 10);
        }

        @ParameterizedTest(name = "window {0}")
        @ValueSource(ints = {1, 3, 10, Cluster.UNLIMITED})
        void eachEntryOfABurstGoesOnceToEachFollower(int window) {
            Servers servers = new Servers(new Cluster(3, window));
            servers.elect(1);
            for (int count : new int[] {1, 1, 5, 1, 20, 2}) {
                servers.clientRequest(1, count);
            }
            servers.heartbeatTimeout(1);
            servers.deliverAll();

            assertEachEntryWentOnceToEachFollower(servers, 30);
        }

        @Test
        void commandsRightAfterTheElectionGoOnce() {
            Servers servers = new Servers(THREE);
            servers.electionTimeout(1);
            while (!servers.state(1).isLeader()) {
                servers.deliver(servers.underWay().remove(0));
            }
            servers.clientRequest(1, 2);
            servers.deliverAll();

            assertEachEntryWentOnceToEachFollower(servers, 2);
        }
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void eachEntryGoesOnceWheneverAnswersComeBack(@ForAll long seed) {
        Random random = new Random(seed);
        Servers servers = new Servers(new Cluster(3, 1 + random.nextInt(5)));
        servers.elect(1);
        int entries = 0;
        while (entries < 40) {
            if (random.nextInt(3) == 0) {
                int count = 1 + random.nextInt(6);
                servers.clientRequest(1, count);
                entries += count;
            } else if (!servers.underWay().isEmpty()) {
                servers.deliver(servers.underWay().remove(0));
            }
        }
        servers.deliverAll();

        assertEachEntryWentOnceToEachFollower(servers, entries);
    }

    /** Also asserts that everyone got everything. */
    private static void assertEachEntryWentOnceToEachFollower(Servers servers, int entries) {
        List<Integer> once = Collections.nCopies(entries, 1);
        for (int follower : new int[] {2, 3}) {
            assertEquals(servers.state(1).log(), servers.state(follower).log());
            assertEquals(once, timesSentTo(follower, servers));
        }
        assertEquals(entries, servers.state(1).commitIndex());
    }

    private static List<Integer> timesSentTo(int follower, Servers servers) {
        int[] times = new int[(int) servers.state(1).log().lastIndex()];
        for (Message message : servers.everSent()) {
            if (message.to() == follower && message instanceof AppendEntriesRequest request) {
                for (long i = request.prevLogIndex(); i < request.lastNewIndex(); i++) {
                    times[(int) i]++;
                }
            }
        }
        List<Integer> boxed = new ArrayList<>();
        for (int count : times) {
            boxed.add(count);
        }
        return boxed;
    }

    @Nested
    @DisplayName("An acknowledgement")
    class Acknowledgements {
        @Test
        void namesTheIndexThatItAcknowledges() {
            when(follower(2, log(1, 2, 2, 2)), server(2).inTerm(2).appends(1, 1, 0, 2))
                    .sends(server(1).to(2).inTerm(2).accepts(2));
            when(follower(2, log(1, 2, 2, 2)), server(2).inTerm(2).appends(3, 2, 0))
                    .sends(server(1).to(2).inTerm(2).accepts(3));
        }

        @Test
        void countsForItsIndexWhateverWasSentSince() {
            when(leader(1, log()), client(1, 1, 2))
                    .then(client(1, 3, 5))
                    .then(server(2).accepts(2))
                    .becomes(knowing(knowing(leader(1, extended(log(), 7, 1)), 2, 8, 2), 3, 8, 0)
                            .committedTo(2))
                    .sendsNothing();
        }

        @Test
        void thatIsStaleMovesNothingBack() {
            ServerState leader = knowing(leader(2, log(1, 1, 1, 2)), 2, 5, 3);

            when(leader, server(2).inTerm(2).accepts(3)).staysAsItWas().sendsNothing();
            when(leader, server(2).inTerm(2).accepts(1)).staysAsItWas().sendsNothing();
            when(leader, server(2).inTerm(2).accepts(0)).staysAsItWas().sendsNothing();
        }

        @Test
        void beyondNextIndexMovesNextIndexToo() {
            ServerState leader = knowing(leader(2, log(1, 1, 1, 1)), 2, 2, 0);

            when(leader, server(2).inTerm(2).accepts(4))
                    .becomes(knowing(leader, 2, 5, 4))
                    .sendsNothing();
        }

        @Test
        void movesOnlyTheIndicesOfItsSender() {
            ServerState leader = leader(2, log(1, 1));

            when(leader, server(3).inTerm(2).accepts(2)).becomes(knowing(leader, 3, 3, 2));
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void repliesRepeatedAndInAnyOrderNeverMoveMatchIndexBackNorNextIndexToIt(@ForAll long seed) {
        Random random = new Random(seed);
        Servers servers = new Servers(new Cluster(3, 1 + random.nextInt(8)));
        servers.set(ServerState.restart(1, servers.cluster(), new PersistentState(5, 0, log(1, 1, 3, 3, 5))));
        servers.set(ServerState.restart(2, servers.cluster(), new PersistentState(5, 0, log(1, 2, 2))));
        servers.elect(1);
        List<Message> replies = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            if (random.nextInt(4) == 0) {
                servers.clientRequest(1, 1);
            } else if (random.nextInt(3) == 0) {
                servers.heartbeatTimeout(1);
            }
            servers.underWay().removeIf(message -> {
                boolean reply = message.to() == 1;
                if (reply) {
                    replies.add(message);
                }
                return reply;
            });
            if (!servers.underWay().isEmpty()) {
                servers.deliver(servers.underWay()
                        .remove(random.nextInt(servers.underWay().size())));
            }
            if (!replies.isEmpty()) {
                ServerState before = servers.state(1);
                servers.deliver(replies.get(random.nextInt(replies.size())));
                assertNothingWentBack(before, servers.state(1));
            }
        }
    }

    private static void assertNothingWentBack(ServerState before, ServerState after) {
        assertTrue(after.commitIndex() >= before.commitIndex());
        for (int follower : new int[] {2, 3}) {
            assertTrue(matchIndex(after, follower) >= matchIndex(before, follower));
            assertTrue(nextIndex(after, follower) > matchIndex(after, follower));
            assertTrue(nextIndex(after, follower) <= after.log().lastIndex() + 1);
        }
    }

    @Nested
    @DisplayName("A window of 3")
    class Window {
        private final ServerState empty = leader(WINDOW_OF_THREE, 1, log());

        @Test
        void letsThreeEntriesGoUnacknowledged() {
            when(empty, client(1, 1, 2))
                    .sends(
                            server(1).to(2).appends(0, 0, 0, 1, 1),
                            server(1).to(3).appends(0, 0, 0, 1, 1))
                    .then(client(1, 3, 5))
                    .sends(server(1).to(2).appends(2, 1, 0, 1), server(1).to(3).appends(2, 1, 0, 1))
                    .then(client(1, 8, 1))
                    .sendsNothing();
        }

        @Test
        void opensByAsManyAsAreAcknowledged() {
            when(empty, client(1, 1, 10))
                    .then(server(2).accepts(2))
                    .sends(server(1).to(2).appends(3, 1, 2, 1, 1))
                    .then(server(2).accepts(3))
                    .sends(server(1).to(2).appends(5, 1, 3, 1))
                    .then(server(2).accepts(3))
                    .sendsNothing();
        }

        @Test
        void isEachFollowersOwn() {
            when(empty, client(1, 1, 3))
                    .then(server(2).accepts(3))
                    .then(client(1, 4, 1))
                    .sends(server(1).to(2).appends(3, 1, 3, 1));
        }

        @Test
        void holdsForTheRetryAfterARejection() {
            when(
                            leader(WINDOW_OF_THREE, 2, extended(log(), 10, 1)),
                            server(2).inTerm(2).conflicts(0, 4))
                    .sends(server(1).to(2).inTerm(2).appends(3, 1, 0, 1, 1, 1))
                    .then(server(2).inTerm(2).accepts(6))
                    .sends(server(1).to(2).inTerm(2).appends(6, 1, 0, 1, 1, 1))
                    .then(server(2).inTerm(2).accepts(9))
                    .sends(server(1).to(2).inTerm(2).appends(9, 1, 0, 1));
        }

        @Test
        void streamsALagInChunks() {
            Servers servers = new Servers(WINDOW_OF_THREE);
            servers.set(follower(WINDOW_OF_THREE, 1, extended(log(), 100, 1)));

            servers.elect(1);

            assertEquals(servers.state(1).log(), servers.state(2).log());
            assertEquals(servers.state(1).log(), servers.state(3).log());
            assertTrue(servers.everSent().stream()
                    .allMatch(message -> !(message instanceof AppendEntriesRequest request)
                            || request.entries().size() <= 3));
        }
    }

    @ParameterizedTest(name = "window {0}")
    @ValueSource(ints = {1, 3, Cluster.UNLIMITED})
    void everythingArrivesAfterTheNextHeartbeatWhenMessagesWereLost(int window) {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Servers servers = new Servers(new Cluster(3, window));
            servers.elect(1);
            for (int i = 0; i < 20; i++) {
                servers.clientRequest(1, 1 + random.nextInt(4));
                servers.deliverAllBut(message -> random.nextInt(3) == 0);
            }

            // The first heartbeat makes up for what was lost, the second says what is committed since.
            servers.heartbeatTimeout(1);
            servers.deliverAll();
            servers.heartbeatTimeout(1);
            servers.deliverAll();

            for (int follower : new int[] {2, 3}) {
                assertEquals(servers.state(1).log(), servers.state(follower).log());
                assertEquals(
                        servers.state(1).log().lastIndex(),
                        servers.state(follower).commitIndex());
            }
        }
    }
}
