package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static plumbline.core.Scene.candidate;
import static plumbline.core.Scene.client;
import static plumbline.core.Scene.follower;
import static plumbline.core.Scene.knowing;
import static plumbline.core.Scene.leader;
import static plumbline.core.Scene.log;
import static plumbline.core.Scene.server;
import static plumbline.core.Scene.when;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd or even, one or many: a majority is more than half (§5.2, §5.3). */
final class ClusterSizeTest {
    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "5, 3", "6, 4", "62, 32", "63, 32"})
    void aMajorityIsTheFewestServersThatAreMoreThanHalf(int size, int majority) {
        assertEquals(majority, Cluster.of(size).majority());
    }

    @Nested
    @DisplayName("A single server")
    class Single {
        private final Cluster one = Cluster.of(1);

        @Test
        void electsItself() {
            when(ServerState.initial(1, one), new ElectionTimeout())
                    .becomes(leader(one, 1, log()))
                    .sendsNothing();
        }

        @Test
        void commitsAloneAndAtOnce() {
            when(leader(one, 1, log()), client(1, 1, 2))
                    .becomes(leader(one, 1, log()).withLog(log(1, 1)).committedTo(2))
                    .sendsNothing();
        }

        @Test
        void commitsWhatItHadBeforeACrashWithItsNextEntry() {
            when(follower(one, 3, log(1, 3)), new ElectionTimeout())
                    .becomes(leader(one, 4, log(1, 3)))
                    .then(client(4, 3, 1))
                    .becomes(leader(one, 4, log(1, 3)).withLog(log(1, 3, 4)).committedTo(3));
        }

        @Test
        void hasNobodyToSendHeartbeatsTo() {
            when(leader(one, 1, log()), new HeartbeatTimeout()).staysAsItWas().sendsNothing();
        }
    }

    @Nested
    @DisplayName("Two servers")
    class Two {
        private final Cluster two = Cluster.of(2);

        @Test
        void electOnlyWithBothVotes() {
            when(follower(two, 0, log()), new ElectionTimeout())
                    .becomes(candidate(two, 1, log()))
                    .then(server(2).votes(true))
                    .becomes(leader(two, 1, log()));
        }

        @Test
        void commitOnlyWhatBothStore() {
            when(leader(two, 1, log()), client(1, 1, 2))
                    .then(server(2).accepts(1))
                    .becomes(knowing(leader(two, 1, log(1, 1)), 2, 3, 1).committedTo(1));
        }
    }

    @Nested
    @DisplayName("Four servers")
    class Four {
        private final Cluster four = Cluster.of(4);

        @Test
        void electWithThreeVotesNotWithTwo() {
            when(candidate(four, 1, log()), server(3).votes(true))
                    .becomes(candidate(four, 1, log())
                            .in(new Role.Candidate(ServerSet.of(1).with(3))))
                    .then(server(4).votes(true))
                    .becomes(leader(four, 1, log()));
        }

        @Test
        void commitWhatThreeStoreNotWhatTwoDo() {
            ServerState leader = leader(four, 1, log(1));

            when(leader, server(2).accepts(1))
                    .becomes(knowing(leader, 2, 2, 1))
                    .then(server(4).accepts(1))
                    .becomes(knowing(knowing(leader, 2, 2, 1), 4, 2, 1).committedTo(1));
        }
    }

    @ParameterizedTest(name = "{0} servers")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 63})
    void everySizeElectsAndCommits(int size) {
        Servers servers = new Servers(Cluster.of(size));
        servers.elect(size);
        servers.clientRequest(size, 3);
        servers.deliverAll();
        servers.heartbeatTimeout(size);
        servers.deliverAll();

        assertTrue(servers.state(size).isLeader());
        for (ServerState server : servers.states()) {
            assertEquals(servers.state(size).log(), server.log());
            assertEquals(3, server.commitIndex());
        }
    }

    @ParameterizedTest(name = "half of {0} servers")
    @ValueSource(ints = {2, 4, 6})
    void halfOfTheServersNeitherElectNorCommit(int size) {
        int half = size / 2;
        Servers cutOff = new Servers(Cluster.of(size));
        cutOff.electionTimeout(1);
        cutOff.deliverAllBut(message -> message.to() > half);
        assertTrue(cutOff.states().stream().noneMatch(ServerState::isLeader));

        Servers later = new Servers(Cluster.of(size));
        later.elect(1);
        later.clientRequest(1, 1);
        later.deliverAllBut(message -> message.to() > half);
        assertEquals(0, later.state(1).commitIndex());
    }
}
