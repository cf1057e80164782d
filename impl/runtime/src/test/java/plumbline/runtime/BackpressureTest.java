package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.runtime.ProposalOutcome.Applied;
import plumbline.runtime.ProposalOutcome.NotAccepted;
import plumbline.runtime.ProposalOutcome.Refusal;
import plumbline.runtime.memory.LinkBehaviour;

/** What waits is bounded, and whoever is slow holds up nobody else. */
final class BackpressureTest {
    private static final RaftConfiguration DEFAULTS = RaftConfiguration.defaults();
    private static final NotAccepted TRY_LATER = new NotAccepted(Refusal.TRY_LATER, 1);

    private static RaftConfiguration with(Capacity inbox, Capacity pending) {
        return DEFAULTS.withSizes(1_024, 1_024)
                .withMaxCommandBytes(2_000)
                .withCapacities(inbox, pending, DEFAULTS.outbound());
    }

    @Test
    void whoeverProposesBeyondTheBoundIsToldToTryLaterUntilSomeoneIsAnswered() {
        OneServer one = new OneServer(3, with(DEFAULTS.inbox(), new Capacity(10, 1_000_000))).leads();
        List<CompletableFuture<ProposalOutcome>> taken = one.proposeMany(10);
        assertEquals(TRY_LATER, one.propose("eleventh").join());
        one.turns();
        assertEquals(TRY_LATER, one.propose("still in the log only").join());

        one.arrives(one.accepted(2, 4));
        one.turns();
        assertEquals(4, taken.stream().filter(CompletableFuture::isDone).count());
        List<CompletableFuture<ProposalOutcome>> later = one.proposeMany(5);
        assertEquals(TRY_LATER, later.get(4).join());
        assertFalse(later.get(3).isDone());
    }

    @Test
    void proposalsAreBoundedByTheirBytesTooButALongOneAloneIsTaken() {
        OneServer one = new OneServer(3, with(DEFAULTS.inbox(), new Capacity(10, 1_000))).leads();
        assertFalse(one.propose("x".repeat(2_000)).isDone());
        assertEquals(TRY_LATER, one.propose("x").join());
        one.turns();
        one.arrives(one.accepted(2, 1));
        one.turns();
        assertFalse(one.propose("x".repeat(600)).isDone());
        assertEquals(TRY_LATER, one.propose("x".repeat(600)).join());
        assertFalse(one.propose("x".repeat(300)).isDone());
    }

    @Test
    void messagesBeyondTheBoundAreDroppedAndCounted() {
        OneServer one = new OneServer(5, with(new Capacity(10, 10_000_000), DEFAULTS.pending()));
        for (int i = 0; i < 25; i++) {
            one.arrives(new RequestVoteRequest(2, 1, 1 + i, 0, 0));
        }
        one.turns();
        assertEquals(10, one.stepped.size());
        assertEquals(10, one.status().term());
        assertTrue(one.told.contains("dropped 15"));

        one.arrives(new RequestVoteRequest(2, 1, 99, 0, 0));
        one.turns();
        assertEquals(99, one.status().term());
    }

    @Test
    void clientsCannotKeepMessagesOut() {
        OneServer one = new OneServer(3, with(new Capacity(10, 10_000_000), new Capacity(100, 1_000_000))).leads();
        one.proposeMany(1_000);
        one.arrives(new RequestVoteRequest(2, 1, 99, 0, 0));
        one.turns();
        assertEquals(99, one.status().term());
    }

    @Test
    void aTurnTakesAtMostABatchAndTheNextTheRest() {
        OneServer one = new OneServer(3, DEFAULTS.withSizes(1_000, 10)).leads();
        one.proposeMany(25);
        assertTrue(one.turn());
        assertEquals(10, one.status().lastIndex());
        assertTrue(one.turn());
        assertEquals(20, one.status().lastIndex());
        // Five wait until those are committed.
        one.turns();
        assertEquals(20, one.status().lastIndex());
        one.arrives(one.accepted(2, 20));
        one.turns();
        assertEquals(25, one.status().lastIndex());
    }

    @Test
    void aDeadFollowerIsSentAWindowAndThenHeartbeatsOnly() {
        OneServer one = new OneServer(3, DEFAULTS.withSizes(100, 1_000)).leads();
        for (int i = 1; i <= 50; i++) {
            one.proposeMany(10);
            one.turns();
            one.arrives(one.accepted(2, 10L * i));
            one.turns();
        }
        assertEquals(500, one.status().commitIndex());
        long toTheDead = one.sent(AppendEntriesRequest.class).stream()
                .filter(request -> request.to() == 3)
                .mapToLong(request -> request.entries().size())
                .sum();
        assertEquals(100, toTheDead);
    }

    @Test
    void aSlowFollowerCostsItsLinkABoundedNumberOfBytesAndHoldsUpNobody() {
        RaftConfiguration small = DEFAULTS.withSizes(80, 1_024)
                .withMaxCommandBytes(1_000)
                .withCapacities(DEFAULTS.inbox(), DEFAULTS.pending(), new Capacity(50, 90_000));
        SimulatedCluster cluster = new SimulatedCluster(3, 1, small, given -> given);
        int leader = cluster.awaitLeader();
        int slow = cluster.anyBut(leader);
        cluster.network.behave(
                (message, clock) -> message.to() == slow ? Duration.ofSeconds(2).toNanos() : 100_000);

        long most = 0;
        for (int i = 0; i < 300; i++) {
            CompletableFuture<ProposalOutcome> outcome = cluster.propose(leader, "x".repeat(1_000));
            long begun = cluster.time.nanoTime();
            cluster.runUntil(outcome::isDone);
            assertInstanceOf(Applied.class, outcome.join());
            assertTrue(cluster.time.nanoTime() - begun < Duration.ofMillis(1).toNanos());
            most = Math.max(most, cluster.network.bytesUnderWay(leader, slow));
        }
        assertTrue(most > 50_000 && most <= 90_000, most + " bytes");
        assertTrue(cluster.network.messagesDropped() > 0);

        // What was dropped is found missing and sent again.
        cluster.network.behave(LinkBehaviour.delayed(100_000, 1_000_000));
        cluster.awaitApplied(slow, cluster.commit("last"));
    }

    @Test
    void aFollowerThatLagsFarBehindCatchesUpInChunks() {
        SimulatedCluster cluster = new SimulatedCluster(3, 1, DEFAULTS.withSizes(64, 1_024), given -> given);
        int leader = cluster.awaitLeader();
        int away = cluster.anyBut(leader);
        cluster.isolate(away);
        for (int i = 0; i < 20; i++) {
            List<CompletableFuture<ProposalOutcome>> outcomes = IntStream.range(0, 500)
                    .mapToObj(any -> cluster.propose(leader, "x"))
                    .toList();
            cluster.runUntil(() -> outcomes.stream().allMatch(CompletableFuture::isDone));
        }
        cluster.rejoin(away);
        cluster.network.behave((message, clock) -> {
            assertTrue(!(message instanceof AppendEntriesRequest request)
                    || request.entries().size() <= 64);
            return 100_000;
        });
        cluster.awaitApplied(away, 10_000);
    }

    // Repeated rejections

    @Test
    void oneLostRequestInAPipelineIsRepairedByOneWindowHoweverManyRejectionsCome() {
        OneServer one = new OneServer(3).leads();
        one.proposeMany(1);
        one.turns();
        for (int i = 0; i < 8; i++) {
            one.proposeMany((int) one.status().lastIndex());
            one.turns();
        }
        assertEquals(256, one.status().lastIndex());
        one.sent.clear();
        // The first of nine requests was lost; the follower rejects each of the others, in the same words.
        Message rejection = AppendEntriesResponse.conflicting(2, 1, one.status().term(), 0, 1);
        for (int i = 0; i < 8; i++) {
            one.arrives(rejection);
            one.turns();
        }
        assertEquals(List.of(256), resentTo2(one));
    }

    @Test
    void whatWasSentAgainAndLostIsSentAgainAfterTheNextHeartbeats() {
        OneServer one = new OneServer(3).leads();
        one.proposeMany(5);
        one.turns();
        one.sent.clear();
        Message rejection = AppendEntriesResponse.conflicting(2, 1, one.status().term(), 0, 1);
        one.arrives(rejection);
        one.pass(Duration.ofMillis(50));
        one.arrives(rejection);
        one.turns();
        assertEquals(List.of(5, 5), resentTo2(one));
    }

    @Test
    void rejectionsThatSaySomethingNewAreAllHeard() {
        OneServer one = new OneServer(3);
        List<Entry> entries = LongStream.rangeClosed(1, 9)
                .mapToObj(term -> new Entry(term, Command.of("x")))
                .toList();
        one.arrives(new AppendEntriesRequest(2, 1, 9, 0, 0, entries, 0));
        one.turns();
        one.leads();
        one.sent.clear();
        for (long index = 9; index >= 7; index--) {
            one.arrives(AppendEntriesResponse.conflicting(2, 1, one.status().term(), 0, index));
        }
        one.turns();
        assertEquals(List.of(1, 2, 3), resentTo2(one));
    }

    private static List<Integer> resentTo2(OneServer one) {
        return one.sent(AppendEntriesRequest.class).stream()
                .filter(request -> request.to() == 2 && !request.entries().isEmpty())
                .map(request -> request.entries().size())
                .toList();
    }
}
