package plumbline.checker.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.ServerState;

/**
 * A schedule drawn choice by choice: as of servers with clocks on a network with delays, so that leaders are elected and
 * entries committed, and with faults, so that they do not go undisturbed. The same seed gives the same schedule on every
 * Java: {@link Random} is specified to the bit.
 *
 * <p>Every choice is within the bounds. What they allow only so often (terms, entries, restarts) is spread over the
 * schedule. The network is the set of all messages sent.
 */
public final class RandomSchedule {
    private static final int HEARTBEAT = 10 * RandomNetwork.DELAY;
    private static final int ELECTION = 3 * HEARTBEAT;
    private static final int TROUBLE = 5 * HEARTBEAT;
    private static final int MOST_IDLE_LOOKS = 1_000;

    private final Bounds bounds;
    private final int steps;
    private final Faults faults;
    private final Random random;
    private final RandomNetwork network;
    private final Command[] commands;
    private final Choice[] electionTimeouts;
    private final Choice[] heartbeatTimeouts;
    private final Choice[] restarts;
    private final long[] electionAt;
    private final long[] heartbeatAt;
    /** When a crashed server restarts; 0 for one that is up. */
    private final long[] restartAt;

    private final int patience;
    private final int trouble;
    private long clientAt;
    private long troubleAt;
    private long now;
    private int taken;

    /**
     * A schedule to be drawn.
     *
     * @param seed what it is drawn from
     * @param steps its length, over which the bounds are spread
     * @throws IllegalArgumentException if the network of {@code bounds} consumes messages
     */
    RandomSchedule(long seed, Bounds bounds, int steps, Faults faults) {
        if (bounds.network().consumes()) {
            throw new IllegalArgumentException("network is bag, must be set");
        }
        this.bounds = bounds;
        this.steps = steps;
        this.faults = faults;
        random = random(seed);
        int servers = bounds.servers();
        network = new RandomNetwork(servers, random, faults);
        commands = new Command[bounds.commands()];
        for (int i = 0; i < commands.length; i++) {
            commands[i] = Command.of("c" + (i + 1));
        }
        electionTimeouts = new Choice[servers];
        heartbeatTimeouts = new Choice[servers];
        restarts = new Choice[servers];
        electionAt = new long[servers];
        heartbeatAt = new long[servers];
        restartAt = new long[servers];
        patience = (ELECTION / 2) << random.nextInt(3);
        trouble = (TROUBLE / 4) << random.nextInt(4);
        for (int i = 0; i < servers; i++) {
            electionTimeouts[i] = Choice.electionTimeout(i + 1);
            heartbeatTimeouts[i] = Choice.heartbeatTimeout(i + 1);
            restarts[i] = new Choice.Restart(i + 1);
            waitForLeader(i);
        }
        clientAt = untilNextClient();
        troubleAt = untilNextTrouble();
    }

    /** Numbers from {@code seed}; near seeds give numbers that are nothing alike. */
    static Random random(long seed) {
        long mixed = (seed + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return new Random(mixed ^ mixed >>> 31);
    }

    /**
     * A schedule of {@code rules}. Fewer than {@code steps} choices only where the bounds leave nothing more to happen.
     *
     * @param seed the same seed gives the same schedule
     * @throws IllegalArgumentException if the network of {@code bounds} consumes messages
     */
    public static List<Choice> of(long seed, Bounds bounds, int steps, Faults faults, StepFunction rules) {
        return new RandomSchedule(seed, bounds, steps, faults).draw(rules, steps);
    }

    /** The first {@code most} choices, as they go with {@code rules}. */
    List<Choice> draw(StepFunction rules, int most) {
        MovingWorld world = new MovingWorld(bounds, rules);
        List<Choice> choices = new ArrayList<>();
        Choice choice = next(world);
        while (choice != null && choices.size() < most) {
            choices.add(choice);
            world.make(choice);
            made(choice, world);
            choice = next(world);
        }
        return choices;
    }

    /** The next choice; null at the end. */
    @Nullable
    Choice next(MovingWorld world) {
        if (taken == steps) {
            return null;
        }
        taken++;
        for (int look = 0; look < MOST_IDLE_LOOKS; look++) {
            Choice choice = look(world);
            if (choice != null) {
                return choice;
            }
        }
        // Nobody leads, and nobody may try any more.
        return network.remembersAny() ? new Choice.Deliver(network.remembered(), true) : null;
    }

    /** Goes on to the earliest of all that is due. It need not come to a choice: the bounds or the faults may prevent it. */
    private @Nullable Choice look(MovingWorld world) {
        int first = 0;
        long at = Long.MAX_VALUE;
        for (int i = 0; i < electionAt.length; i++) {
            long next = dueAt(i, world);
            if (next < at) {
                first = i;
                at = next;
            }
        }
        long others = Math.min(network.due(), Math.min(clientAt, troubleAt));
        now = Math.max(now, Math.min(at, others));
        if (at <= others) {
            return timeout(first, world);
        }
        if (others == network.due()) {
            Message message = network.take();
            return message == null || restartAt[message.to() - 1] > 0 ? null : new Choice.Deliver(message, true);
        }
        if (others == clientAt) {
            clientAt = now + untilNextClient();
            return clientRequest(world);
        }
        troubleAt = now + untilNextTrouble();
        trouble(world);
        return null;
    }

    private long dueAt(int i, MovingWorld world) {
        return restartAt[i] > 0 ? restartAt[i] : world.server(i + 1).isLeader() ? heartbeatAt[i] : electionAt[i];
    }

    private @Nullable Choice timeout(int i, MovingWorld world) {
        if (restartAt[i] > 0) {
            restartAt[i] = 0;
            waitForLeader(i);
            return restarts[i];
        }
        ServerState server = world.server(i + 1);
        if (server.isLeader()) {
            heartbeatAt[i] = now + HEARTBEAT;
            return heartbeatTimeouts[i];
        }
        waitForLeader(i);
        return server.currentTerm() < soFar(bounds.terms()) ? electionTimeouts[i] : null;
    }

    private @Nullable Choice clientRequest(MovingWorld world) {
        int start = random.nextInt(world.size());
        for (int i = 0; i < world.size(); i++) {
            int id = 1 + (start + i) % world.size();
            ServerState server = world.server(id);
            if (server.isLeader() && restartAt[id - 1] == 0) {
                int size = 1 + random.nextInt(bounds.burst());
                return server.log().lastIndex() + size <= soFar(bounds.entries())
                        ? Choice.clientRequest(id, new ClientRequest(commands(size)))
                        : null;
            }
        }
        return null;
    }

    private List<Command> commands(int size) {
        List<Command> burst = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            burst.add(commands[random.nextInt(commands.length)]);
        }
        return burst;
    }

    /** How much of {@code budget} may be used by now; all of it in the last quarter. */
    private long soFar(int budget) {
        return Math.min(budget, 1 + 4L * budget * taken / (3L * steps));
    }

    private void trouble(MovingWorld world) {
        int server = random.nextBoolean() ? 1 + random.nextInt(world.size()) : leader(world);
        if (random.nextInt(1_000) < faults.partitions()) {
            network.cut(server);
            // What a leader takes in while it is cut off is what others will have to truncate.
            clientAt = Math.min(clientAt, now + random.nextInt(HEARTBEAT));
        } else {
            network.mend();
        }
        long down = 0;
        for (long at : restartAt) {
            down += at > 0 ? 1 : 0;
        }
        if (random.nextInt(1_000) < faults.crashes()
                && restartAt[server - 1] == 0
                && world.restarts() + down < soFar(bounds.restarts())) {
            restartAt[server - 1] = now + 1 + random.nextInt(2 * ELECTION);
        }
    }

    private int leader(MovingWorld world) {
        int leader = 1 + random.nextInt(world.size());
        for (int id = 1; id <= world.size(); id++) {
            ServerState server = world.server(id);
            if (server.isLeader()
                    && (!world.server(leader).isLeader()
                            || server.currentTerm() > world.server(leader).currentTerm())) {
                leader = id;
            }
        }
        return leader;
    }

    private long untilNextClient() {
        return faults.clients() == 0 ? Long.MAX_VALUE / 2 : 1L + random.nextInt(2_000 * HEARTBEAT / faults.clients());
    }

    private long untilNextTrouble() {
        return 1L + random.nextInt(2 * trouble);
    }

    private void waitForLeader(int i) {
        electionAt[i] = now + patience + random.nextInt(patience);
    }

    /** Tells the schedule what came of its choice. */
    void made(Choice choice, MovingWorld world) {
        network.post(world.sent(), now);
        int id = choice.server();
        ServerState server = world.server(id);
        if (server.isLeader() && heartbeatAt[id - 1] <= now) {
            // Just elected, and heard already.
            heartbeatAt[id - 1] = now + HEARTBEAT;
        } else if (choice instanceof Choice.Deliver deliver && hearsOfLeader(deliver.message(), server)) {
            waitForLeader(id - 1);
        }
    }

    /** §5.2: a server waits anew when it hears from the leader of its term or grants its vote. */
    private static boolean hearsOfLeader(Message message, ServerState server) {
        return message.term() == server.currentTerm()
                && (message instanceof AppendEntriesRequest
                        || (message instanceof RequestVoteRequest && server.votedFor() == message.from()));
    }
}
