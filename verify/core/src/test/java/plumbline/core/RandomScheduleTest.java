package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Figure 3's basics along random schedules. The checker does the thorough job; this is the smoke alarm of this module. */
final class RandomScheduleTest {
    private static final int ACTS = 600;

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void oneLeaderInATermAndOneCommandAtACommittedIndex(
            @ForAll long seed,
            @ForAll @IntRange(min = 3, max = 5) int size,
            @ForAll @IntRange(min = 1, max = 6) int window) {
        Schedule schedule = new Schedule(seed, new Cluster(size, window));
        Servers servers = schedule.servers();
        History history = new History();
        for (int i = 0; i < ACTS; i++) {
            schedule.act();
            servers.states().forEach(history::see);
        }
        recover(servers);
        servers.states().forEach(history::see);

        Log log = servers.state(1).log();
        for (ServerState state : servers.states()) {
            assertEquals(log, state.log());
            assertEquals(log.lastIndex(), state.commitIndex());
        }
    }

    /** The network is good again and one server after the other may try: some leader commits a new entry everywhere. */
    private static void recover(Servers servers) {
        servers.deliverAll();
        int server = 1;
        for (int tries = 0; !servers.state(server).isLeader(); tries++) {
            assertTrue(tries < 10 * servers.cluster().size(), "no leader though all messages arrive");
            server = 1 + tries % servers.cluster().size();
            servers.elect(server);
        }
        servers.clientRequest(server, 1);
        servers.deliverAll();
        // The first heartbeat makes up for what was lost, the second says what is committed since.
        for (int heartbeat = 0; heartbeat < 2; heartbeat++) {
            servers.heartbeatTimeout(server);
            servers.deliverAll();
        }
    }

    /** What was once true and must stay so. */
    private static final class History {
        private final Map<Long, Integer> leaders = new HashMap<>();
        private final List<Entry> committed = new ArrayList<>();
        private final Map<Integer, ServerState> before = new HashMap<>();

        void see(ServerState state) {
            if (state.isLeader()) {
                assertEquals(
                        state.id(), leaders.computeIfAbsent(state.currentTerm(), term -> state.id()), "ElectionSafety");
            }
            for (long index = 1; index <= state.commitIndex(); index++) {
                Entry entry = state.log().get(index);
                if (index > committed.size()) {
                    committed.add(entry);
                }
                assertEquals(committed.get((int) index - 1), entry, "StateMachineSafety");
            }
            ServerState last = before.put(state.id(), state);
            if (last != null) {
                assertTrue(state.currentTerm() >= last.currentTerm(), "currentTerm went back");
                assertTrue(
                        state.currentTerm() > last.currentTerm()
                                || last.votedFor() == 0
                                || state.votedFor() == last.votedFor(),
                        "a second vote in a term");
            }
        }
    }
}
