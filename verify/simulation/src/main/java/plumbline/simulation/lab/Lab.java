package plumbline.simulation.lab;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import plumbline.checker.world.StepFunction;
import plumbline.core.Command;
import plumbline.runtime.ProposalOutcome;
import plumbline.runtime.RaftConfiguration;
import plumbline.runtime.memory.LinkBehaviour;
import plumbline.simulation.ClusterFailure;
import plumbline.simulation.Pace;
import plumbline.simulation.SimulatedPace;
import plumbline.simulation.StepRecorder;
import plumbline.simulation.WatchedCluster;

/**
 * What the lab's tests do with a cluster. They are written once, and run in whatever time passes.
 *
 * <p>Ten heartbeats a second, election timeouts drawn from 300 to 600 ms in simulated time and, since a busy machine may
 * hold a thread up for long, from 600 to 1,200 ms in real time.
 */
public final class Lab implements AutoCloseable {
    /** A new leader is there within this time after the old one failed. */
    static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    /** The most servers that a test has. */
    public static final int MOST_SERVERS = 7;

    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofMillis(100);

    /**
     * How a test is run.
     *
     * @param pace makes time
     * @param rules the rules of the servers
     * @param recorder is told each step
     * @param patience how many times longer than the lab asks to wait at most: 1, and more on a machine that may be busy
     */
    public record Conditions(Pace pace, StepFunction rules, StepRecorder recorder, int patience) {
        /** Simulated time, from {@code seed}. */
        public static Conditions simulated(long seed) {
            return new Conditions(new SimulatedPace(seed), StepFunction.RAFT, StepRecorder.NONE, 1);
        }

        /** These, with other rules and another recorder. */
        public Conditions with(StepFunction otherRules, StepRecorder otherRecorder) {
            return new Conditions(pace, otherRules, otherRecorder, patience);
        }

        boolean isSimulated() {
            return pace instanceof SimulatedPace;
        }
    }

    private final Conditions conditions;
    private final WatchedCluster cluster;
    private final Set<Integer> cutOff = ConcurrentHashMap.newKeySet();
    private final LabNotes notes = new LabNotes();
    private long commands;

    /** {@code servers} servers on a fast and reliable network. */
    Lab(int servers, Conditions conditions) {
        this.conditions = conditions;
        Duration least = Duration.ofMillis(conditions.isSimulated() ? 300 : 600);
        RaftConfiguration configuration =
                RaftConfiguration.defaults().withTimes(least, least.multipliedBy(2), HEARTBEAT);
        cluster = new WatchedCluster(
                WatchedCluster.Parts.of(servers, configuration)
                        .with(conditions.rules())
                        .with(notes.and(conditions.recorder())),
                conditions.pace());
        network(LinkBehaviour.delayed(100_000, 1_000_000));
    }

    WatchedCluster cluster() {
        return cluster;
    }

    int servers() {
        return cluster.size();
    }

    int majority() {
        return servers() / 2 + 1;
    }

    IntStream ids() {
        return cluster.ids();
    }

    boolean isSimulated() {
        return conditions.isSimulated();
    }

    LabNotes notes() {
        return notes;
    }

    // Faults

    void network(LinkBehaviour behaviour) {
        cluster.network().behave(behaviour);
    }

    void cutOff(int id) {
        cutOff.add(id);
        cluster.isolate(id);
    }

    void connect(int id) {
        cutOff.remove(id);
        for (int other = 1; other <= servers(); other++) {
            if (other != id && !cutOff.contains(other)) {
                cluster.network().mend(id, other);
                cluster.network().mend(other, id);
            }
        }
    }

    void connectAll() {
        ids().forEach(this::connect);
    }

    boolean isCutOff(int id) {
        return cutOff.contains(id);
    }

    void crash(int id) {
        cluster.crash(id);
    }

    void restart(int id) {
        cluster.restart(id);
    }

    boolean isUp(int id) {
        return cluster.isUp(id);
    }

    /** A number from {@code least} to {@code most}, both included. */
    int random(int least, int most) {
        return (int) conditions.pace().clock().random(least, most);
    }

    int randomServer() {
        return random(1, servers());
    }

    // Time

    void sleep(Duration duration) {
        cluster.runFor(duration);
    }

    void sleepMillis(long millis) {
        sleep(Duration.ofMillis(millis));
    }

    boolean waitFor(Duration limit, BooleanSupplier condition) {
        return cluster.runUntil(condition, limit.multipliedBy(conditions.patience()));
    }

    void await(String what, BooleanSupplier condition) {
        require(waitFor(FIVE_SECONDS, condition), () -> "not within five seconds: " + what);
    }

    void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new ClusterFailure(otherwise.get() + "; " + statuses());
        }
    }

    private String statuses() {
        StringBuilder text = new StringBuilder();
        ids().forEach(id -> {
            var status = cluster.status(id);
            text.append(text.length() == 0 ? "" : ", ")
                    .append("server ")
                    .append(id)
                    .append(isUp(id) ? isCutOff(id) ? " (cut off) " : " " : " (down) ")
                    .append(status.role())
                    .append(" in term ")
                    .append(status.term())
                    .append(", log to ")
                    .append(status.lastIndex())
                    .append(", committed to ")
                    .append(status.commitIndex());
        });
        return text.toString();
    }

    // Leaders

    /** The leader that a majority of all servers follows, all of them connected; 0 if there is none. */
    int leader() {
        return ids().filter(id -> isAtWork(id) && cluster.status(id).isLeader())
                .filter(id -> followers(id) >= majority())
                .findFirst()
                .orElse(0);
    }

    private long followers(int leader) {
        long term = cluster.status(leader).term();
        return ids().filter(this::isAtWork)
                .mapToObj(cluster::status)
                .filter(status -> status.term() == term && status.leader() == leader)
                .count();
    }

    private boolean isAtWork(int id) {
        return isUp(id) && !isCutOff(id);
    }

    /** Waits for a leader, at most five seconds. */
    int awaitLeader() {
        await("a leader", () -> leader() != 0);
        return leader();
    }

    /** That no connected server leads anything that a majority follows. */
    void requireNoLeader() {
        require(leader() == 0, () -> "server " + leader() + " leads without a majority");
    }

    int anyBut(int... others) {
        return ids().filter(id -> IntStream.of(others).noneMatch(other -> other == id))
                .findFirst()
                .orElseThrow();
    }

    /** The {@code steps}-th server after {@code id}, in a circle. */
    int after(int id, int steps) {
        return (id - 1 + steps) % servers() + 1;
    }

    // Commands

    String nextCommand() {
        commands++;
        return "command " + commands;
    }

    /** Gives {@code command} to server {@code id}. Where the server put it, if it takes itself for a leader. */
    Optional<LabNotes.Given> give(int id, String command) {
        if (!isUp(id)) {
            return Optional.empty();
        }
        Command asked = Command.of(command);
        notes.forget(asked);
        CompletableFuture<ProposalOutcome> outcome = cluster.server(id).propose(asked);
        waitFor(FIVE_SECONDS, () -> outcome.isDone() || notes.given(asked).isPresent());
        return notes.given(asked).filter(where -> where.server() == id);
    }

    /** Gives the next command to the leader, which must take it. */
    LabNotes.Given giveTo(int leader) {
        String command = nextCommand();
        Optional<LabNotes.Given> where = give(leader, command);
        require(where.isPresent(), () -> "server " + leader + " does not take " + command);
        return where.get();
    }

    /** How many servers, up or down, have committed and applied {@code index}, as far as they know now. */
    long committedBy(long index) {
        return ids().filter(id -> cluster.status(id).appliedIndex() >= index).count();
    }

    /** Gives the next command to whoever leads until {@code servers} servers have applied it; gives its index. */
    long commit(int servers) {
        return commit(nextCommand(), servers);
    }

    long commit(String command, int servers) {
        Command asked = Command.of(command);
        long limit = now() + TEN_SECONDS.multipliedBy(conditions.patience()).toNanos();
        for (int attempt = 0; now() - limit < 0; attempt++) {
            int leader = leader();
            int asking = leader == 0 ? after(1, attempt) : leader;
            Optional<LabNotes.Given> where = isCutOff(asking) ? Optional.empty() : give(asking, command);
            if (where.isEmpty()) {
                sleepMillis(20);
                continue;
            }
            long index = where.get().index();
            if (waitFor(TWO_SECONDS, () -> committedBy(index) >= servers)
                    && cluster.agreed().get(index).equals(asked)) {
                return index;
            }
        }
        require(false, () -> command + " is not committed by " + servers + " servers within ten seconds");
        return 0;
    }

    private long now() {
        return conditions.pace().clock().nanoTime();
    }

    /** Waits until {@code servers} servers have applied {@code index}. */
    void awaitCommitted(long index, int servers) {
        await("index " + index + " committed by " + servers, () -> committedBy(index) >= servers);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
