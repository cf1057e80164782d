package plumbline.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import plumbline.checker.world.StepFunction;
import plumbline.core.ServerState;
import plumbline.runtime.RaftConfiguration;
import plumbline.runtime.RaftServer;
import plumbline.runtime.ServerStatus;
import plumbline.runtime.StateMachine;
import plumbline.runtime.Surroundings;
import plumbline.runtime.memory.MemoryNetwork;

/**
 * A cluster of real servers with disks and a network that can be made to fail. All the while the {@linkplain SafetyCheck
 * properties of the core}, {@linkplain plumbline.runtime.memory.ContractObserver the order of persist, send, apply and
 * answer}, what survives a crash and {@linkplain AgreedCommands what is applied} are checked; the first thing that is wrong
 * ends the cluster.
 *
 * <p>With a {@link SimulatedPace} everything is the caller's thread. With a {@link RealPace} one thread starts, crashes and
 * cuts off servers; looking at them is open to any.
 */
public final class WatchedCluster implements AutoCloseable {
    /**
     * What a cluster is made of.
     *
     * @param size how many servers
     * @param configuration the configuration of each
     * @param rules the rules that they follow
     * @param stateMachine makes an empty state machine
     * @param recorder is told each step
     * @param surroundings puts something between a server and what is watched; tests put mistakes there
     */
    public record Parts(
            int size,
            RaftConfiguration configuration,
            StepFunction rules,
            Supplier<StateMachine> stateMachine,
            StepRecorder recorder,
            UnaryOperator<Surroundings> surroundings) {
        /** Whether the rules are the core's. */
        boolean followsRaft() {
            return rules == StepFunction.RAFT;
        }

        /** These, with {@code other} as recorder. */
        public Parts with(StepRecorder other) {
            return new Parts(size, configuration, rules, stateMachine, other, surroundings);
        }

        /** These, with {@code other} as rules. */
        public Parts with(StepFunction other) {
            return new Parts(size, configuration, other, stateMachine, recorder, surroundings);
        }

        /** These, with {@code other} as state machines. */
        public Parts withStateMachine(Supplier<StateMachine> other) {
            return new Parts(size, configuration, rules, other, recorder, surroundings);
        }

        /** These, with {@code other} around each server. */
        public Parts within(UnaryOperator<Surroundings> other) {
            return new Parts(size, configuration, rules, stateMachine, recorder, other);
        }

        /** Servers with Raft's own rules and a state machine that answers with the command, of which nothing is recorded. */
        public static Parts of(int size, RaftConfiguration configuration) {
            return new Parts(
                    size,
                    configuration,
                    StepFunction.RAFT,
                    () -> (index, command) -> command.toByteArray(),
                    StepRecorder.NONE,
                    UnaryOperator.identity());
        }
    }

    private final Parts parts;
    private final Pace pace;
    private final MemoryNetwork network;
    private final SafetyCheck check;
    private final AgreedCommands agreed = new AgreedCommands();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final SimulatedDisk[] disks;
    private final ServerLife[] lives;

    /** A cluster whose servers have all been started. */
    public WatchedCluster(Parts parts, Pace pace) {
        this.parts = parts;
        this.pace = pace;
        network = new MemoryNetwork(pace.clock(), parts.configuration().outbound());
        List<ServerState> initial = new ArrayList<>();
        disks = new SimulatedDisk[parts.size()];
        for (int id = 1; id <= parts.size(); id++) {
            initial.add(ServerState.initial(id, parts.configuration().cluster(parts.size())));
            disks[id - 1] = new SimulatedDisk(pace.clock());
        }
        check = new SafetyCheck(initial);
        lives = new ServerLife[parts.size()];
        for (int id = 1; id <= parts.size(); id++) {
            lives[id - 1] = new ServerLife(this, id);
            begin(lives[id - 1]);
        }
    }

    // What it is made of

    Parts parts() {
        return parts;
    }

    Pace pace() {
        return pace;
    }

    SafetyCheck check() {
        return check;
    }

    /** How many servers there are. */
    public int size() {
        return parts.size();
    }

    /** The servers' numbers. */
    public IntStream ids() {
        return IntStream.rangeClosed(1, parts.size());
    }

    /** The network between the servers. */
    public MemoryNetwork network() {
        return network;
    }

    /** The disk of server {@code id}. */
    public SimulatedDisk disk(int id) {
        return disks[id - 1];
    }

    /** What the servers have applied. */
    public AgreedCommands agreed() {
        return agreed;
    }

    /** Server {@code id}, from its last start on. */
    public RaftServer server(int id) {
        return lives[id - 1].server();
    }

    /** How server {@code id} was doing at the end of its last turn, be it up or down. */
    public ServerStatus status(int id) {
        return server(id).status();
    }

    /** The state of server {@code id}: what it is if it is up, and what it would restart from if it is down. */
    public ServerState state(int id) {
        return check.state(id);
    }

    /** Whether server {@code id} is up. */
    public boolean isUp(int id) {
        return lives[id - 1].isAlive() && status(id).isRunning();
    }

    ServerLife life(int id) {
        return lives[id - 1];
    }

    // Crashes

    /** Server {@code id} stops in the midst of what it does, and loses what it has not synced, perhaps. */
    public void crash(int id) {
        lives[id - 1].crash();
        network.detach(id);
    }

    /** Starts server {@code id} from what is on its disk; crashes it first if it is up. */
    public void restart(int id) {
        crash(id);
        lives[id - 1] = lives[id - 1].next();
        begin(lives[id - 1]);
    }

    private static void begin(ServerLife life) {
        try {
            life.begin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Server {@code id} does nothing for {@code nanos} from now on: it is swapped out, or collects garbage. */
    public void pause(int id, long nanos) {
        lives[id - 1].holdUp(nanos);
    }

    // Connections

    /** Nothing goes between server {@code id} and the others. */
    public void isolate(int id) {
        ids().filter(other -> other != id).forEach(other -> {
            network.cut(id, other);
            network.cut(other, id);
        });
    }

    /** Undoes {@link #isolate}. */
    public void rejoin(int id) {
        ids().filter(other -> other != id).forEach(other -> {
            network.mend(id, other);
            network.mend(other, id);
        });
    }

    /** Mends every link. */
    public void heal() {
        ids().forEach(this::rejoin);
    }

    // Time

    /** Lets so much time pass. */
    public void runFor(Duration duration) {
        runUntil(() -> false, duration);
    }

    /**
     * Lets time pass until {@code condition} holds. Whether it did, at the latest after {@code limit}.
     *
     * @throws ViolationFound if a property of the core does not hold
     * @throws ClusterFailure if anything else is wrong
     */
    public boolean runUntil(BooleanSupplier condition, Duration limit) {
        boolean[] held = {false};
        pace.passUntil(
                () -> {
                    held[0] = failure.get() == null && condition.getAsBoolean();
                    return held[0] || failure.get() != null;
                },
                limit);
        throwFailure();
        return held[0];
    }

    private void throwFailure() {
        Throwable found = failure.get();
        if (found instanceof ViolationFound violation) {
            throw violation;
        }
        if (found != null) {
            throw new ClusterFailure(found);
        }
    }

    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
    }

    /** Stops all servers. */
    @Override
    public void close() {
        ids().forEach(this::crash);
        pace.close();
    }
}
