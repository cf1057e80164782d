package plumbline.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import plumbline.checker.conform.Conformance;
import plumbline.checker.conform.ConformanceReport;
import plumbline.checker.conform.Implementation;
import plumbline.checker.conform.Rule;
import plumbline.core.Cluster;
import plumbline.core.Entry;
import plumbline.core.Event;
import plumbline.core.IndexByServer;
import plumbline.core.Log;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.Role;
import plumbline.core.ServerSet;
import plumbline.core.ServerState;

/**
 * How to hold a Raft in Java against this one: {@link MyRaft} stands for yours, the four methods of {@link Adapter} tell
 * what it is and does, and each test is two lines.
 */
class ConformanceExampleTest {
    private static final Path VECTORS = Path.of("../../traces/vectors/servers-3-terms-1-entries-1-restarts-1.jsonl");

    /** Between the words of the paper and those of {@link MyRaft}. */
    static class Adapter implements Implementation<MyRaft> {
        @Override
        public MyRaft load(ServerState state) {
            MyRaft mine = new MyRaft(state.id(), state.cluster().size());
            mine.term = state.currentTerm();
            mine.vote = state.votedFor();
            mine.log.addAll(state.log().entries());
            mine.commit = state.commitIndex();
            if (state.role() instanceof Role.Candidate candidate) {
                mine.role = MyRaft.Mode.CANDIDATE;
                for (int server = 1; server <= mine.size; server++) {
                    mine.votes[server] = candidate.votesGranted().contains(server);
                }
            } else if (state.role() instanceof Role.Leader leader) {
                mine.role = MyRaft.Mode.LEADER;
                for (int server = 1; server <= mine.size; server++) {
                    mine.next[server] = leader.nextIndex().get(server);
                    mine.match[server] = leader.matchIndex().get(server);
                }
            }
            return mine;
        }

        @Override
        public List<Message> handle(MyRaft mine, Event event) {
            mine.outbox.clear();
            event.match(mine);
            return List.copyOf(mine.outbox);
        }

        @Override
        public MyRaft restart(MyRaft mine) {
            MyRaft fresh = new MyRaft(mine.me, mine.size);
            fresh.term = mine.term;
            fresh.vote = mine.vote;
            fresh.log.addAll(mine.log);
            return fresh;
        }

        @Override
        public ServerState read(MyRaft mine) {
            Log log = Log.EMPTY.append(List.<Entry>copyOf(mine.log));
            return new ServerState(
                    mine.me,
                    Cluster.of(mine.size),
                    new PersistentState(mine.term, mine.vote, log),
                    mine.commit,
                    role(mine));
        }

        private static Role role(MyRaft mine) {
            return switch (mine.role) {
                case FOLLOWER -> new Role.Follower();
                case CANDIDATE -> {
                    ServerSet votes = new ServerSet(0);
                    for (int server = 1; server <= mine.size; server++) {
                        votes = mine.votes[server] ? votes.with(server) : votes;
                    }
                    yield new Role.Candidate(votes);
                }
                case LEADER -> new Role.Leader(indices(mine, mine.next), indices(mine, mine.match));
            };
        }

        private static IndexByServer indices(MyRaft mine, long[] of) {
            IndexByServer indices = IndexByServer.ofPeers(mine.size, mine.me, 0);
            for (int peer : mine.peers()) {
                indices = indices.with(peer, of[peer]);
            }
            return indices;
        }
    }

    @Test
    void myRaftAgreesOnEveryVector() throws IOException {
        ConformanceReport report = Conformance.of(new Adapter()).vectors(VECTORS);
        assertTrue(report.agrees(), report.toString());
    }

    @Test
    void myRaftAgreesInRandomClusters() {
        ConformanceReport report = Conformance.of(new Adapter()).lockstep(5, 20, 500, 1);
        assertTrue(report.agrees(), report.toString());
        assertTrue(report.asked() > 5_000, report.toString());
    }

    @Test
    void aMistakeIsFoundAndExplained() throws IOException {
        Implementation<MyRaft> forgetful = new Adapter() {
            @Override
            public MyRaft restart(MyRaft mine) {
                MyRaft fresh = super.restart(mine);
                fresh.vote = 0;
                return fresh;
            }
        };
        ConformanceReport report = Conformance.of(forgetful).vectors(VECTORS);
        assertFalse(report.agrees());
        assertEquals(1, report.disagreements().size(), report.toString());
        assertEquals(Rule.PERSISTENT, report.disagreements().get(0).rule());
        assertTrue(report.toString().contains("survive a crash"), report.toString());
    }
}
