package plumbline.checker.linearize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SweepTest {
    private static final Limits MINUTE = new Limits(Duration.ofMinutes(1), 256 << 20);

    /** What tests of stores record: so many clients, operations and values, and how many operations nobody answers. */
    enum Shape {
        FIVE_CLIENTS_AND_A_NETWORK_THAT_FAILS(Model.CAS_REGISTER, 5, 170, 5, 0.12),
        FIVE_CLIENTS_AND_A_NETWORK_THAT_FAILS_MUCH(Model.CAS_REGISTER, 5, 300, 5, 0.25),
        TEN_CLIENTS(Model.CAS_REGISTER, 10, 500, 5, 0.02),
        THIRTY_CLIENTS(Model.CAS_REGISTER, 30, 500, 5, 0.01),
        FIFTY_CLIENTS(Model.CAS_REGISTER, 50, 1000, 5, 0.01),
        FIFTY_CLIENTS_AND_MORE_VALUES(Model.CAS_REGISTER, 50, 1000, 10, 0),
        A_LONG_RUN(Model.CAS_REGISTER, 5, 20_000, 5, 0.001),
        FIFTY_CLIENTS_WITHOUT_COMPARE_AND_SET(Model.REGISTER, 50, 1000, 100, 0.005),
        A_LONG_RUN_WITHOUT_COMPARE_AND_SET(Model.REGISTER, 16, 20_000, 100, 0);

        private final Model model;
        private final int clients;
        private final int operations;
        private final int values;
        private final double unanswered;

        Shape(Model model, int clients, int operations, int values, double unanswered) {
            this.model = model;
            this.clients = clients;
            this.operations = operations;
            this.values = values;
            this.unanswered = unanswered;
        }

        private HistoryRecorder record(long seed) {
            return RandomHistory.record(model, clients, operations, values, unanswered, new Random(seed));
        }
    }

    @Property(tries = 6000, shrinking = ShrinkingMode.OFF)
    void verdictsAreThoseOfTryingEveryOrder(@ForAll boolean cas, @ForAll long seed) {
        Random random = new Random(seed);
        Model model = cas ? Model.CAS_REGISTER : Model.REGISTER;
        List<Operation> operations = RandomHistory.record(
                        model,
                        2 + random.nextInt(4),
                        3 + random.nextInt(6),
                        2 + random.nextInt(3),
                        0.4 * random.nextDouble(),
                        random)
                .history(model)
                .operations();
        for (int i = 0; i < 4 && !operations.isEmpty(); i++) {
            agree(model, operations, random.nextBoolean() ? null : (Long) 1L);
            operations = RandomHistory.mutated(operations, random);
        }
    }

    private static void agree(Model model, List<Operation> operations, @Nullable Long initial) {
        Sweep sweep = Sweep.whole(operations, initial, new Budget(MINUTE, ignored -> {}));
        assertEquals(BruteForce.isLinearizable(operations, initial), sweep.run(), operations::toString);
        Optional<Operation> impossible = sweep.impossible();
        if (impossible.isEmpty()) {
            assertTrue(Witness.shows(operations, sweep.order(), model, initial), operations::toString);
            return;
        }
        int answer = impossible.get().answer();
        assertTrue(BruteForce.isOrder(sweep.order(), initial), operations::toString);
        assertTrue(
                operations.stream()
                        .filter(operation -> operation.answer() < answer)
                        .allMatch(sweep.order()::contains),
                operations::toString);
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void historiesOfStoresAreDecided(Shape shape) {
        for (int seed = 0; seed < 2; seed++) {
            History history = shape.record(seed).history(shape.model);
            assertEquals(Verdict.LINEARIZABLE, check(history, shape.model));
            assertNotEquals(Verdict.INCOMPLETE, check(withAStaleRead(history, new Random(seed)), shape.model));
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void whatIsReadAfterItWasOverwrittenIsFound(Shape shape) {
        HistoryRecorder recorder = shape.record(7);
        int stale = 1_000;
        for (long value : new long[] {stale, stale + 1}) {
            recorder.call(-1, Kind.WRITE, null, value);
            recorder.ok(-1, null);
        }
        recorder.call(-1, Kind.READ, null, null);
        recorder.ok(-1, (long) stale);
        assertEquals(Verdict.VIOLATED, check(recorder.history(shape.model), shape.model));
    }

    private static Verdict check(History history, Model model) {
        return Linearizability.check(history, model, null, MINUTE, ignored -> {})
                .verdict();
    }

    /** One of the last reads gives what something else wrote; that may be wrong or not. */
    private static History withAStaleRead(History history, Random random) {
        List<Operation> operations = new ArrayList<>(history.operations());
        int at = operations.size() - 1;
        while (operations.get(at).kind() != Kind.READ || operations.get(at).outcome() != Operation.Outcome.OK) {
            at--;
        }
        List<Operation> writes = operations.stream()
                .filter(operation -> operation.kind() == Kind.WRITE)
                .toList();
        Operation write = writes.get(random.nextInt(writes.size()));
        operations.set(at, RandomHistory.reading(operations.get(at), write.argument()));
        return new History(operations, history.failed(), 0, null);
    }
}
