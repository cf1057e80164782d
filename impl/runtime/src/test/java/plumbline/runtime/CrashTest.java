package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plumbline.core.Command;
import plumbline.core.Event;
import plumbline.core.PersistentState;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.runtime.ProposalOutcome.Applied;
import plumbline.runtime.ProposalOutcome.OutcomeUnknown;
import plumbline.runtime.memory.MemoryNetwork;
import plumbline.runtime.memory.MemoryStorage;
import plumbline.runtime.memory.SimulatedTime;

/** Leaders fail, power goes, disks lose what was not synced. */
final class CrashTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nothingAnsweredIsLostWhenPowerGoesBetweenWritingAndSyncing(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(3, seed);
        List<String> answered = new ArrayList<>();
        for (int round = 0; round < 15; round++) {
            int victim = (int) cluster.time.random(1, 3);
            cluster.mayFail(victim);
            cluster.storage(victim).failSyncAfter((int) cluster.time.random(0, 3));
            for (int i = 0; i < 5; i++) {
                String command = round + "." + i;
                cluster.commit(command);
                answered.add(command);
            }
            cluster.restart(victim);
        }
        cluster.awaitAppliedEverywhere(cluster.commit("last"));
        assertTrue(cluster.agreed().containsAll(answered));
    }

    @Test
    void whatWasWrittenAndNotSyncedIsGoneAfterTheRestart() {
        SimulatedCluster cluster = new SimulatedCluster(3, 1);
        cluster.awaitAppliedEverywhere(cluster.commit("synced"));
        int leader = cluster.leader();
        cluster.mayFail(leader);
        cluster.storage(leader).failSyncAfter(0);
        CompletableFuture<ProposalOutcome> outcome = cluster.propose(leader, "not synced");
        cluster.runUntil(outcome::isDone);
        assertInstanceOf(OutcomeUnknown.class, outcome.join());
        assertEquals(2, cluster.storage(leader).load().log().lastIndex());

        cluster.restart(leader);
        assertEquals(1, cluster.state(leader).log().lastIndex());
        cluster.awaitAppliedEverywhere(cluster.commit("after"));
        assertEquals(List.of("synced", "after"), cluster.agreed());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aClusterGoesOnWithinASecondWhenItsLeaderFails(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(5, seed);
        cluster.commit("before");
        for (int round = 0; round < 2; round++) {
            int leader = cluster.leader();
            cluster.crash(leader);
            long crashed = cluster.time.nanoTime();
            cluster.awaitLeaderOtherThan(leader);
            cluster.commit("after " + round);
            long outage = cluster.time.nanoTime() - crashed;
            assertTrue(outage < Duration.ofSeconds(2).toNanos(), () -> "took " + outage + " ns");
        }
    }

    @Test
    void anIsolatedLeaderLearnsThatTheOutcomeIsUnknownOnlyWhenItHearsOfAnother() {
        SimulatedCluster cluster = new SimulatedCluster(3, 1);
        int former = cluster.awaitLeader();
        cluster.isolate(former);
        CompletableFuture<ProposalOutcome> outcome = cluster.propose(former, "cut off");
        cluster.awaitLeaderOtherThan(former);
        cluster.runFor(Duration.ofSeconds(5));
        assertTrue(cluster.status(former).isLeader());
        assertFalse(outcome.isDone());

        cluster.rejoin(former);
        cluster.runUntil(outcome::isDone);
        assertInstanceOf(OutcomeUnknown.class, outcome.join());
        cluster.commit("after");
        assertEquals(List.of("after"), cluster.agreed());
    }

    @Test
    void theTermOfAServerThatVotedForNobodyInItSurvivesItsCrash() {
        SimulatedCluster cluster = new SimulatedCluster(3, 1);
        cluster.commit("x");
        int away = cluster.anyBut(cluster.leader());
        cluster.isolate(away);
        cluster.runFor(Duration.ofSeconds(5));
        cluster.rejoin(away);
        long term = cluster.status(away).term();
        cluster.runUntil(() -> cluster.status(cluster.anyBut(away)).term() >= term);
        for (int id = 1; id <= 3; id++) {
            long before = cluster.state(id).currentTerm();
            cluster.restart(id);
            assertEquals(before, cluster.state(id).currentTerm());
        }
        cluster.commit("y");
    }

    @Test
    void aStorageThatCannotBeReadRefusesTheStart() {
        Storage broken = new Storage() {
            @Override
            public PersistentState load() throws IOException {
                throw new IOException("corrupted at entry 17");
            }

            @Override
            public void write(PersistentChange change) {}

            @Override
            public void sync() {}
        };
        SimulatedTime time = new SimulatedTime(1);
        IOException refusal = assertThrows(
                IOException.class,
                () -> RaftServer.start(
                        1,
                        1,
                        RaftConfiguration.defaults(),
                        Surroundings.of(
                                Runnable::run,
                                time,
                                broken,
                                new MemoryNetwork(time, new Capacity(1, 1)).transport(1),
                                (index, command) -> new byte[0])));
        assertEquals("corrupted at entry 17", refusal.getMessage());
    }

    @Test
    void theSameSeedGivesTheSameStepsAndAnotherSeedOthers() {
        assertEquals(history(7), history(7));
        assertNotEquals(history(7), history(8));
    }

    private static List<String> history(long seed) {
        List<String> steps = new ArrayList<>();
        SimulatedCluster cluster = new SimulatedCluster(3, seed, RaftConfiguration.defaults(), given -> {
            RuntimeListener inner = given.listener();
            return given.with(new RuntimeListener() {
                @Override
                public void started(ServerState state) {
                    inner.started(state);
                }

                @Override
                public void stepped(ServerState before, Event event, Step step) {
                    inner.stepped(before, event, step);
                    steps.add(event + " -> " + step);
                }

                @Override
                public void stopped(Optional<Throwable> failure) {
                    failure.ifPresent(reason -> steps.add(reason.toString()));
                }
            });
        });
        for (int i = 0; i < 5; i++) {
            cluster.commit("command " + i);
            cluster.restart((int) cluster.time.random(1, 3));
        }
        return steps;
    }

    @Test
    void aServerRunsOnAnExecutorThatRunsTurnsInTheCallersThread() throws IOException {
        SimulatedTime time = new SimulatedTime(1);
        RaftServer server = RaftServer.start(
                1,
                1,
                RaftConfiguration.defaults(),
                Surroundings.of(
                        Runnable::run,
                        time,
                        new MemoryStorage(),
                        new MemoryNetwork(time, new Capacity(1, 1)).transport(1),
                        (index, command) -> command.toByteArray()));
        time.runFor(Duration.ofMillis(300));
        assertInstanceOf(Applied.class, server.propose(Command.of("x")).join());
    }
}
