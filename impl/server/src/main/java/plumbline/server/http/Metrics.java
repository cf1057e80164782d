package plumbline.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import plumbline.core.Message;
import plumbline.runtime.PersistentChange;
import plumbline.runtime.ProposalOutcome;
import plumbline.runtime.RuntimeListener;
import plumbline.runtime.ServerStatus;

/** What a server does, in a Micrometer registry. */
public final class Metrics implements RuntimeListener {
    private static final String PREFIX = "plumbline.";

    private final MeterRegistry registry;
    private final Counter termChanges;
    private final Counter elections;
    private final Counter messagesDropped;
    private final Counter messagesRefused;
    private final Counter notAccepted;
    private final Counter outcomeUnknown;
    private final Timer commitLatency;
    private final Timer persistTime;
    private final DistributionSummary proposalsPerBatch;
    private final DistributionSummary entriesPerPersist;
    private volatile int waitingMessages;
    private volatile int pendingProposals;

    /** Registers the meters of what is listened to. */
    public Metrics(MeterRegistry registry) {
        this.registry = registry;
        termChanges = counter("term.changes", "Terms adopted");
        elections = counter("elections.started", "Elections that this server started");
        messagesDropped = counter("messages.dropped", "Messages dropped since the inbox was full");
        messagesRefused = counter("messages.refused", "Messages that no server can have sent");
        notAccepted = counter("proposals.not.accepted", "Proposals refused after they were taken");
        outcomeUnknown = counter("proposals.outcome.unknown", "Proposals whose outcome this server cannot tell");
        commitLatency = timer("commit.latency", "From a proposal to its answer, committed and applied");
        persistTime = timer("persist.time", "Writing and syncing one batch");
        proposalsPerBatch = summary("batch.proposals", "Proposals stepped as one");
        entriesPerPersist = summary("persist.entries", "Entries written in one batch");
        Gauge.builder(PREFIX + "inbox.messages", () -> waitingMessages)
                .description("Messages waiting for the next turn, as the last one left them")
                .register(registry);
        Gauge.builder(PREFIX + "proposals.pending", () -> pendingProposals)
                .description("Proposals taken and not answered, as the last batch found them")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }

    private DistributionSummary summary(String name, String description) {
        return DistributionSummary.builder(PREFIX + name)
                .description(description)
                .register(registry);
    }

    /** Registers gauges of {@code status}, of a cluster of {@code servers} servers. */
    public void watch(Supplier<ServerStatus> status, int servers) {
        gauge("running", "1 if the server runs", status, now -> now.isRunning() ? 1 : 0);
        gauge("leader", "1 if the server leads", status, now -> now.isLeader() ? 1 : 0);
        gauge("term", "currentTerm", status, ServerStatus::term);
        gauge("known.leader", "The leader that the server follows; 0 if it knows none", status, ServerStatus::leader);
        gauge("commit.index", "commitIndex", status, ServerStatus::commitIndex);
        gauge("applied.index", "The last entry applied", status, ServerStatus::appliedIndex);
        gauge("last.index", "The last entry of the log", status, ServerStatus::lastIndex);
        int self = status.get().id();
        for (int server = 1; server <= servers; server++) {
            int follower = server;
            if (follower != self) {
                Gauge.builder(PREFIX + "lag", () -> status.get().lag(follower).orElse(0))
                        .description("On a leader, entries that the follower may lack; else 0")
                        .tag("follower", Integer.toString(follower))
                        .register(registry);
            }
        }
    }

    private void gauge(
            String name, String description, Supplier<ServerStatus> status, ToDoubleFunction<ServerStatus> of) {
        Gauge.builder(PREFIX + name, () -> of.applyAsDouble(status.get()))
                .description(description)
                .register(registry);
    }

    @Override
    public void termChanged(long term) {
        termChanges.increment();
    }

    @Override
    public void electionStarted(long term) {
        elections.increment();
    }

    @Override
    public void batchStepped(int messages, int proposals, int waiting, int pending) {
        waitingMessages = waiting;
        pendingProposals = pending;
        if (proposals > 0) {
            proposalsPerBatch.record(proposals);
        }
    }

    @Override
    public void persisted(PersistentChange change, long nanos) {
        persistTime.record(nanos, TimeUnit.NANOSECONDS);
        entriesPerPersist.record(change.entries().size());
    }

    @Override
    public void answered(ProposalOutcome outcome, long nanos) {
        if (outcome instanceof ProposalOutcome.Applied) {
            commitLatency.record(nanos, TimeUnit.NANOSECONDS);
        } else if (outcome instanceof ProposalOutcome.NotAccepted) {
            notAccepted.increment();
        } else {
            outcomeUnknown.increment();
        }
    }

    @Override
    public void messageRefused(Message message, IllegalArgumentException reason) {
        messagesRefused.increment();
    }

    @Override
    public void messagesDropped(int count) {
        messagesDropped.increment(count);
    }

    @Override
    public void stopped(Optional<Throwable> failure) {
        pendingProposals = 0;
    }
}
