package plumbline.simulation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plumbline.core.Command;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.Role;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.runtime.PersistentChange;
import plumbline.runtime.ProposalOutcome;
import plumbline.runtime.RaftServer;
import plumbline.runtime.RuntimeListener;
import plumbline.runtime.StateMachine;
import plumbline.runtime.StepFunction;
import plumbline.runtime.Storage;
import plumbline.runtime.Surroundings;
import plumbline.runtime.Transport;
import plumbline.runtime.memory.ContractObserver;

/**
 * One server from a start to a crash. The next has the same disk and nothing else of it.
 *
 * <p>The steps of a turn count once something of them shows: once they are durable, or a message is sent, or the turn ends.
 * If the power goes before, they never were, unless the disk held them.
 *
 * <p>A sync that takes time takes effect when it begins, and holds the server up from then on: what it sends leaves later,
 * what it answers is heard later, and its next turn waits. Nobody can tell that from a sync that takes effect when it ends.
 */
final class ServerLife implements RuntimeListener {
    private record Pending(ServerState before, Event event, Step step) {}

    private final WatchedCluster cluster;
    private final int id;
    private final boolean rulesAreRafts;
    private final ContractObserver contract = new ContractObserver();
    private final List<Pending> pending = new ArrayList<>();
    private volatile boolean alive;
    private boolean ended;
    private volatile long heldUpUntil;
    private volatile @Nullable RaftServer server;
    /** The state that the server is in, whatever it thinks itself: only broken rules restart to anything else. */
    private ServerState state;

    private Optional<SimulatedDisk.Fate> fate = Optional.empty();

    ServerLife(WatchedCluster cluster, int id) {
        this.cluster = cluster;
        this.id = id;
        rulesAreRafts = cluster.parts().followsRaft();
        heldUpUntil = cluster.pace().clock().nanoTime();
        state = cluster.check().state(id);
    }

    /** The life after this one. */
    ServerLife next() {
        ServerLife next = new ServerLife(cluster, id);
        next.state = recover();
        return next;
    }

    RaftServer server() {
        RaftServer started = server;
        if (started == null) {
            throw new IllegalStateException("server " + id + " was never started");
        }
        return started;
    }

    boolean isAlive() {
        return alive;
    }

    /** Until when the server does nothing and nothing of what it did shows. */
    long heldUpUntil() {
        return heldUpUntil;
    }

    void holdUp(long nanos) {
        heldUpUntil = Math.max(heldUpUntil, cluster.pace().clock().nanoTime() + nanos);
    }

    private boolean isHeldUp() {
        return cluster.pace().clock().nanoTime() - heldUpUntil < 0;
    }

    // Start and crash

    void begin() throws IOException {
        alive = true;
        StateMachine stateMachine = cluster.parts().stateMachine().get();
        Storage storage = storage();
        Transport transport = transport(cluster.network().transport(id));
        StateMachine applied = (index, command) -> apply(stateMachine, index, command);
        Surroundings surroundings = Surroundings.of(
                        executor(),
                        cluster.pace().clock(),
                        rulesAreRafts ? contract.over(storage) : storage,
                        rulesAreRafts ? contract.over(transport) : transport,
                        rulesAreRafts ? contract.over(applied) : applied)
                .with(this)
                .with(rules());
        server = RaftServer.start(
                id,
                cluster.size(),
                cluster.parts().configuration(),
                cluster.parts().surroundings().apply(surroundings));
    }

    synchronized void crash() {
        if (alive) {
            alive = false;
            fate = Optional.of(cluster.disk(id).losePower());
        }
    }

    /** What the server is when it starts again. */
    private synchronized ServerState recover() {
        PersistentState stored = cluster.disk(id).load();
        if (stored.equals(state.persistent())) {
            settlePending();
        }
        ServerState before = cluster.check().state(id);
        if (!stored.equals(before.persistent())) {
            throw new ClusterFailure("server " + id + " restarts from another state than was durable: from term "
                    + stored.currentTerm() + ", vote " + stored.votedFor() + " and log " + stored.log()
                    + "; durable was "
                    + "term " + before.currentTerm() + ", vote " + before.votedFor() + " and log " + before.log());
        }
        ServerState after = cluster.parts().rules().restart(before);
        // Rules that keep a crashed server down for good make it a candidate without a vote. Here crashed servers are
        // down
        // as long as the schedule says.
        if (after.role() instanceof Role.Candidate) {
            after = ServerState.restart(id, before.cluster(), before.persistent());
        }
        if (!rulesAreRafts) {
            cluster.disk(id).replace(after.persistent());
        }
        cluster.parts().recorder().restarted(before, after, fate);
        cluster.check().restarted(after);
        return after;
    }

    private StepFunction rules() {
        if (rulesAreRafts) {
            return StepFunction.RAFT;
        }
        ServerState resumed = state;
        boolean[] first = {true};
        return (given, event) -> {
            ServerState before = first[0] ? resumed : given;
            first[0] = false;
            return cluster.parts().rules().step(before, event);
        };
    }

    // Around the server

    private Executor executor() {
        Executor inner = cluster.pace().executor(id, () -> alive);
        return turn -> inner.execute(() -> run(inner, turn));
    }

    private void run(Executor inner, Runnable turn) {
        if (isHeldUp()) {
            cluster.pace().clock().at(heldUpUntil, () -> inner.execute(() -> run(inner, turn)));
            return;
        }
        turn.run();
        try {
            settle();
        } catch (ViolationFound | ClusterFailure found) {
            cluster.fail(found);
        }
    }

    private Storage storage() {
        SimulatedDisk disk = cluster.disk(id);
        return new Storage() {
            @Override
            public PersistentState load() {
                return state.persistent();
            }

            @Override
            public void write(PersistentChange change) throws IOException {
                synchronized (ServerLife.this) {
                    requirePower();
                    disk.write(change);
                    if (!rulesAreRafts) {
                        // What changed is found by Log Matching, which broken rules may break.
                        disk.replace(state.persistent());
                    }
                }
            }

            @Override
            public void sync() throws IOException {
                synchronized (ServerLife.this) {
                    requirePower();
                    disk.sync();
                    holdUp(disk.takeHeldUp());
                    settlePending();
                }
            }

            private void requirePower() throws IOException {
                if (!alive) {
                    throw new PowerLostException();
                }
            }
        };
    }

    private Transport transport(Transport inner) {
        return new Transport() {
            @Override
            public void open(Consumer<Message> receiver) {
                inner.open(message -> {
                    if (alive) {
                        receiver.accept(message);
                    }
                });
            }

            @Override
            public void send(List<Message> messages) {
                settle();
                if (isHeldUp()) {
                    cluster.pace().clock().at(heldUpUntil, () -> sendIfAlive(messages));
                } else {
                    sendIfAlive(messages);
                }
            }

            private void sendIfAlive(List<Message> messages) {
                if (alive) {
                    inner.send(messages);
                }
            }
        };
    }

    private byte[] apply(StateMachine stateMachine, long index, Command command) {
        settle();
        byte[] result = stateMachine.apply(index, command);
        if (alive) {
            cluster.agreed().applied(id, index, command, result);
        }
        return result;
    }

    // What the server says

    @Override
    public void started(ServerState restarted) {
        contract.started(restarted);
    }

    @Override
    public synchronized void stepped(ServerState before, Event event, Step step) {
        contract.stepped(before, event, step);
        pending.add(new Pending(state, event, step));
        state = step.state();
    }

    @Override
    public void answered(ProposalOutcome outcome, long nanos) {
        if (rulesAreRafts) {
            contract.answered(outcome, nanos);
        }
    }

    @Override
    public synchronized void messageRefused(Message message, IllegalArgumentException reason) {
        settlePending();
        cluster.parts().recorder().refused(state, message);
        throw SafetyCheck.refused(id, message, reason);
    }

    @Override
    public synchronized void stopped(Optional<Throwable> reason) {
        ended = true;
        // A disk that fails is part of the game; whatever else stops a server is not.
        if (alive && reason.isPresent() && !(reason.get() instanceof IOException)) {
            cluster.fail(reason.get());
        }
    }

    /** The steps so far have happened, and can be seen to have; unless the server is no more. */
    private synchronized void settle() {
        if (alive && !ended) {
            settlePending();
        }
    }

    private void settlePending() {
        if (pending.isEmpty()) {
            return;
        }
        List<Pending> steps = List.copyOf(pending);
        pending.clear();
        for (Pending each : steps) {
            cluster.parts().recorder().stepped(each.before(), each.event(), each.step());
            cluster.check().stepped(id, each.event(), each.step());
        }
    }
}
