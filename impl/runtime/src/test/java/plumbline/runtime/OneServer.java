package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Command;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.RequestVoteResponse;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.runtime.memory.ContractObserver;
import plumbline.runtime.memory.MemoryStorage;
import plumbline.runtime.memory.SimulatedTime;

/** Server 1 of a cluster whose other servers are the test: it says what arrives, and sees what is sent, turn by turn. */
final class OneServer implements RuntimeListener {
    final SimulatedTime time = new SimulatedTime(1);
    final MemoryStorage storage = new MemoryStorage();
    final List<Message> sent = new ArrayList<>();
    final List<String> applied = new ArrayList<>();
    final List<Event> stepped = new ArrayList<>();
    final List<String> told = new ArrayList<>();
    final ContractObserver observer = new ContractObserver();
    final RaftServer server;
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private Consumer<Message> receiver = message -> {};

    OneServer(int servers) {
        this(servers, RaftConfiguration.defaults());
    }

    OneServer(int servers, RaftConfiguration configuration) {
        Transport transport = new Transport() {
            @Override
            public void open(Consumer<Message> opened) {
                receiver = opened;
            }

            @Override
            public void send(List<Message> messages) {
                sent.addAll(messages);
            }
        };
        StateMachine stateMachine = (index, command) -> {
            applied.add(command.toString());
            return ("did " + command).getBytes(StandardCharsets.UTF_8);
        };
        try {
            server = RaftServer.start(
                    1,
                    servers,
                    configuration,
                    Surroundings.of(
                                    turns::add,
                                    time,
                                    observer.over(storage),
                                    observer.over(transport),
                                    observer.over(stateMachine))
                            .with(this));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        turn();
    }

    @Override
    public void started(ServerState state) {
        observer.started(state);
    }

    @Override
    public void stepped(ServerState before, Event event, Step step) {
        stepped.add(event);
        observer.stepped(before, event, step);
    }

    @Override
    public void termChanged(long term) {
        told.add("term " + term);
    }

    @Override
    public void electionStarted(long term) {
        told.add("election in term " + term);
    }

    @Override
    public void roleChanged(long term, ServerRole role) {
        told.add(role + " in term " + term);
    }

    @Override
    public void leaderChanged(long term, int leader) {
        told.add("leader of term " + term + " is " + leader);
    }

    @Override
    public void batchStepped(int messages, int proposals, int waitingMessages, int pendingProposals) {
        told.add("batch of " + messages + " and " + proposals + ", waiting " + waitingMessages + ", pending "
                + pendingProposals);
    }

    @Override
    public void persisted(PersistentChange change, long nanos) {
        told.add("persisted up to " + change.lastIndex());
    }

    @Override
    public void applied(long index, int count) {
        told.add("applied " + count + " up to " + index);
    }

    @Override
    public void answered(ProposalOutcome outcome, long nanos) {
        observer.answered(outcome, nanos);
        told.add("answered after " + nanos / 1_000_000 + " ms: " + outcome);
    }

    @Override
    public void messageRefused(Message message, IllegalArgumentException reason) {
        told.add("refused: " + reason.getMessage());
    }

    @Override
    public void messagesDropped(int count) {
        told.add("dropped " + count);
    }

    @Override
    public void stopped(Optional<Throwable> failure) {
        told.add("stopped" + failure.map(reason -> ": " + reason.getMessage()).orElse(""));
    }

    /** One turn, if one was asked for. Whether it was. */
    boolean turn() {
        Runnable next = turns.poll();
        if (next != null) {
            next.run();
        }
        return next != null;
    }

    void turns() {
        while (turn()) {}
    }

    /** Time passes, and turns are made as they are asked for. */
    void pass(Duration duration) {
        for (long millisecond = 0; millisecond < duration.toMillis(); millisecond++) {
            time.runFor(Duration.ofMillis(1));
            turns();
        }
    }

    /** It waits in the inbox, until a turn is made. */
    void arrives(Message message) {
        receiver.accept(message);
    }

    CompletableFuture<ProposalOutcome> propose(String command) {
        return server.propose(Command.of(command));
    }

    /** {@code command 1} and so on. */
    List<CompletableFuture<ProposalOutcome>> proposeMany(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> propose("command " + i))
                .toList();
    }

    ServerStatus status() {
        return server.status();
    }

    /** Its election timeout passes, and servers 2 and following vote for it, as many as it needs. */
    OneServer leads() {
        pass(RaftConfiguration.defaults().mostElectionTimeout());
        int servers = status().matchIndex().servers();
        for (int voter = 2; voter <= servers / 2 + 1; voter++) {
            arrives(new RequestVoteResponse(voter, 1, status().term(), true));
        }
        turns();
        assertTrue(status().isLeader());
        return this;
    }

    AppendEntriesResponse accepted(int follower, long matchIndex) {
        return AppendEntriesResponse.accepted(follower, 1, status().term(), matchIndex);
    }

    <M extends Message> List<M> sent(Class<M> kind) {
        return sent.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
