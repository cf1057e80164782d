package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.runtime.ProposalOutcome.Applied;
import plumbline.runtime.ProposalOutcome.Loss;
import plumbline.runtime.ProposalOutcome.NotAccepted;
import plumbline.runtime.ProposalOutcome.OutcomeUnknown;
import plumbline.runtime.ProposalOutcome.Refusal;

/** One server, turn by turn. */
final class RaftServerTest {
    private static AppendEntriesRequest heartbeat(int leader, long term) {
        return new AppendEntriesRequest(leader, 1, term, 0, 0, List.of(), 0);
    }

    // Proposals

    @Test
    void aProposalIsAnsweredWithItsIndexAndItsResultOnceItIsCommittedAndApplied() {
        OneServer one = new OneServer(3).leads();

        CompletableFuture<ProposalOutcome> outcome = one.propose("x");
        one.turns();
        assertFalse(outcome.isDone());
        assertEquals(List.of(), one.applied);

        one.arrives(one.accepted(2, 1));
        one.turns();
        Applied applied = assertInstanceOf(Applied.class, outcome.join());
        assertEquals(1, applied.index());
        assertArrayEquals("did x".getBytes(StandardCharsets.UTF_8), applied.result());
        assertEquals(List.of("x"), one.applied);
    }

    @Test
    void proposalsThatWaitTogetherAreAppendedAsOneRequestPersistedOnceAndSentOnceToEachPeer() {
        OneServer one = new OneServer(3).leads();
        one.sent.clear();
        one.stepped.clear();
        int syncs = one.storage.syncs();

        one.proposeMany(100);
        one.turns();

        ClientRequest request = assertInstanceOf(ClientRequest.class, one.stepped.get(0));
        assertEquals(1, one.stepped.size());
        assertEquals(100, request.commands().size());
        assertEquals(syncs + 1, one.storage.syncs());
        assertEquals(2, one.sent.size());
        assertEquals(100, one.storage.synced().log().lastIndex());
    }

    @Test
    void proposalsWaitWhileMoreAreUnderWay() {
        OneServer one = new OneServer(3).leads();
        one.proposeMany(3);
        one.turns();

        CompletableFuture<ProposalOutcome> waiting = one.propose("x");
        one.turns();
        assertEquals(3, one.storage.synced().log().lastIndex());

        one.arrives(one.accepted(2, 3));
        one.turns();
        assertEquals(4, one.storage.synced().log().lastIndex());
        one.arrives(one.accepted(2, 4));
        one.turns();
        assertEquals(4, assertInstanceOf(Applied.class, waiting.join()).index());
    }

    @Test
    void aProposalWaitsForAHeartbeatIntervalAtMost() {
        OneServer one = new OneServer(3).leads();
        one.proposeMany(3);
        one.turns();
        var waiting = one.propose("x");
        one.turns();
        assertEquals(3, one.storage.synced().log().lastIndex());
        one.pass(Duration.ofMillis(50));
        assertEquals(4, one.storage.synced().log().lastIndex());
        assertFalse(waiting.isDone());
    }

    @Test
    void asManyProposalsAsAreUnderWayDoNotWait() {
        OneServer one = new OneServer(3).leads();
        one.proposeMany(2);
        one.turns();
        one.proposeMany(2);
        one.turns();
        assertEquals(4, one.storage.synced().log().lastIndex());
    }

    @Test
    void aProposalThatWaitsWhenTheLeaderIsDeposedIsNotAccepted() {
        OneServer one = new OneServer(3).leads();
        one.proposeMany(3);
        one.turns();
        CompletableFuture<ProposalOutcome> waiting = one.propose("x");
        one.arrives(heartbeat(2, 9));
        one.turns();
        assertEquals(
                Refusal.NOT_LEADER,
                assertInstanceOf(NotAccepted.class, waiting.join()).reason());
    }

    @Test
    void messagesAndProposalsThatWaitTogetherArePersistedOnce() {
        OneServer one = new OneServer(3);
        int syncs = one.storage.syncs();

        one.arrives(new RequestVoteRequest(2, 1, 1, 0, 0));
        one.arrives(new AppendEntriesRequest(2, 1, 1, 0, 0, List.of(new Entry(1, Command.of("a"))), 0));
        one.arrives(new AppendEntriesRequest(2, 1, 1, 1, 1, List.of(new Entry(1, Command.of("b"))), 1));
        one.turns();

        assertEquals(syncs + 1, one.storage.syncs());
        assertEquals(3, one.sent.size());
        assertEquals(List.of("a"), one.applied);
    }

    @Test
    void aStepThatChangesNothingDurableIsNotPersisted() {
        OneServer one = new OneServer(3).leads();
        int syncs = one.storage.syncs();
        one.sent.clear();
        one.pass(Duration.ofSeconds(1));
        assertTrue(one.sent.size() >= 20);
        assertEquals(syncs, one.storage.syncs());
    }

    @Test
    void aFollowerRefusesProposalsAndSaysWhoLeads() {
        OneServer one = new OneServer(3);
        assertEquals(
                new NotAccepted(Refusal.NOT_LEADER, 0), one.propose("too early").join());

        one.arrives(heartbeat(3, 1));
        one.turns();
        assertEquals(new NotAccepted(Refusal.NOT_LEADER, 3), one.propose("x").join());
        assertEquals(3, one.status().leader());
        assertEquals(0, one.storage.synced().log().lastIndex());
    }

    @Test
    void aProposalThatWaitsWhileItsLeaderIsDeposedWasNeverAccepted() {
        OneServer one = new OneServer(3).leads();
        CompletableFuture<ProposalOutcome> outcome = one.propose("x");
        one.arrives(heartbeat(2, one.status().term() + 1));
        one.turns();

        assertEquals(new NotAccepted(Refusal.NOT_LEADER, 2), outcome.join());
        assertEquals(0, one.storage.synced().log().lastIndex());
    }

    @Test
    void theOutcomeOfAnAppendedProposalIsUnknownOnceItsLeaderIsDeposed() {
        OneServer one = new OneServer(3).leads();
        CompletableFuture<ProposalOutcome> outcome = one.propose("x");
        one.turns();
        one.arrives(heartbeat(2, one.status().term() + 1));
        one.turns();

        assertEquals(new OutcomeUnknown(Loss.LEADERSHIP_LOST, 2), outcome.join());
        assertEquals(1, one.storage.synced().log().lastIndex());
    }

    @Test
    void whatIsCommittedInTheBatchThatDeposesTheLeaderIsStillAnswered() {
        OneServer one = new OneServer(3).leads();
        CompletableFuture<ProposalOutcome> first = one.propose("first");
        CompletableFuture<ProposalOutcome> second = one.propose("second");
        one.turns();

        one.arrives(one.accepted(2, 1));
        one.arrives(heartbeat(2, one.status().term() + 1));
        one.turns();

        assertEquals(1, assertInstanceOf(Applied.class, first.join()).index());
        assertEquals(new OutcomeUnknown(Loss.LEADERSHIP_LOST, 2), second.join());
    }

    @Test
    void aProposalWhoseEntryWasOverwrittenIsNotAnsweredWithTheResultOfAnother() {
        OneServer one = new OneServer(3).leads();
        long term = one.status().term();
        CompletableFuture<ProposalOutcome> outcome = one.propose("mine");
        one.turns();

        one.arrives(
                new AppendEntriesRequest(2, 1, term + 1, 0, 0, List.of(new Entry(term + 1, Command.of("other"))), 1));
        one.turns();

        assertEquals(new OutcomeUnknown(Loss.LEADERSHIP_LOST, 2), outcome.join());
        assertEquals(List.of("other"), one.applied);
    }

    @Test
    void aCommandThatIsTooLongIsRefusedAtOnce() {
        OneServer one = new OneServer(3, RaftConfiguration.defaults().withMaxCommandBytes(10));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> one.propose("eleven byte"))
                .getMessage()
                .startsWith("size of the command is 11"));
    }

    @Test
    void aClientThatProposesFromWithinItsAnswerWaitsForTheNextTurn() {
        OneServer one = new OneServer(1);
        one.pass(Duration.ofMillis(300));
        CompletableFuture<ProposalOutcome> second = one.propose("first").thenCompose(first -> {
            assertEquals(1, ((Applied) first).index());
            return one.propose("second");
        });
        assertTrue(one.turn());
        assertFalse(second.isDone());
        one.turns();
        assertEquals(2, assertInstanceOf(Applied.class, second.join()).index());
    }

    // Messages

    @Test
    void aMessageThatNobodyCanHaveSentIsDroppedAndTheServerGoesOn() {
        OneServer one = new OneServer(3).leads();
        one.told.clear();
        one.arrives(new RequestVoteRequest(9, 1, 5, 0, 0));
        one.arrives(new RequestVoteResponse(2, 3, 1, true));
        one.arrives(one.accepted(2, 77));
        one.arrives(AppendEntriesResponse.conflicting(9, 1, 1, 0, 1));
        one.turns();

        assertEquals(
                4,
                one.told.stream().filter(line -> line.startsWith("refused: ")).count(),
                one.told::toString);
        assertTrue(one.status().isLeader());
        CompletableFuture<ProposalOutcome> outcome = one.propose("x");
        one.turns();
        one.arrives(one.accepted(2, 1));
        one.turns();
        assertInstanceOf(Applied.class, outcome.join());
    }

    @Test
    void aTransportThatThrowsCountsAsANetworkThatLoses() {
        SimulatedCluster cluster = new SimulatedCluster(3, 1, RaftConfiguration.defaults(), given -> {
            Transport inner = given.transport();
            return new Surroundings(
                    given.executor(),
                    given.clock(),
                    given.storage(),
                    new Transport() {
                        private int sends;

                        @Override
                        public void open(java.util.function.Consumer<plumbline.core.Message> receiver) {
                            inner.open(receiver);
                        }

                        @Override
                        public void send(List<plumbline.core.Message> messages) {
                            inner.send(messages);
                            sends++;
                            if (sends % 50 == 0) {
                                throw new IllegalStateException("a bug in a transport");
                            }
                        }
                    },
                    given.stateMachine(),
                    given.listener(),
                    given.rules());
        });
        for (int i = 0; i < 30; i++) {
            cluster.commit("command " + i);
        }
    }

    // Status and listener

    @Test
    void theStatusTellsRoleTermLeaderIndicesAndTheLagOfEachFollower() {
        OneServer one = new OneServer(3);
        assertEquals(ServerRole.FOLLOWER, one.status().role());
        assertEquals(0, one.status().term());
        assertEquals(OptionalLong.empty(), one.status().lag(2));

        one.leads();
        one.proposeMany(5);
        one.turns();
        one.arrives(one.accepted(2, 3));
        one.turns();

        ServerStatus status = one.status();
        assertEquals(ServerStatus.Condition.RUNNING, status.condition());
        assertEquals(ServerRole.LEADER, status.role());
        assertEquals(1, status.leader());
        assertEquals(3, status.commitIndex());
        assertEquals(3, status.appliedIndex());
        assertEquals(5, status.lastIndex());
        assertEquals(OptionalLong.of(2), status.lag(2));
        assertEquals(OptionalLong.of(5), status.lag(3));
        assertEquals(OptionalLong.empty(), status.lag(1));
    }

    @Test
    void theListenerIsToldTheStoryOfAnElectionAndACommit() {
        OneServer one = new OneServer(3).leads();
        one.proposeMany(1);
        one.turns();
        one.time.runFor(Duration.ofMillis(7));
        one.arrives(one.accepted(2, 1));
        one.turns();

        assertEquals(
                List.of(
                        "term 1",
                        "election in term 1",
                        "CANDIDATE in term 1",
                        "persisted up to 0",
                        "LEADER in term 1",
                        "leader of term 1 is 1",
                        "batch of 1 and 0, waiting 0, pending 0",
                        "batch of 0 and 1, waiting 0, pending 1",
                        "persisted up to 1",
                        "batch of 1 and 0, waiting 0, pending 1",
                        "applied 1 up to 1",
                        "answered after 7 ms: Applied[index=1]"),
                one.told);
    }

    // Clusters of one

    @Test
    void aClusterOfOneElectsItselfAndCommitsAlone() {
        OneServer one = new OneServer(1);
        one.pass(Duration.ofMillis(300));
        assertTrue(one.status().isLeader());

        CompletableFuture<ProposalOutcome> outcome = one.propose("x");
        one.turns();
        assertEquals(1, assertInstanceOf(Applied.class, outcome.join()).index());
        assertEquals(1, one.storage.synced().log().lastIndex());
        assertEquals(List.of(), one.sent);
    }

    @Test
    void aLongLogThatBecomesCommittedAtOnceIsAppliedBatchByBatch() {
        OneServer one = new OneServer(3, RaftConfiguration.defaults().withSizes(1_000, 10));
        List<Entry> entries = IntStream.rangeClosed(1, 95)
                .mapToObj(i -> new Entry(1, Command.of("" + i)))
                .toList();
        one.arrives(new AppendEntriesRequest(2, 1, 1, 0, 0, entries, 95));
        one.turn();
        assertEquals(95, one.status().commitIndex());
        assertEquals(10, one.status().appliedIndex());

        one.turns();
        assertEquals(95, one.status().appliedIndex());
        assertEquals(95, one.applied.size());
    }
}
