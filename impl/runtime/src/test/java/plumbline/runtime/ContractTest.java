package plumbline.runtime;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.runtime.memory.ContractObserver;
import plumbline.runtime.memory.ContractObserver.ContractBroken;
import plumbline.runtime.memory.LinkBehaviour;

/** Persist, send, apply, answer: that the servers keep this order, and that it would be seen if they did not. */
final class ContractTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theOrderIsKeptWhileMessagesAreLostAndServersCrashAndAreCutOff(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(3, seed);
        cluster.network.behave(LinkBehaviour.unreliable());
        for (int round = 0; round < 20; round++) {
            long index = cluster.commit("command " + round);
            int victim = (int) cluster.time.random(1, 3);
            switch ((int) cluster.time.random(1, 3)) {
                case 1 -> cluster.restart(victim);
                case 2 -> {
                    cluster.isolate(victim);
                    cluster.commit("without " + victim);
                    cluster.rejoin(victim);
                }
                default -> cluster.awaitApplied(victim, index);
            }
        }
        cluster.awaitAppliedEverywhere(cluster.commit("last"));
    }

    private static void assertSeen(String what, UnaryOperator<Surroundings> wrong) {
        SimulatedCluster cluster = new SimulatedCluster(3, 1, RaftConfiguration.defaults(), wrong);
        AssertionError seen =
                assertThrows(AssertionError.class, () -> cluster.awaitAppliedEverywhere(cluster.commit("x")));
        ContractBroken cause = assertInstanceOf(ContractBroken.class, seen.getCause());
        assertTrue(cause.getMessage().startsWith(what), cause::getMessage);
    }

    @Test
    void aServerThatSendsBeforeItPersistsIsSeen() {
        assertSeen("sent", given -> {
            List<PersistentChange> late = new ArrayList<>();
            Storage storage = given.storage();
            Transport transport = given.transport();
            return new Surroundings(
                    given.executor(),
                    given.clock(),
                    new Storage() {
                        @Override
                        public PersistentState load() throws IOException {
                            return storage.load();
                        }

                        @Override
                        public void write(PersistentChange change) {
                            late.add(change);
                        }

                        @Override
                        public void sync() {}
                    },
                    new Transport() {
                        @Override
                        public void open(Consumer<Message> receiver) {
                            transport.open(receiver);
                        }

                        @Override
                        public void send(List<Message> messages) {
                            transport.send(messages);
                            try {
                                for (PersistentChange change : late) {
                                    storage.write(change);
                                }
                                storage.sync();
                            } catch (IOException failure) {
                                throw new AssertionError(failure);
                            }
                            late.clear();
                        }
                    },
                    given.stateMachine(),
                    given.listener(),
                    given.rules());
        });
    }

    @Test
    void aServerThatWritesButDoesNotSyncIsSeen() {
        assertSeen("sent", given -> {
            Storage storage = given.storage();
            return new Surroundings(
                    given.executor(),
                    given.clock(),
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
                        public void sync() {}
                    },
                    given.transport(),
                    given.stateMachine(),
                    given.listener(),
                    given.rules());
        });
    }

    @Test
    void aServerThatAppliesBeforeItSendsIsSeen() {
        assertSeen(
                "applied",
                given -> new Surroundings(
                        given.executor(),
                        given.clock(),
                        given.storage(),
                        new Transport() {
                            @Override
                            public void open(Consumer<Message> receiver) {
                                given.transport().open(receiver);
                            }

                            @Override
                            public void send(List<Message> messages) {
                                given.clock()
                                        .at(
                                                given.clock().nanoTime(),
                                                () -> given.transport().send(messages));
                            }
                        },
                        given.stateMachine(),
                        given.listener(),
                        given.rules()));
    }

    @Test
    void aServerThatAnswersBeforeItAppliesIsSeen() {
        ContractObserver observer = new ContractObserver();
        assertTrue(assertThrows(
                        ContractBroken.class, () -> observer.answered(new ProposalOutcome.Applied(1, new byte[0]), 0))
                .getMessage()
                .startsWith("answered 1"));
    }
}
