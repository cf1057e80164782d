package plumbline.runtime;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import plumbline.core.Command;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.runtime.ProposalOutcome.NotAccepted;
import plumbline.runtime.ProposalOutcome.Refusal;

/**
 * One server of a cluster: the pure step function with storage, network, time and clients around it.
 *
 * <p>All methods may be called from any thread and return at once. What they set going happens in the server's turns, one
 * at a time, on the executor of its {@link Surroundings}; the server starts no thread of its own. How a turn goes is told
 * on {@linkplain plumbline.runtime the package's page}.
 */
public final class RaftServer {
    private final int id;
    private final RaftConfiguration configuration;
    private final Clock clock;
    private final StateOwner owner;

    private RaftServer(ServerState restarted, RaftConfiguration configuration, Surroundings around) {
        this.id = restarted.id();
        this.configuration = configuration;
        this.clock = around.clock();
        this.owner = new StateOwner(restarted, configuration, around);
    }

    /**
     * Starts server {@code id} of {@code servers} from what its storage holds. It belongs to this start alone; to start
     * again after {@link #stop}, make other surroundings.
     *
     * @throws IOException if the storage cannot be read
     * @throws IllegalArgumentException naming what is out of range
     */
    public static RaftServer start(int id, int servers, RaftConfiguration configuration, Surroundings surroundings)
            throws IOException {
        ServerState restarted = ServerState.restart(
                id, configuration.cluster(servers), surroundings.storage().load());
        surroundings.listener().started(restarted);
        RaftServer server = new RaftServer(restarted, configuration, surroundings);
        surroundings.transport().open(server::receive);
        server.owner.turns.request();
        return server;
    }

    /**
     * Asks that {@code command} be replicated and applied. The future gets one of the {@linkplain ProposalOutcome outcomes}
     * and never an exception. Proposals from one thread are appended in the order in which they were made.
     *
     * <p>What is chained to the future without an executor runs within the server's turn and holds it up.
     *
     * @throws IllegalArgumentException if the command is longer than {@link RaftConfiguration#maxCommandBytes}
     */
    public CompletableFuture<ProposalOutcome> propose(Command command) {
        RaftConfiguration.within(0, command.size(), configuration.maxCommandBytes(), "size of the command");
        ServerStatus status = owner.status;
        if (!status.isLeader()) {
            return notAccepted(status.isRunning() ? Refusal.NOT_LEADER : Refusal.STOPPED, status.leader());
        }
        Proposal proposal = new Proposal(command, clock.nanoTime());
        if (!owner.pending.tryTake(proposal.size())) {
            return notAccepted(Refusal.TRY_LATER, id);
        }
        if (!owner.inbox.offer(proposal)) {
            owner.pending.giveBack(proposal.size());
            return notAccepted(Refusal.STOPPED, 0);
        }
        owner.turns.request();
        return proposal.outcome();
    }

    private static CompletableFuture<ProposalOutcome> notAccepted(Refusal reason, int leader) {
        return CompletableFuture.completedFuture(new NotAccepted(reason, leader));
    }

    private void receive(Message message) {
        if (owner.inbox.offer(message)) {
            owner.turns.request();
        }
    }

    /** How the server was doing at the end of its last turn. */
    public ServerStatus status() {
        return owner.status;
    }

    /**
     * Stops the server after the turn that it is at. Proposals that wait are answered: those in the log with
     * {@link ProposalOutcome.OutcomeUnknown}, the others with {@link NotAccepted}. Stopping twice is stopping once;
     * {@link #terminated} says when it is done.
     */
    public void stop() {
        owner.stopRequested = true;
        owner.turns.request();
    }

    /**
     * Complete once the server has stopped, asked to or because something failed ({@link ServerStatus#failure}): there will
     * be no more turns, and nobody waits for an answer.
     */
    public CompletableFuture<Void> terminated() {
        return owner.terminated.copy();
    }
}
