package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import plumbline.core.Command;
import plumbline.core.Event;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.runtime.memory.ContractObserver;
import plumbline.runtime.memory.LinkBehaviour;
import plumbline.runtime.memory.MemoryNetwork;
import plumbline.runtime.memory.MemoryStorage;
import plumbline.runtime.memory.SimulatedTime;

/**
 * A cluster of real servers in one thread, under simulated time. All the while, the contract of each server is observed,
 * no two servers may lead one term, and no two may apply different commands at one index.
 */
final class SimulatedCluster {
    static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
    private static final ProposalOutcome UNKNOWN =
            new ProposalOutcome.OutcomeUnknown(ProposalOutcome.Loss.LEADERSHIP_LOST, 0);

    /** One server's life from start to crash. Its successor has the same storage and nothing else of it. */
    private final class Life implements RuntimeListener {
        final ContractObserver observer = new ContractObserver();
        final List<Command> applied = new ArrayList<>();
        final int id;
        boolean alive = true;
        ServerState state;
        RaftServer server;

        Life(int id) {
            this.id = id;
        }

        byte[] apply(long index, Command command) {
            applied.add(command);
            if (index > agreed.size()) {
                agreed.add(command);
            }
            assertEquals(agreed.get((int) index - 1), command, "at index " + index);
            return (index + ":" + command).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void started(ServerState restarted) {
            state = restarted;
            observer.started(restarted);
        }

        @Override
        public void stepped(ServerState before, Event event, Step step) {
            state = step.state();
            observer.stepped(before, event, step);
        }

        @Override
        public void roleChanged(long term, ServerRole role) {
            if (role == ServerRole.LEADER) {
                assertEquals(id, leaderOf.computeIfAbsent(term, any -> id), "leader of term " + term);
            }
        }

        @Override
        public void answered(ProposalOutcome outcome, long nanos) {
            observer.answered(outcome, nanos);
        }
    }

    final SimulatedTime time;
    final MemoryNetwork network;
    final RaftConfiguration configuration;
    final int size;
    private final UnaryOperator<Surroundings> surroundings;
    private final Life[] lives;
    private final MemoryStorage[] storages;
    private final boolean[] mayFail;
    private final Map<Long, Integer> leaderOf = new HashMap<>();
    private final List<Command> agreed = new ArrayList<>();

    SimulatedCluster(int size, long seed) {
        this(size, seed, RaftConfiguration.defaults(), given -> given);
    }

    SimulatedCluster(int size, long seed, RaftConfiguration configuration, UnaryOperator<Surroundings> surroundings) {
        this.size = size;
        this.configuration = configuration;
        this.surroundings = surroundings;
        time = new SimulatedTime(seed);
        network = new MemoryNetwork(time, configuration.outbound());
        network.behave(LinkBehaviour.delayed(100_000, 1_000_000));
        lives = new Life[size + 1];
        storages = new MemoryStorage[size + 1];
        mayFail = new boolean[size + 1];
        for (int id = 1; id <= size; id++) {
            storages[id] = new MemoryStorage();
            start(id);
        }
    }

    // Servers

    void start(int id) {
        Life life = new Life(id);
        lives[id] = life;
        Surroundings given = surroundings.apply(Surroundings.of(
                        time.executor(() -> life.alive),
                        time,
                        life.observer.over(storages[id]),
                        life.observer.over(network.transport(id)),
                        life.observer.over(life::apply))
                .with(life));
        try {
            life.server = RaftServer.start(id, size, configuration, given);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** No turn of this server runs any more, and what it has not synced is lost. */
    void crash(int id) {
        lives[id].alive = false;
        storages[id].losePower();
        storages[id].repair();
    }

    void restart(int id) {
        crash(id);
        start(id);
    }

    RaftServer server(int id) {
        return lives[id].server;
    }

    ServerState state(int id) {
        return lives[id].state;
    }

    ServerStatus status(int id) {
        return server(id).status();
    }

    MemoryStorage storage(int id) {
        return storages[id];
    }

    List<String> applied(int id) {
        return lives[id].applied.stream().map(Command::toString).toList();
    }

    /** Failing is what the test wants of this server. */
    void mayFail(int id) {
        mayFail[id] = true;
    }

    // Network

    void isolate(int id) {
        for (int other = 1; other <= size; other++) {
            network.cut(id, other);
            network.cut(other, id);
        }
    }

    void rejoin(int id) {
        for (int other = 1; other <= size; other++) {
            network.mend(id, other);
            network.mend(other, id);
        }
    }

    // Time

    void runFor(Duration duration) {
        time.runFor(duration);
        assertNothingFailed();
    }

    void runUntil(BooleanSupplier condition) {
        boolean held = time.runUntil(condition, FIVE_SECONDS);
        assertNothingFailed();
        assertTrue(held, "not within five seconds; " + statuses());
    }

    private List<ServerStatus> statuses() {
        return IntStream.rangeClosed(1, size).mapToObj(this::status).toList();
    }

    private void assertNothingFailed() {
        for (int id = 1; id <= size; id++) {
            if (!mayFail[id]) {
                status(id).failure().ifPresent(failure -> {
                    throw new AssertionError("a server failed", failure);
                });
            }
        }
    }

    // What tests ask for

    /** The leader that a majority of all servers, alive and hearing it, follows; 0 if there is none. */
    int leader() {
        for (int id = 1; id <= size; id++) {
            if (lives[id].alive && status(id).isLeader()) {
                int leader = id;
                long followers = IntStream.rangeClosed(1, size)
                        .filter(other -> lives[other].alive
                                && status(other).leader() == leader
                                && status(other).term() == status(leader).term())
                        .count();
                if (followers > size / 2) {
                    return leader;
                }
            }
        }
        return 0;
    }

    int awaitLeader() {
        runUntil(() -> leader() != 0);
        return leader();
    }

    /** A leader other than {@code former}, which may still think that it leads. */
    int awaitLeaderOtherThan(int former) {
        runUntil(() -> leader() != 0 && leader() != former);
        return leader();
    }

    int anyBut(int... ids) {
        return IntStream.rangeClosed(1, size)
                .filter(id -> IntStream.of(ids).noneMatch(each -> each == id))
                .findFirst()
                .orElseThrow();
    }

    CompletableFuture<ProposalOutcome> propose(int id, String command) {
        return server(id).propose(Command.of(command));
    }

    /** Proposes to whoever leads until it is applied; gives its index. */
    long commit(String command) {
        for (int attempt = 0; attempt < 10; attempt++) {
            CompletableFuture<ProposalOutcome> outcome = propose(awaitLeader(), command);
            // A leader that is cut off and does not know it never answers.
            time.runUntil(outcome::isDone, Duration.ofSeconds(1));
            assertNothingFailed();
            if (outcome.getNow(UNKNOWN) instanceof ProposalOutcome.Applied applied) {
                assertEquals(applied.index() + ":" + command, new String(applied.result(), StandardCharsets.UTF_8));
                return applied.index();
            }
        }
        throw new AssertionError("not committed: " + command + "; " + statuses());
    }

    void awaitApplied(int id, long index) {
        runUntil(() -> status(id).appliedIndex() >= index);
    }

    void awaitAppliedEverywhere(long index) {
        for (int id = 1; id <= size; id++) {
            awaitApplied(id, index);
        }
    }

    List<String> agreed() {
        return agreed.stream().map(Command::toString).toList();
    }
}
