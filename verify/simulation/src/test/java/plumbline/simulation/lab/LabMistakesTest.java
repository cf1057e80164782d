package plumbline.simulation.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import plumbline.checker.knownbug.KnownBug;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ElectionTimeout;
import plumbline.core.Event;
import plumbline.core.Raft;
import plumbline.core.Role;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.runtime.RaftConfiguration;
import plumbline.runtime.ServerRole;
import plumbline.runtime.ServerStatus;
import plumbline.simulation.RealPace;
import plumbline.simulation.WatchedCluster;

/** The mistakes that the lab's notes record: each is made once, and the suite must see it where the core passes. */
class LabMistakesTest {
    private static final int SEEDS = 50;

    private static void assertSeen(StepFunction mistake, LabTest test) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertEquals(List.of(), run(StepFunction.RAFT, test, seed), "the core passes");
            if (!run(mistake, test, seed).isEmpty()) {
                return;
            }
        }
        fail(test + " does not see the mistake");
    }

    private static List<LabBatch.Failure> run(StepFunction rules, LabTest test, long seed) {
        return new LabBatch(List.of(test), rules, seed, 1).run(1, over -> {});
    }

    private static StepFunction bug(String id) {
        return KnownBug.named(id).orElseThrow().rules();
    }

    @Test
    void stateReadWithoutALockShowsTheLeader() throws Exception {
        WatchedCluster.Parts parts = WatchedCluster.Parts.of(3, RaftConfiguration.defaults());
        try (WatchedCluster cluster = new WatchedCluster(parts, new RealPace())) {
            AtomicBoolean over = new AtomicBoolean();
            List<String> wrong = new ArrayList<>();
            List<Thread> readers = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                Thread thread = new Thread(() -> {
                    long[] terms = new long[4];
                    while (!over.get()) {
                        for (int id = 1; id <= 3; id++) {
                            ServerStatus status = cluster.status(id);
                            boolean torn = status.role() == ServerRole.LEADER && status.leader() != id;
                            if (torn || status.term() < terms[id] || status.commitIndex() > status.lastIndex()) {
                                synchronized (wrong) {
                                    wrong.add(status.toString());
                                }
                            }
                            terms[id] = status.term();
                        }
                    }
                });
                readers.add(thread);
                thread.start();
            }
            boolean seen = cluster.runUntil(
                    () -> cluster.ids().anyMatch(id -> cluster.status(id).isLeader()),
                    Lab.FIVE_SECONDS.multipliedBy(4));
            cluster.runFor(Duration.ofMillis(500));
            over.set(true);
            for (Thread reader : readers) {
                reader.join();
            }
            assertTrue(seen, "no leader is seen");
            assertEquals(List.of(), wrong);
        }
    }

    @Test
    void votingTwiceInOneTermIsSeen() {
        assertSeen(bug("E01"), LabTest.MANY_ELECTIONS);
    }

    @Test
    void comparingLogsByTermOnlyIsSeen() {
        assertSeen(bug("E13"), LabTest.PERSIST_2);
    }

    @Test
    void comparingLogsByIndexOnlyIsSeen() {
        assertSeen(bug("E14"), LabTest.BACKUP);
    }

    @Test
    void anIndexPastTheEndOfTheLogIsSeen() {
        // The consistency check looks at the term at prevLogIndex before it looks whether there is an entry.
        assertSeen(
                (state, event) -> {
                    if (event instanceof AppendEntriesRequest request && request.term() >= state.currentTerm()) {
                        var unused = state.log().get(Math.max(1, request.prevLogIndex()));
                    }
                    return Raft.step(state, event);
                },
                LabTest.FAIL_AGREE);
    }

    @Test
    void candidatesThatNeverStartAnotherElectionAreSeen() {
        assertSeen(
                (state, event) -> event instanceof ElectionTimeout && state.role() instanceof Role.Candidate
                        ? new Step(state, List.of())
                        : Raft.step(state, event),
                LabTest.RE_ELECTION);
    }

    @Test
    void steppingNextIndexBackOneByOneIsSeen() {
        assertSeen(LabMistakesTest::backUpOneByOne, LabTest.BACKUP);
    }

    /** The follower does not say where the conflict begins, so the leader tries one entry earlier each time. */
    private static Step backUpOneByOne(ServerState state, Event event) {
        Step step = Raft.step(state, event);
        if (event instanceof AppendEntriesRequest request
                && step.messages().get(0) instanceof AppendEntriesResponse response
                && response.conflictIndex() > 0) {
            return new Step(
                    step.state(),
                    List.of(AppendEntriesResponse.conflicting(
                            state.id(), request.from(), request.term(), 0, request.prevLogIndex())));
        }
        return step;
    }
}
