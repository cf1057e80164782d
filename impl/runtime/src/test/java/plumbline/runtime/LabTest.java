package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some of the lab's tests, with real servers under simulated time; each begins with its name there. */
final class LabTest {
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void initialElectionThreeServersElectOneLeaderAndKeepIt(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(3, seed);

        int leader = cluster.awaitLeader();
        cluster.runUntil(() -> cluster.status(1).term() == cluster.status(2).term()
                && cluster.status(2).term() == cluster.status(3).term());
        long term = cluster.status(leader).term();
        assertTrue(term >= 1);

        cluster.runFor(Duration.ofMinutes(1));
        assertEquals(leader, cluster.leader());
        for (int id = 1; id <= 3; id++) {
            assertEquals(term, cluster.status(id).term());
            assertEquals(leader, cluster.status(id).leader());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void reElectionThereIsALeaderExactlyWhenThereIsAMajority(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(3, seed);
        int first = cluster.awaitLeader();

        cluster.isolate(first);
        int second = cluster.awaitLeaderOtherThan(first);

        cluster.rejoin(first);
        cluster.runFor(A_WHILE);
        assertEquals(second, cluster.leader(), "the old leader disturbs nothing");

        int other = cluster.anyBut(first, second);
        cluster.isolate(second);
        cluster.isolate(other);
        cluster.runFor(A_WHILE);
        assertEquals(0, cluster.leader(), "no majority, no new leader");

        cluster.rejoin(other);
        cluster.awaitLeaderOtherThan(second);

        cluster.rejoin(second);
        cluster.awaitLeader();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void basicAgreeEachCommandCommitsAtItsIndexAndNothingBefore(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(5, seed);
        cluster.awaitLeader();
        assertEquals(List.of(), cluster.agreed());

        for (int index = 1; index <= 3; index++) {
            assertEquals(index, cluster.commit("command " + index));
        }
        cluster.awaitAppliedEverywhere(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void failAgreeAFollowerThatWasAwayAgreesOnAllWhenItIsBack(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(3, seed);
        cluster.commit("101");
        int away = cluster.anyBut(cluster.leader());

        cluster.isolate(away);
        for (int command = 102; command <= 105; command++) {
            cluster.commit("" + command);
        }
        cluster.runFor(A_WHILE);
        assertTrue(cluster.applied(away).size() <= 1);

        cluster.rejoin(away);
        cluster.commit("106");
        long last = cluster.commit("107");
        cluster.awaitAppliedEverywhere(last);
        assertEquals(cluster.agreed(), cluster.applied(away));
        // The one that comes back deposes the leader; what was under way then is tried again, and may be there twice.
        assertEquals(
                List.of("101", "102", "103", "104", "105", "106", "107"),
                cluster.agreed().stream().distinct().toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void rpcBytesEachCommandTravelsOnceToEachPeer(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(3, seed);
        cluster.commit("99");
        long before = cluster.network.bytesSent();

        long payload = 0;
        for (int i = 0; i < 10; i++) {
            String command = ("" + i).repeat(5_000);
            payload += command.length();
            cluster.awaitAppliedEverywhere(cluster.commit(command));
        }
        long sent = cluster.network.bytesSent() - before;
        assertTrue(sent <= 3 * payload + 50_000, () -> "sent " + sent + " bytes");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void persist1NothingCommittedIsLostWhenServersCrash(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(3, seed);
        List<String> commands = new ArrayList<>();
        commitNext(cluster, commands);

        for (int id = 1; id <= 3; id++) {
            cluster.restart(id);
        }
        commitNext(cluster, commands);

        cluster.restart(cluster.leader());
        commitNext(cluster, commands);

        int leader = cluster.leader();
        cluster.crash(leader);
        cluster.awaitLeaderOtherThan(leader);
        commitNext(cluster, commands);
        cluster.start(leader);

        int follower = cluster.anyBut(cluster.awaitLeader());
        cluster.crash(follower);
        commitNext(cluster, commands);
        cluster.start(follower);

        cluster.awaitAppliedEverywhere(commitNext(cluster, commands));
        for (int id = 1; id <= 3; id++) {
            assertEquals(commands, cluster.applied(id).stream().distinct().toList());
        }
    }

    private static long commitNext(SimulatedCluster cluster, List<String> commands) {
        String command = "command " + (commands.size() + 1);
        commands.add(command);
        return cluster.commit(command);
    }
}
