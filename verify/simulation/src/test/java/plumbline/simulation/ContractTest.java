package plumbline.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import plumbline.core.Command;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.runtime.PersistentChange;
import plumbline.runtime.RaftConfiguration;
import plumbline.runtime.StateMachine;
import plumbline.runtime.Storage;
import plumbline.runtime.Surroundings;
import plumbline.runtime.Transport;
import plumbline.runtime.memory.LinkBehaviour;

/** Mistakes of a runtime, each made by something that stands between a server and what is watched, are seen. */
class ContractTest {
    private static void run(UnaryOperator<Surroundings> mistake, StateMachine machine) {
        WatchedCluster.Parts parts = WatchedCluster.Parts.of(3, RaftConfiguration.defaults())
                .within(mistake)
                .withStateMachine(() -> machine);
        try (WatchedCluster cluster = new WatchedCluster(parts, new SimulatedPace(1))) {
            cluster.network().behave(LinkBehaviour.delayed(100_000, 1_000_000));
            for (int round = 1; round <= 20; round++) {
                String command = "command " + round;
                cluster.runFor(Duration.ofSeconds(1));
                cluster.ids().filter(id -> cluster.status(id).isLeader()).forEach(id -> {
                    var unused = cluster.server(id).propose(Command.of(command));
                });
                cluster.runFor(Duration.ofMillis(100));
                cluster.restart(1 + round % 3);
            }
        }
    }

    private static String seen(UnaryOperator<Surroundings> mistake) {
        return assertThrows(ClusterFailure.class, () -> run(mistake, (index, command) -> command.toByteArray()))
                .getMessage();
    }

    /** {@code given}, with another storage and transport. */
    private static Surroundings with(Surroundings given, Storage storage, Transport transport) {
        return new Surroundings(
                given.executor(),
                given.clock(),
                storage,
                transport,
                given.stateMachine(),
                given.listener(),
                given.rules());
    }

    /** Keeps writes until somebody flushes them. */
    private static final class LateStorage implements Storage {
        private final Storage inner;
        private final List<PersistentChange> late = new ArrayList<>();

        LateStorage(Storage inner) {
            this.inner = inner;
        }

        @Override
        public PersistentState load() throws IOException {
            return inner.load();
        }

        @Override
        public void write(PersistentChange change) {
            late.add(change);
        }

        @Override
        public void sync() {
            // Says that it did.
        }

        void flush() {
            try {
                for (PersistentChange change : late) {
                    inner.write(change);
                }
                inner.sync();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            late.clear();
        }
    }

    private static Transport sending(Transport inner, Consumer<List<Message>> send) {
        return new Transport() {
            @Override
            public void open(Consumer<Message> receiver) {
                inner.open(receiver);
            }

            @Override
            public void send(List<Message> messages) {
                send.accept(messages);
            }
        };
    }

    @Test
    void theRuntimeAsItIsPasses() {
        run(given -> given, (index, command) -> command.toByteArray());
    }

    @Test
    void aRuntimeThatSendsBeforeItPersistsIsSeen() {
        String seen = seen(given -> {
            LateStorage late = new LateStorage(given.storage());
            Transport transport = given.transport();
            return with(given, late, sending(transport, messages -> {
                transport.send(messages);
                late.flush();
            }));
        });
        assertTrue(seen.startsWith("sent") && seen.contains("before the batch was persisted"), seen);
    }

    @Test
    void aRuntimeThatNeverSyncsIsSeen() {
        String seen = seen(given -> {
            Storage storage = given.storage();
            return with(
                    given,
                    new Storage() {
                        @Override
                        public PersistentState load() throws IOException {
                            return storage.load();
                        }

                        @Override
                        public void write(PersistentChange change) throws IOException {
                            storage.write(change);
                        }

                        @Override
                        public void sync() {
                            // Says that it did.
                        }
                    },
                    given.transport());
        });
        assertTrue(seen.startsWith("sent"), seen);
    }

    @Test
    void aRuntimeThatAnswersBeforeItSendsIsSeen() {
        String seen = seen(given -> with(
                given,
                given.storage(),
                sending(
                        given.transport(),
                        messages -> given.clock()
                                .at(
                                        given.clock().nanoTime(),
                                        () -> given.transport().send(messages)))));
        assertTrue(seen.startsWith("applied"), seen);
    }

    @Test
    void aStateMachineThatAnswersDifferentlyOnEachServerIsSeen() {
        long[] calls = {0};
        String seen = assertThrows(
                        ClusterFailure.class,
                        () -> run(given -> given, (index, command) -> new byte[] {(byte) calls[0]++}))
                .getMessage();
        assertTrue(seen.contains("another result"), seen);
    }

    @Test
    void anAnswerThatComesBeforeWhatWasAnsweredEarlierIsSeen() {
        AgreedCommands agreed = new AgreedCommands();
        agreed.applied(1, 1, Command.of("a"), new byte[0]);
        agreed.applied(1, 2, Command.of("b"), new byte[0]);
        ClientHistory history = new ClientHistory(agreed);
        int b = history.invoke(1, Command.of("b"), 0);
        history.applied(b, 1, 2, "");
        int a = history.invoke(2, Command.of("a"), 2);
        assertTrue(assertThrows(ClusterFailure.class, () -> history.applied(a, 3, 1, ""))
                .getMessage()
                .startsWith("not linearizable"));
    }

    @Test
    void aRefusedCommandThatIsAppliedAndOneThatIsAppliedTwiceAreSeen() {
        AgreedCommands agreed = new AgreedCommands();
        ClientHistory history = new ClientHistory(agreed);
        int refused = history.invoke(1, Command.of("a"), 0);
        history.ended(refused, 1, Operation.Outcome.REFUSED);
        history.checkEnd();
        agreed.applied(1, 1, Command.of("a"), new byte[0]);
        assertTrue(assertThrows(ClusterFailure.class, history::checkEnd)
                .getMessage()
                .contains("never will be"));

        ClientHistory twice = new ClientHistory(agreed);
        twice.ended(twice.invoke(1, Command.of("a"), 0), 1, Operation.Outcome.UNKNOWN);
        twice.checkEnd();
        agreed.applied(1, 2, Command.of("a"), new byte[0]);
        String seen = assertThrows(ClusterFailure.class, twice::checkEnd).getMessage();
        assertEquals("a was applied at index 1 and again at index 2", seen);
    }
}
