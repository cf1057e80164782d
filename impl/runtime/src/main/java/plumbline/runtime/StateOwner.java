package plumbline.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plumbline.core.ClientRequest;
import plumbline.core.Command;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.runtime.ProposalOutcome.Loss;
import plumbline.runtime.ProposalOutcome.NotAccepted;
import plumbline.runtime.ProposalOutcome.OutcomeUnknown;
import plumbline.runtime.ProposalOutcome.Refusal;

/**
 * The one owner of a server's state. {@link #turn} alone reads and writes it, and {@link Turns} lets one turn run at a
 * time; so there is no lock here. What other threads may touch is at the top.
 */
final class StateOwner {
    private static final Logger LOG = LoggerFactory.getLogger(RaftServer.class);

    // For any thread.
    final Inbox inbox;
    final Bound pending;
    final Turns turns;
    final CompletableFuture<Void> terminated = new CompletableFuture<>();
    volatile ServerStatus status;
    volatile boolean stopRequested;

    private final RaftConfiguration configuration;
    private final Surroundings around;
    private final RuntimeListener listener;

    // For the turn alone.
    private ServerState state;
    private PersistentState durable;
    private ServerState published;
    private long applied;
    private int leader;
    private final Timers timers;
    private final RepeatedRejections repeatedRejections;
    private final AppendedProposals appended = new AppendedProposals();
    private final Answers answers;
    private List<Message> outbound = new ArrayList<>();
    private long now;
    private final long heartbeatInterval;
    private long proposalsTakenAt;
    private boolean alarmSet;
    private long alarm;

    StateOwner(ServerState restarted, RaftConfiguration configuration, Surroundings around) {
        this.configuration = configuration;
        this.around = around;
        this.listener = around.listener();
        this.state = restarted;
        this.durable = restarted.persistent();
        this.published = restarted;
        this.status = ServerStatus.running(restarted, 0, 0);
        this.inbox = new Inbox(configuration.inbox());
        this.pending = new Bound(configuration.pending());
        this.turns = new Turns(around.executor(), this::turn);
        this.heartbeatInterval = configuration.heartbeatInterval().toNanos();
        this.timers = new Timers(around.clock(), configuration);
        this.repeatedRejections = new RepeatedRejections(restarted.cluster().size(), configuration);
        this.answers = new Answers(pending, around.clock(), listener);
    }

    private void turn() {
        try {
            if (stopRequested) {
                end(Optional.empty());
            } else {
                processBatch();
            }
        } catch (Throwable failure) {
            LOG.error("server {} stops in term {}: it failed", state.id(), state.currentTerm(), failure);
            end(Optional.of(failure));
        }
    }

    /**
     * The contract of {@code plumbline.core}: what the steps of this batch changed is durable before anything is sent, all
     * is sent before anything is applied, and applied before anyone is answered. An exception on the way leaves out all
     * that would have followed.
     */
    private void processBatch() throws IOException {
        now = around.clock().nanoTime();
        step();
        persist();
        send();
        apply();
        publish();
        answers.give();
        setAlarm();
    }

    // Step

    private void step() {
        int messages = inbox.takeMessages(configuration.batchSize(), this::step);
        // What has arrived counts before the timeout, so that a server that was held up does not blame its leader.
        if (timers.isDue(now)) {
            step(Timers.timeout(state));
        }
        List<Proposal> proposals = new ArrayList<>();
        if (!holdsProposalsBack()) {
            inbox.takeProposals(configuration.batchSize(), proposals::add);
        }
        if (!proposals.isEmpty()) {
            proposalsTakenAt = now;
            step(proposals);
        }
        appended.takeLost(state, proposal -> answers.add(proposal, new OutcomeUnknown(Loss.LEADERSHIP_LOST, leader)));
        if (messages > 0 || !proposals.isEmpty()) {
            listener.batchStepped(messages, proposals.size(), inbox.waitingMessages(), pending.count());
        }
        int dropped = inbox.takeDropped();
        if (dropped > 0) {
            listener.messagesDropped(dropped);
        }
    }

    /**
     * While proposals are on their way to being committed, the next wait until they are as many, for a heartbeat interval at
     * most. Clients that wait for their answers would otherwise come in ever smaller groups, and each group costs a sync on
     * every server.
     */
    private boolean holdsProposalsBack() {
        int underWay = appended.size();
        int waiting = pending.count() - underWay;
        return state.isLeader() && waiting < underWay && now - proposalsTakenAt < heartbeatInterval;
    }

    private void step(Message message) {
        if (repeatedRejections.repeats(message, now)) {
            return;
        }
        try {
            step((Event) message);
        } catch (IllegalArgumentException refusal) {
            LOG.warn("server {} drops a message from server {}: {}", state.id(), message.from(), refusal.getMessage());
            listener.messageRefused(message, refusal);
        }
    }

    /** All as one request. A server that does not lead leaves them aside, which shows in its log. */
    private void step(List<Proposal> proposals) {
        List<Command> commands = new ArrayList<>(proposals.size());
        for (Proposal proposal : proposals) {
            commands.add(proposal.command());
        }
        long before = state.log().lastIndex();
        step(new ClientRequest(commands));
        if (state.log().lastIndex() > before) {
            appended.append(proposals, state);
        } else {
            for (Proposal proposal : proposals) {
                answers.add(proposal, new NotAccepted(Refusal.NOT_LEADER, leader));
            }
        }
    }

    private void step(Event event) {
        ServerState before = state;
        Step step = around.rules().step(before, event);
        state = step.state();
        outbound.addAll(step.messages());
        timers.stepped(before, event, step, now);
        listener.stepped(before, event, step);
        if (state != before) {
            tellOfTermAndRole(before, event);
        }
        learnLeader(before, event);
    }

    private void tellOfTermAndRole(ServerState before, Event event) {
        long term = state.currentTerm();
        if (term != before.currentTerm()) {
            listener.termChanged(term);
            if (Timers.startsElection(event)) {
                listener.electionStarted(term);
            }
        }
        ServerRole role = ServerRole.of(state);
        if (role != ServerRole.of(before)) {
            LOG.info("server {} is {} in term {}", state.id(), role, term);
            listener.roleChanged(term, role);
        }
    }

    private void learnLeader(ServerState before, Event event) {
        int known = leader;
        if (state.isLeader()) {
            leader = state.id();
        } else if (Timers.heardFromLeader(event, state)) {
            leader = ((Message) event).from();
        } else if (state.currentTerm() != before.currentTerm()) {
            leader = 0;
        }
        if (leader != known) {
            listener.leaderChanged(state.currentTerm(), leader);
        }
    }

    // Persist

    private void persist() throws IOException {
        if (state.persistent() == durable) {
            return;
        }
        PersistentChange change = PersistentChange.between(durable, state.persistent());
        long begun = around.clock().nanoTime();
        around.storage().write(change);
        around.storage().sync();
        durable = state.persistent();
        listener.persisted(change, around.clock().nanoTime() - begun);
    }

    // Send

    private void send() {
        if (outbound.isEmpty()) {
            return;
        }
        List<Message> messages = Collections.unmodifiableList(outbound);
        outbound = new ArrayList<>();
        try {
            around.transport().send(messages);
        } catch (RuntimeException failure) {
            LOG.warn("server {} could not send {} messages, they are lost", state.id(), messages.size(), failure);
        }
    }

    // Apply

    /** Not more than a batch at once, so that a long log that becomes committed at once does not keep timeouts waiting. */
    private void apply() {
        long last = Math.min(state.commitIndex(), applied + configuration.batchSize());
        int count = (int) (last - applied);
        while (applied < last) {
            long index = applied + 1;
            byte[] result =
                    around.stateMachine().apply(index, state.log().get(index).command());
            applied = index;
            appended.takeApplied(index, proposal -> answers.add(proposal, new ProposalOutcome.Applied(index, result)));
        }
        if (count > 0) {
            listener.applied(applied, count);
        }
    }

    // Around the batch

    private void publish() {
        if (state != published || leader != status.leader() || applied != status.appliedIndex()) {
            status = ServerStatus.running(state, leader, applied);
            published = state;
        }
    }

    private void setAlarm() {
        boolean proposalsDue = inbox.hasProposals() && !holdsProposalsBack();
        if (applied < state.commitIndex() || inbox.hasMessages() || proposalsDue) {
            turns.request();
        }
        if (alarmSet && now - alarm >= 0) {
            alarmSet = false;
        }
        // An alarm that is set for earlier asks for a turn which finds nothing due, and sets the next.
        if (!alarmSet || timers.due() - alarm < 0) {
            alarmSet = true;
            alarm = timers.due();
            around.clock().at(alarm, turns::request);
        }
    }

    private void end(Optional<Throwable> failure) {
        inbox.close();
        appended.takeAll(proposal -> answers.add(proposal, new OutcomeUnknown(Loss.STOPPED, 0)));
        inbox.takeProposals(Integer.MAX_VALUE, proposal -> answers.add(proposal, new NotAccepted(Refusal.STOPPED, 0)));
        status = ServerStatus.running(state, leader, applied).ended(failure);
        turns.close();
        try {
            answers.give();
            listener.stopped(failure);
        } catch (RuntimeException | Error inListener) {
            LOG.error("server {}: its listener failed while it stopped", state.id(), inListener);
        }
        terminated.complete(null);
    }
}
