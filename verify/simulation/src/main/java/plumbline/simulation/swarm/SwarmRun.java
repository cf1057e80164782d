package plumbline.simulation.swarm;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import plumbline.checker.world.StepFunction;
import plumbline.core.Command;
import plumbline.runtime.ProposalOutcome;
import plumbline.runtime.StateMachine;
import plumbline.runtime.memory.SimulatedTime;
import plumbline.server.store.Commands;
import plumbline.server.store.KeyValueStore;
import plumbline.server.store.StoreLimits;
import plumbline.simulation.Client;
import plumbline.simulation.ClientHistory;
import plumbline.simulation.ClusterFailure;
import plumbline.simulation.Operation;
import plumbline.simulation.Operation.Outcome;
import plumbline.simulation.SimulatedPace;
import plumbline.simulation.StepRecorder;
import plumbline.simulation.WatchedCluster;
import plumbline.simulation.schedule.Schedule;

/**
 * One run of a swarm: a cluster, faults and clients drawn from a seed. Faults and quiet follow each other. In the quiet a
 * bare majority must elect a leader and commit, which is what {@code canReachLeader} and {@code canReachCommit} say of the
 * core; then all must come to agree.
 */
public final class SwarmRun {
    /** A quiet majority elects a leader and commits within this, simulated. */
    private static final Duration QUIET = Duration.ofSeconds(30);

    /** All servers catch up within this, simulated. */
    private static final Duration CATCHING_UP = Duration.ofMinutes(5);

    /**
     * What came of a run.
     *
     * @param seed the seed
     * @param plan what it was like, in words
     * @param failure what was wrong, if anything was
     * @param coverage what happened
     * @param steps how many steps the servers made
     * @param simulatedNanos how much time passed for them
     * @param operations what the clients asked
     */
    public record Result(
            long seed,
            String plan,
            Optional<Throwable> failure,
            Coverage coverage,
            long steps,
            long simulatedNanos,
            List<Operation> operations) {}

    private final Plan plan;
    private final SimulatedTime time;
    private final Draws draw;
    private final RareEvents events;
    private final WatchedCluster cluster;
    private final ClientHistory history;
    private final Nemesis nemesis;
    private final List<Client> clients = new ArrayList<>();
    private long probes;

    private SwarmRun(long seed, StepFunction rules, StepRecorder recorder, UnaryOperator<StateMachine> aroundTheStore) {
        SimulatedPace pace = new SimulatedPace(seed);
        time = pace.clock();
        draw = new Draws(time);
        plan = Plan.draw(time);
        events = new RareEvents(plan.servers());
        cluster = new WatchedCluster(
                WatchedCluster.Parts.of(plan.servers(), plan.configuration())
                        .with(rules)
                        .withStateMachine(() -> aroundTheStore.apply(new KeyValueStore(limits())))
                        .with(recorder == StepRecorder.NONE ? events : recorder.and(events)),
                pace);
        history = new ClientHistory(cluster.agreed());
        nemesis = new Nemesis(cluster, plan, draw);
        for (int number = 1; number <= plan.clients(); number++) {
            int client = number;
            clients.add(new Client(
                    cluster,
                    history,
                    client,
                    new Client.Habits(
                            new StoreRequests(draw, client, plan),
                            TimeUnit.MILLISECONDS.toNanos(plan.think()),
                            TimeUnit.MILLISECONDS.toNanos(plan.patience()),
                            TimeUnit.MILLISECONDS.toNanos(1))));
        }
    }

    private StoreLimits limits() {
        StoreLimits usual = StoreLimits.DEFAULTS;
        return new StoreLimits(usual.keyBytes(), usual.valueBytes(), plan.sessions(), usual.pendingResults());
    }

    /** Runs what {@code seed} says, with {@code rules}; {@code recorder} is told each step. */
    public static Result run(long seed, StepFunction rules, StepRecorder recorder) {
        return run(seed, rules, recorder, store -> store);
    }

    /** The same with something between the servers and their stores. */
    static Result run(
            long seed, StepFunction rules, StepRecorder recorder, UnaryOperator<StateMachine> aroundTheStore) {
        SwarmRun run = new SwarmRun(seed, rules, recorder, aroundTheStore);
        Throwable failure = run.play();
        run.count();
        return new Result(
                seed,
                run.plan.inWords(),
                Optional.ofNullable(failure),
                run.events.coverage(),
                run.events.steps(),
                run.time.nanoTime(),
                run.history.operations());
    }

    /**
     * A run again, with all that its servers did.
     *
     * @param result what came of it
     * @param schedule the steps
     */
    public record Recorded(Result result, Schedule schedule) {}

    /** Runs what {@code seed} says, and keeps every step. */
    public static Recorded record(long seed, StepFunction rules) {
        Plan plan = Plan.draw(new SimulatedTime(seed));
        Schedule schedule = new Schedule(plan.configuration().cluster(plan.servers()), rules);
        return new Recorded(run(seed, rules, schedule), schedule);
    }

    private @Nullable Throwable play() {
        try (cluster) {
            for (int episode = 1; episode <= plan.episodes(); episode++) {
                nemesis.begin();
                clients.forEach(Client::begin);
                cluster.runFor(Duration.ofSeconds(plan.episodeSeconds()));
                nemesis.stop();
                clients.forEach(Client::stop);
                requireProgress();
            }
            history.checkEnd();
            if (!ClientsHistory.isLinearizable(history.operations())) {
                events.coverage().happened(RareEvent.HISTORY_NOT_JUDGED, 1);
            }
            return null;
        } catch (AssertionError failure) {
            return failure;
        }
    }

    private void requireProgress() {
        List<Integer> order = new ArrayList<>(cluster.ids().boxed().toList());
        shuffle(order);
        int majority = cluster.size() / 2 + 1;
        List<Integer> few = order.subList(0, majority);
        order.forEach(id -> {
            if (few.contains(id)) {
                if (!cluster.isUp(id)) {
                    cluster.restart(id);
                }
            } else if (draw.oneIn(2)) {
                cluster.crash(id);
            } else {
                cluster.isolate(id);
            }
        });
        few.forEach(id -> few.stream()
                .filter(other -> !other.equals(id))
                .forEach(other -> cluster.network().mend(id, other)));
        requireCommit(few);
        cluster.heal();
        cluster.ids().filter(id -> !cluster.isUp(id)).forEach(cluster::restart);
        long last = cluster.agreed().lastIndex();
        long end = time.nanoTime() + CATCHING_UP.toNanos();
        do {
            // A leader commits what it has of former leaders along with an entry of its own (§5.4.2).
            requireCommit(order);
            require(time.nanoTime() < end, "in quiet, all connected, some servers do not catch up to index " + last);
        } while (!cluster.runUntil(() -> isCaughtUp(last), Duration.ofSeconds(1)));
    }

    private boolean isCaughtUp(long index) {
        return cluster.ids().allMatch(id -> cluster.status(id).appliedIndex() >= index)
                && clients.stream().allMatch(Client::isIdle);
    }

    private void shuffle(List<Integer> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, draw.number(0, i));
        }
    }

    /** That one of {@code servers}, which are connected, leads, and commits another command. */
    private void requireCommit(List<Integer> servers) {
        boolean led = cluster.runUntil(() -> leader(servers) != 0, QUIET);
        require(led, "in quiet, servers " + servers + " of " + cluster.size() + ", connected, elect no leader");
        long end = time.nanoTime() + QUIET.toNanos();
        while (time.nanoTime() < end) {
            int leader = leader(servers);
            if (leader != 0) {
                CompletableFuture<ProposalOutcome> outcome =
                        cluster.server(leader).propose(probe());
                cluster.runUntil(() -> outcome.isDone() || leader(servers) != leader, QUIET);
                if (outcome.isDone() && outcome.join() instanceof ProposalOutcome.Applied) {
                    return;
                }
            }
            cluster.runFor(Duration.ofMillis(10));
        }
        require(false, "in quiet, servers " + servers + " of " + cluster.size() + ", connected, commit nothing");
    }

    private Command probe() {
        probes++;
        return StoreRequests.marked(Commands.get(ByteString.copyFromUtf8("probe")), 0, probes);
    }

    private int leader(List<Integer> servers) {
        int majority = cluster.size() / 2 + 1;
        for (int id : servers) {
            if (cluster.isUp(id) && cluster.status(id).isLeader()) {
                long term = cluster.status(id).term();
                long followers = servers.stream()
                        .filter(other -> cluster.isUp(other)
                                && cluster.status(other).term() == term
                                && cluster.status(other).leader() == id)
                        .count();
                if (followers >= majority) {
                    return id;
                }
            }
        }
        return 0;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ClusterFailure(otherwise);
        }
    }

    private void count() {
        Coverage coverage = events.coverage();
        coverage.happened(RareEvent.MESSAGES_LOST, cluster.network().messagesLost());
        coverage.happened(RareEvent.MESSAGES_REPEATED, cluster.network().messagesRepeated());
        coverage.happened(RareEvent.MESSAGES_DROPPED, cluster.network().messagesDropped());
        List<Command> commands = cluster.agreed().all();
        coverage.happened(
                RareEvent.WRITE_APPLIED_AGAIN,
                commands.size() - commands.stream().distinct().count());
        long sessions = commands.stream()
                .filter(command -> StoreRequests.parsed(command).hasOpenSession())
                .count();
        coverage.happened(RareEvent.SESSION_FORGOTTEN, Math.max(0, sessions - plan.sessions()));
        for (Operation operation : history.operations()) {
            if (operation.outcome() == Outcome.UNKNOWN) {
                boolean applied = cluster.agreed().indexOf(operation.command()) > 0;
                coverage.happened(applied ? RareEvent.UNKNOWN_APPLIED : RareEvent.UNKNOWN_NOT_APPLIED, 1);
            }
        }
    }
}
