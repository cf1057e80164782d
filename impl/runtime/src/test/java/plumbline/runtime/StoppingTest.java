package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import plumbline.core.RequestVoteRequest;
import plumbline.runtime.ProposalOutcome.Applied;
import plumbline.runtime.ProposalOutcome.Loss;
import plumbline.runtime.ProposalOutcome.NotAccepted;
import plumbline.runtime.ProposalOutcome.OutcomeUnknown;
import plumbline.runtime.ProposalOutcome.Refusal;

/** How servers end: asked to, or because something failed. */
final class StoppingTest {
    private static final NotAccepted STOPPED = new NotAccepted(Refusal.STOPPED, 0);

    @Test
    void stoppingAnswersEveryoneAndTellsWhatIsInTheLogFromWhatIsNot() {
        OneServer one = new OneServer(3).leads();
        CompletableFuture<ProposalOutcome> appended = one.propose("appended");
        one.turns();
        CompletableFuture<ProposalOutcome> waiting = one.propose("waiting");
        one.server.stop();
        CompletableFuture<Void> terminated = one.server.terminated();
        assertFalse(terminated.isDone());
        one.turns();

        assertTrue(terminated.isDone());
        assertEquals(new OutcomeUnknown(Loss.STOPPED, 0), appended.join());
        assertEquals(STOPPED, waiting.join());
        assertEquals(ServerStatus.Condition.STOPPED, one.status().condition());
        assertFalse(one.status().isLeader());
        assertEquals(STOPPED.reason(), ((NotAccepted) one.propose("late").join()).reason());
    }

    @Test
    void stoppingTwiceIsStoppingOnce() {
        OneServer one = new OneServer(3);
        one.server.stop();
        one.server.stop();
        one.turns();
        one.server.stop();
        assertTrue(one.server.terminated().isDone());
        one.turns();
        assertEquals(List.of("stopped"), one.told);
    }

    @Test
    void aStoppedServerHearsAndDoesNothing() {
        OneServer one = new OneServer(3);
        one.server.stop();
        one.turns();
        one.arrives(new RequestVoteRequest(2, 1, 7, 0, 0));
        one.pass(Duration.ofSeconds(10));
        assertEquals(List.of(), one.stepped);
        assertEquals(List.of(), one.sent);
    }

    @Test
    void aSyncThatFailsStopsTheServerBeforeAnythingIsSentAndIsNeverTriedAgain() {
        OneServer one = new OneServer(3).leads();
        CompletableFuture<ProposalOutcome> earlier = one.propose("earlier");
        one.turns();
        one.sent.clear();
        one.storage.failSyncAfter(0);
        CompletableFuture<ProposalOutcome> outcome = one.propose("x");
        one.turns();

        assertEquals(List.of(), one.sent);
        assertEquals(new OutcomeUnknown(Loss.STOPPED, 0), earlier.join());
        assertEquals(new OutcomeUnknown(Loss.STOPPED, 0), outcome.join());
        assertEquals(ServerStatus.Condition.FAILED, one.status().condition());
        assertEquals(
                "sync failed, as this storage was told to",
                one.status().failure().orElseThrow().getMessage());
        assertEquals("stopped: sync failed, as this storage was told to", one.told.get(one.told.size() - 1));
        assertTrue(one.server.terminated().isDone());

        one.storage.repair();
        int writes = one.storage.writes();
        one.arrives(new RequestVoteRequest(2, 1, 7, 0, 0));
        one.pass(Duration.ofSeconds(10));
        assertEquals(writes, one.storage.writes());
        assertEquals(List.of(), one.sent);
    }

    @Test
    void aStateMachineThatThrowsStopsTheServerAndWhatWasAppliedBeforeIsStillAnswered() {
        AtomicInteger applied = new AtomicInteger();
        IllegalStateException bug = new IllegalStateException("a bug in a state machine");
        SimulatedCluster cluster = new SimulatedCluster(
                1,
                1,
                RaftConfiguration.defaults(),
                given -> new Surroundings(
                        given.executor(),
                        given.clock(),
                        given.storage(),
                        given.transport(),
                        (index, command) -> {
                            if (applied.incrementAndGet() == 2) {
                                throw bug;
                            }
                            return given.stateMachine().apply(index, command);
                        },
                        given.listener(),
                        given.rules()));
        cluster.mayFail(1);
        cluster.awaitLeader();
        CompletableFuture<ProposalOutcome> first = cluster.propose(1, "first");
        CompletableFuture<ProposalOutcome> second = cluster.propose(1, "second");
        cluster.runUntil(second::isDone);

        assertInstanceOf(Applied.class, first.join());
        assertEquals(new OutcomeUnknown(Loss.STOPPED, 0), second.join());
        assertSame(bug, cluster.status(1).failure().orElseThrow());
    }

    @Test
    void aListenerThatThrowsStopsTheServerSoThatAFailedCheckCannotGoUnseen() {
        AssertionError check = new AssertionError("a check");
        SimulatedCluster cluster = new SimulatedCluster(
                1,
                1,
                RaftConfiguration.defaults(),
                given -> given.with(new RuntimeListener() {
                    @Override
                    public void roleChanged(long term, ServerRole role) {
                        throw check;
                    }
                }));
        cluster.mayFail(1);
        cluster.runUntil(() -> !cluster.status(1).isRunning());
        assertEquals(Optional.of(check), cluster.status(1).failure());
    }

    @Test
    void aServerWhoseDiskFailsLeavesTheOthersAtWork() {
        SimulatedCluster cluster = new SimulatedCluster(3, 1);
        cluster.commit("before");
        int leader = cluster.leader();
        cluster.mayFail(leader);
        cluster.storage(leader).failSyncAfter(3);
        for (int i = 0; i < 10; i++) {
            cluster.commit("command " + i);
        }
        assertEquals(ServerStatus.Condition.FAILED, cluster.status(leader).condition());
        assertTrue(cluster.leader() != leader);
    }
}
