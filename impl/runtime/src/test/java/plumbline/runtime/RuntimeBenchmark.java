package plumbline.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import plumbline.core.Command;
import plumbline.core.Event;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.runtime.memory.LinkBehaviour;
import plumbline.runtime.memory.MemoryNetwork;
import plumbline.runtime.memory.MemoryStorage;
import plumbline.runtime.memory.SimulatedTime;

/**
 * What the runtime itself costs: three servers, disk and network in memory. Not a test; run {@code main} with the test
 * class path, with any argument for simulated time only. Prints commits per second for closed-loop clients on real
 * threads, and the rate of simulated time.
 */
final class RuntimeBenchmark {
    private static final Command COMMAND = Command.of(new byte[116]);
    private static final byte[] NO_RESULT = {};

    private RuntimeBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        for (int round = 1; round <= 2; round++) {
            simulated();
            if (arguments.length > 0) {
                continue;
            }
            for (int clients : new int[] {1, 16, 64}) {
                threads(clients);
            }
            pipelined(1_000);
            pipelined(8_000);
        }
    }

    private static final class Counting implements RuntimeListener {
        final LongAdder steps = new LongAdder();
        final LongAdder syncs = new LongAdder();

        @Override
        public void stepped(ServerState before, Event event, Step step) {
            steps.increment();
        }

        @Override
        public void persisted(PersistentChange change, long nanos) {
            syncs.increment();
        }
    }

    private static final class Trio implements AutoCloseable {
        final SystemClock clock = new SystemClock();
        final Counting counting = new Counting();
        final List<ServerThread> threads = new ArrayList<>();
        final List<RaftServer> servers = new ArrayList<>();

        Trio() throws Exception {
            RaftConfiguration configuration = RaftConfiguration.defaults();
            MemoryNetwork network = new MemoryNetwork(clock, configuration.outbound());
            for (int id = 1; id <= 3; id++) {
                ServerThread thread = new ServerThread("server-" + id);
                threads.add(thread);
                servers.add(RaftServer.start(
                        id,
                        3,
                        configuration,
                        Surroundings.of(
                                        thread,
                                        clock,
                                        new MemoryStorage(),
                                        network.transport(id),
                                        (index, command) -> NO_RESULT)
                                .with(counting)));
            }
        }

        RaftServer leader() {
            while (true) {
                for (RaftServer server : servers) {
                    if (server.status().isLeader()) {
                        return server;
                    }
                }
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            servers.forEach(RaftServer::stop);
            servers.forEach(server -> server.terminated().join());
            threads.forEach(ServerThread::close);
            clock.close();
        }
    }

    private static void threads(int clients) throws Exception {
        try (Trio trio = new Trio()) {
            RaftServer leader = trio.leader();
            LongAdder committed = new LongAdder();
            long end = System.nanoTime() + 3_000_000_000L;
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Thread thread = new Thread(() -> {
                    while (System.nanoTime() < end) {
                        if (leader.propose(COMMAND).join() instanceof ProposalOutcome.Applied) {
                            committed.increment();
                        }
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            report(clients + " threads", trio, committed.sum(), 3);
        }
    }

    private static void pipelined(int inFlight) throws Exception {
        try (Trio trio = new Trio()) {
            RaftServer leader = trio.leader();
            LongAdder committed = new LongAdder();
            Semaphore room = new Semaphore(inFlight);
            long end = System.nanoTime() + 3_000_000_000L;
            while (System.nanoTime() < end) {
                room.acquireUninterruptibly();
                var unused = leader.propose(COMMAND).thenAccept(outcome -> {
                    if (outcome instanceof ProposalOutcome.Applied) {
                        committed.increment();
                    }
                    room.release();
                });
            }
            room.acquireUninterruptibly(inFlight);
            report(inFlight + " in flight", trio, committed.sum(), 3);
        }
    }

    private static void report(String what, Trio trio, long committed, int seconds) {
        System.out.printf(
                "%-16s %,10d commits/s %,10d steps/s %,10d syncs/s%n",
                what, committed / seconds, trio.counting.steps.sum() / seconds, trio.counting.syncs.sum() / seconds);
    }

    private static void simulated() throws Exception {
        simulated("idle", 0, Duration.ofHours(3));
        simulated("64 simulated", 64, Duration.ofMinutes(1));
    }

    private static void simulated(String what, int clients, Duration duration) throws Exception {
        RaftConfiguration configuration = RaftConfiguration.defaults()
                .withTimes(Duration.ofMillis(300), Duration.ofMillis(600), Duration.ofMillis(100));
        SimulatedTime time = new SimulatedTime(1);
        Counting counting = new Counting();
        MemoryNetwork network = new MemoryNetwork(time, configuration.outbound());
        network.behave(LinkBehaviour.delayed(100_000, 1_000_000));
        List<RaftServer> servers = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            servers.add(RaftServer.start(
                    id,
                    3,
                    configuration,
                    Surroundings.of(
                                    time.executor(() -> true),
                                    time,
                                    new MemoryStorage(),
                                    network.transport(id),
                                    (index, command) -> NO_RESULT)
                            .with(counting)));
        }
        time.runFor(Duration.ofSeconds(3));
        RaftServer leader = servers.stream()
                .filter(each -> each.status().isLeader())
                .findFirst()
                .orElseThrow();
        LongAdder committed = new LongAdder();
        for (int i = 0; i < clients; i++) {
            proposeAgainAndAgain(leader, committed);
        }
        long steps = counting.steps.sum();
        double begun = processorSeconds();
        time.runFor(duration);
        double real = processorSeconds() - begun;
        System.out.printf(
                "%-16s %,10.0f commits/s %,10.0f steps/s %,10.0f simulated seconds, each per processor second%n",
                what, committed.sum() / real, (counting.steps.sum() - steps) / real, duration.toSeconds() / real);
    }

    /** What this process has used of its processors, so that others on the machine do not count. */
    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private static void proposeAgainAndAgain(RaftServer leader, LongAdder committed) {
        var unused = leader.propose(COMMAND).thenAccept(outcome -> {
            if (outcome instanceof ProposalOutcome.Applied) {
                committed.increment();
                proposeAgainAndAgain(leader, committed);
            }
        });
    }
}
