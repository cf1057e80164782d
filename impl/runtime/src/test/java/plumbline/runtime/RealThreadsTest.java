package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import plumbline.core.Command;
import plumbline.core.Event;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.runtime.ProposalOutcome.Applied;
import plumbline.runtime.ProposalOutcome.NotAccepted;
import plumbline.runtime.memory.ContractObserver;
import plumbline.runtime.memory.MemoryNetwork;
import plumbline.runtime.memory.MemoryStorage;

/** Three servers on threads of their own, in real time. Nothing sleeps: tests wait for what they wait for. */
final class RealThreadsTest {
    private static final int SERVERS = 3;
    private static final long LONG = 30;

    private final RaftConfiguration configuration = RaftConfiguration.defaults()
            .withTimes(Duration.ofMillis(500), Duration.ofMillis(1_000), Duration.ofMillis(50));
    private final SystemClock clock = new SystemClock();
    private final MemoryNetwork network = new MemoryNetwork(clock, configuration.outbound());
    private final List<ServerThread> threads = new ArrayList<>();
    private final List<MemoryStorage> storages = new ArrayList<>();
    private final RaftServer[] servers = new RaftServer[SERVERS + 1];
    private final LinkedBlockingQueue<Integer> elected = new LinkedBlockingQueue<>();
    private final ConcurrentHashMap<Long, Command> agreed = new ConcurrentHashMap<>();
    private final List<String> disagreements = new CopyOnWriteArrayList<>();

    RealThreadsTest() throws IOException {
        for (int id = 1; id <= SERVERS; id++) {
            storages.add(new MemoryStorage());
            start(id);
        }
    }

    private void start(int id) throws IOException {
        ServerThread thread = new ServerThread("server-" + id);
        threads.add(thread);
        ContractObserver observer = new ContractObserver();
        servers[id] = RaftServer.start(
                id,
                SERVERS,
                configuration,
                Surroundings.of(
                                thread,
                                clock,
                                observer.over(storages.get(id - 1)),
                                observer.over(network.transport(id)),
                                observer.over(this::apply))
                        .with(new RuntimeListener() {
                            @Override
                            public void started(ServerState state) {
                                observer.started(state);
                            }

                            @Override
                            public void stepped(ServerState before, Event event, Step step) {
                                observer.stepped(before, event, step);
                            }

                            @Override
                            public void leaderChanged(long term, int leader) {
                                if (leader == id) {
                                    elected.add(id);
                                }
                            }
                        }));
    }

    private byte[] apply(long index, Command command) {
        Command first = agreed.putIfAbsent(index, command);
        if (first != null && !first.equals(command)) {
            disagreements.add(index + ": " + first + " and " + command);
        }
        return command.toByteArray();
    }

    @AfterEach
    void stopAll() throws Exception {
        for (int id = 1; id <= SERVERS; id++) {
            servers[id].stop();
            servers[id].terminated().get(LONG, TimeUnit.SECONDS);
            assertTrue(servers[id].status().failure().isEmpty(), () -> "" + disagreements);
        }
        threads.forEach(ServerThread::close);
        clock.close();
        assertEquals(List.of(), disagreements);
    }

    private RaftServer awaitLeader() throws InterruptedException {
        Integer id = elected.poll(LONG, TimeUnit.SECONDS);
        assertTrue(id != null, "no leader");
        // Listeners are told within the turn, clients at its end.
        while (servers[id].status().isRunning() && servers[id].status().role() == ServerRole.CANDIDATE) {
            Thread.onSpinWait();
        }
        return servers[id];
    }

    private static ProposalOutcome outcome(CompletableFuture<ProposalOutcome> future) throws Exception {
        return future.get(LONG, TimeUnit.SECONDS);
    }

    /** To whoever seems to lead, until it is applied. */
    private void commit(String command) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONG);
        while (System.nanoTime() < end) {
            for (int id = 1; id <= SERVERS; id++) {
                if (outcome(servers[id].propose(Command.of(command))) instanceof Applied) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("not committed: " + command);
    }

    @Test
    void manyClientsAtOnceAreAllAnsweredOnceAndInTheOrderOfEach() throws Exception {
        RaftServer leader = awaitLeader();
        List<List<CompletableFuture<ProposalOutcome>>> futures = IntStream.range(0, 4)
                .<List<CompletableFuture<ProposalOutcome>>>mapToObj(client -> new ArrayList<>())
                .toList();
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            int number = client;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 1_000; i++) {
                    futures.get(number).add(leader.propose(Command.of(number + "." + i)));
                }
            });
            clients.add(thread);
            thread.start();
        }
        for (Thread client : clients) {
            client.join();
        }
        for (int client = 0; client < 4; client++) {
            long before = 0;
            for (int i = 0; i < 1_000; i++) {
                Applied applied = assertInstanceOf(
                        Applied.class, outcome(futures.get(client).get(i)));
                assertTrue(applied.index() > before);
                before = applied.index();
                assertEquals(client + "." + i, agreed.get(before).toString());
            }
        }
        assertEquals(4_000, agreed.size());
    }

    @Test
    void whenTheLeaderStopsAnotherIsElectedAndTheOldOneComesBackAsItsFollower() throws Exception {
        RaftServer first = awaitLeader();
        commit("before");
        int id = first.status().id();
        first.stop();
        first.terminated().get(LONG, TimeUnit.SECONDS);

        RaftServer second = awaitLeader();
        commit("after");
        start(id);
        commit("again");
        assertTrue(second != first);
        assertTrue(agreed.size() >= 3);
    }

    /** Clients propose while the server is stopped. Each gets an answer, and no answer is wrong. */
    @Test
    void everyProposalThatRacesWithStoppingIsAnsweredAndTruly() throws Exception {
        RaftServer leader = awaitLeader();
        Map<String, CompletableFuture<ProposalOutcome>> futures = new ConcurrentHashMap<>();
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < 3; client++) {
            int number = client;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 3_000; i++) {
                    String command = number + "." + i;
                    futures.put(command, leader.propose(Command.of(command)));
                }
            });
            clients.add(thread);
            thread.start();
        }
        commit("one");
        leader.stop();
        leader.terminated().get(LONG, TimeUnit.SECONDS);
        for (Thread client : clients) {
            client.join();
        }
        awaitLeader();
        commit("last");

        assertEquals(9_000, futures.size());
        for (Map.Entry<String, CompletableFuture<ProposalOutcome>> each : futures.entrySet()) {
            Command command = Command.of(each.getKey());
            ProposalOutcome outcome = outcome(each.getValue());
            if (outcome instanceof Applied applied) {
                assertEquals(command, agreed.get(applied.index()));
            } else if (outcome instanceof NotAccepted) {
                assertFalse(agreed.containsValue(command), each::getKey);
            }
        }
    }
}
