package plumbline.concurrency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Command;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.runtime.Clock;
import plumbline.runtime.PersistentChange;
import plumbline.runtime.ProposalOutcome;
import plumbline.runtime.ProposalOutcome.Applied;
import plumbline.runtime.ProposalOutcome.NotAccepted;
import plumbline.runtime.ProposalOutcome.OutcomeUnknown;
import plumbline.runtime.RaftConfiguration;
import plumbline.runtime.RaftServer;
import plumbline.runtime.ServerStatus;
import plumbline.runtime.StateMachine;
import plumbline.runtime.Storage;
import plumbline.runtime.Surroundings;
import plumbline.runtime.Transport;

/**
 * A real server that leads, without a thread, a clock or a disk of its own: its turns run in the threads of whoever calls,
 * time stands still once it leads, and its peers agree at once to all that it asks.
 */
public final class Leader {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final StoppedClock clock = new StoppedClock();
    private final AgreeingPeers peers = new AgreeingPeers();
    private final RaftServer server;

    /** Turns run at once, in the thread that asks for them. */
    public Leader(int servers, StateMachine stateMachine) {
        this(servers, stateMachine, Runnable::run);
    }

    /** Turns run as {@code executor} has it. */
    public Leader(int servers, StateMachine stateMachine, Executor executor) {
        try {
            server = RaftServer.start(
                    1,
                    servers,
                    RaftConfiguration.defaults(),
                    Surroundings.of(executor, clock, new NoStorage(), peers, stateMachine));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        clock.set(SECOND);
        if (!server.status().isLeader()) {
            throw new IllegalStateException("it does not lead: " + server.status());
        }
    }

    /** The outcome of proposing a command: what the state machine answered, or why it is not known or not done. */
    public String propose(Command command) {
        return words(server.propose(command).join());
    }

    /** The same, before it is known. */
    public CompletableFuture<ProposalOutcome> begin(Command command) {
        return server.propose(command);
    }

    /** An outcome in a word. */
    public static String words(ProposalOutcome outcome) {
        return outcome.match(new ProposalOutcome.Cases<>() {
            @Override
            public String applied(Applied applied) {
                return new String(applied.result(), java.nio.charset.StandardCharsets.UTF_8);
            }

            @Override
            public String notAccepted(NotAccepted refused) {
                return refused.reason().name();
            }

            @Override
            public String outcomeUnknown(OutcomeUnknown unknown) {
                return unknown.reason().name();
            }
        });
    }

    /** How it is doing. */
    public ServerStatus status() {
        return server.status();
    }

    /** Stops it, and waits until it has stopped. */
    public void stop() {
        server.stop();
        server.terminated().join();
    }

    /** Asks it to stop. */
    public void requestStop() {
        server.stop();
    }

    /** A peer asks for its vote in a later term, and so ends its leadership. */
    public void depose() {
        peers.deliver(new RequestVoteRequest(2, 1, 100, 1_000, 99));
    }

    private static final class StoppedClock implements Clock {
        private volatile long now;
        private volatile Runnable alarm = () -> {};

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void at(long time, Runnable task) {
            alarm = task;
        }

        @Override
        public long random(long least, long most) {
            return least;
        }

        void set(long nanos) {
            now = nanos;
            alarm.run();
        }
    }

    private static final class AgreeingPeers implements Transport {
        private volatile Consumer<Message> receiver = message -> {};

        @Override
        public void open(Consumer<Message> opened) {
            receiver = opened;
        }

        void deliver(Message message) {
            receiver.accept(message);
        }

        @Override
        public void send(List<Message> messages) {
            for (Message message : messages) {
                if (message instanceof RequestVoteRequest request) {
                    deliver(new RequestVoteResponse(request.to(), request.from(), request.term(), true));
                } else if (message instanceof AppendEntriesRequest request) {
                    deliver(AppendEntriesResponse.accepted(
                            request.to(), request.from(), request.term(), request.lastNewIndex()));
                }
            }
        }
    }

    private static final class NoStorage implements Storage {
        @Override
        public PersistentState load() {
            return PersistentState.INITIAL;
        }

        @Override
        public void write(PersistentChange change) {}

        @Override
        public void sync() {}
    }
}
