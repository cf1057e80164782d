package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.Command;
import plumbline.core.ElectionTimeout;
import plumbline.core.Entry;
import plumbline.core.HeartbeatTimeout;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;

/** When a server's patience starts over, and when it does not. Election timeouts are 150 to 300 ms, heartbeats 50 ms. */
final class TimingTest {
    private static final Duration LESS_THAN_THE_LEAST = Duration.ofMillis(149);
    private static final Duration THE_MOST = Duration.ofMillis(300);

    /** Every 149 ms {@code message} arrives, ten times. How many elections the server starts meanwhile. */
    private static long elections(OneServer one, Message message) {
        one.stepped.clear();
        for (int i = 0; i < 10; i++) {
            one.arrives(message);
            one.turns();
            one.pass(LESS_THAN_THE_LEAST);
        }
        return one.stepped.stream().filter(ElectionTimeout.class::isInstance).count();
    }

    private static AppendEntriesRequest append(long term, long prevLogIndex) {
        return new AppendEntriesRequest(2, 1, term, prevLogIndex, prevLogIndex == 0 ? 0 : 1, List.of(), 0);
    }

    @Test
    void aServerThatHearsNothingStartsAnElectionWithinTheElectionTimeoutAndGoesOnDoingSo() {
        OneServer one = new OneServer(3);
        one.pass(LESS_THAN_THE_LEAST);
        assertEquals(0, one.status().term());
        one.pass(THE_MOST.minus(LESS_THAN_THE_LEAST));
        assertEquals(1, one.status().term());
        assertEquals(ServerRole.CANDIDATE, one.status().role());
        one.pass(THE_MOST);
        assertTrue(one.status().term() >= 2);
    }

    @Test
    void theLeaderOfTheTermKeepsAServerFromStartingAnElection() {
        assertEquals(0, elections(new OneServer(3), append(1, 0)));
    }

    @Test
    void aRequestThatTheLogRejectsIsStillFromTheLeader() {
        assertEquals(0, elections(new OneServer(3), append(1, 9)));
    }

    @Test
    void theLeaderOfAPastTermDoesNot() {
        OneServer one = new OneServer(3);
        one.pass(THE_MOST);
        one.pass(THE_MOST);
        assertTrue(one.status().term() >= 2);
        assertTrue(elections(one, append(1, 0)) >= 4);
    }

    @Test
    void grantingAVoteDoes() {
        assertEquals(0, elections(new OneServer(3), new RequestVoteRequest(2, 1, 1, 0, 0)));
    }

    @Test
    void refusingAVoteDoesNot() {
        OneServer one = new OneServer(3);
        one.arrives(new AppendEntriesRequest(2, 1, 5, 0, 0, List.of(new Entry(5, Command.of("x"))), 0));
        one.turns();
        assertTrue(elections(one, new RequestVoteRequest(3, 1, 900, 0, 0)) >= 4);
    }

    @Test
    void aRefusedMessageDoesNot() {
        assertTrue(elections(new OneServer(3), new AppendEntriesRequest(9, 1, 900, 0, 0, List.of(), 0)) >= 4);
    }

    @Test
    void aDeposedLeaderWaitsAsLongAsAnyFollower() {
        OneServer one = new OneServer(3).leads();
        one.arrives(new RequestVoteRequest(2, 1, one.status().term() + 1, 0, 0));
        one.turns();
        one.stepped.clear();
        one.pass(LESS_THAN_THE_LEAST);
        assertEquals(List.of(), one.stepped);
        one.pass(THE_MOST.minus(LESS_THAN_THE_LEAST));
        assertEquals(List.of(new ElectionTimeout()), one.stepped);
    }

    @Test
    void whatHasArrivedCountsBeforeATimeoutThatIsDue() {
        OneServer one = new OneServer(3);
        // The server is held up: time passes, and none of its turns is run.
        one.time.runFor(Duration.ofSeconds(10));
        one.arrives(append(1, 0));
        one.turns();
        assertEquals(List.of(append(1, 0)), one.stepped);
    }

    @Test
    void aLeaderIsHeardEveryHeartbeatIntervalHoweverBusyItIs() {
        OneServer one = new OneServer(3).leads();
        one.stepped.clear();
        for (int i = 0; i < 100; i++) {
            one.proposeMany(3);
            one.turns();
            one.pass(Duration.ofMillis(10));
        }
        assertEquals(
                20,
                one.stepped.stream().filter(HeartbeatTimeout.class::isInstance).count());
    }

    @Test
    void aLeaderDoesNotSendMoreHeartbeatsToMakeUpForTimeThatItLost() {
        OneServer one = new OneServer(3).leads();
        one.stepped.clear();
        one.time.runFor(Duration.ofSeconds(10));
        one.turns();
        assertEquals(1, one.stepped.size());
    }

    @Test
    void everyWaitIsDrawnAnew() {
        Set<Long> waits = new HashSet<>();
        OneServer one = new OneServer(3);
        for (int i = 0; i < 20; i++) {
            long term = one.status().term();
            long begun = one.time.nanoTime();
            while (one.status().term() == term) {
                one.pass(Duration.ofMillis(1));
            }
            waits.add((one.time.nanoTime() - begun) / 1_000_000);
        }
        assertTrue(waits.size() > 10, waits::toString);
        assertTrue(waits.stream().allMatch(wait -> 150 <= wait && wait <= 301), waits::toString);
    }

    @Test
    void anIdleServerIsWokenOnlyForWhatIsDue() {
        SimulatedCluster cluster = new SimulatedCluster(3, 1);
        cluster.awaitLeader();
        cluster.runFor(Duration.ofSeconds(10));
        long before = cluster.time.tasksGiven();
        cluster.runFor(Duration.ofSeconds(10));
        // 200 heartbeats to two followers, each answered: 800 messages that arrive and make a turn each; one alarm and
        // its
        // turn for each heartbeat, and a few for the followers' patience.
        long tasks = cluster.time.tasksGiven() - before;
        assertTrue(tasks <= 2 * 800 + 2 * 200 + 300, () -> tasks + " tasks");
    }
}
