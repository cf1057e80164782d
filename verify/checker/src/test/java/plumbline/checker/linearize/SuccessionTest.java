package plumbline.checker.linearize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import plumbline.checker.linearize.Operation.Outcome;

class SuccessionTest {
    private final HistoryRecorder recorder = new HistoryRecorder();

    @Property(tries = 6000, shrinking = ShrinkingMode.OFF)
    void verdictsAreThoseOfTryingEveryOrder(@ForAll boolean store, @ForAll long seed) {
        Model model = store ? Model.KEY_VALUE : Model.REGISTER;
        Random random = new Random(seed);
        List<Operation> operations = RandomHistory.telling(
                        model, 2 + random.nextInt(4), 3 + random.nextInt(6), 0.3 * random.nextDouble(), random)
                .history(model)
                .operations();
        if (operations.isEmpty()) {
            return;
        }
        assertTrue(isLinearizable(model, operations));
        for (int i = 0; i < 4; i++) {
            operations = random.nextBoolean()
                    ? RandomHistory.mutated(operations, random)
                    : misread(model, operations, random);
            List<Operation> mutated = operations;
            assertEquals(BruteForce.isLinearizable(mutated, null), isLinearizable(model, mutated), mutated::toString);
        }
    }

    private static boolean isLinearizable(Model model, List<Operation> operations) {
        try {
            List<Operation> order = Succession.order(model, operations, null);
            assertTrue(Witness.shows(operations, order, model, null), () -> order + " of " + operations);
            return true;
        } catch (Succession.ContradictionException e) {
            return false;
        }
    }

    /** One read gives what another gave, or that with some of it left out, twice, or in another order. */
    private static List<Operation> misread(Model model, List<Operation> operations, Random random) {
        List<Operation> reads = operations.stream()
                .filter(operation -> operation.kind() == Kind.READ && operation.outcome() == Outcome.OK)
                .toList();
        if (reads.isEmpty()) {
            return operations;
        }
        Operation read = reads.get(random.nextInt(reads.size()));
        Object given = reads.get(random.nextInt(reads.size())).result();
        if (model.isStore() && given instanceof String text && random.nextBoolean()) {
            int cut = text.indexOf('.', random.nextInt(text.length())) + 1;
            given = switch (random.nextInt(4)) {
                case 0 -> text.substring(0, cut);
                case 1 -> text.substring(cut);
                case 2 -> text.substring(cut) + text.substring(0, cut);
                default -> text + text.substring(0, cut);
            };
            given = given.equals("") ? null : given;
        }
        Object result = given;
        return operations.stream()
                .map(operation -> operation == read ? RandomHistory.reading(operation, result) : operation)
                .toList();
    }

    @Test
    void fiftyClientsOnOneKeyAreDecidedAtOnce() {
        for (int seed = 0; seed < 4; seed++) {
            HistoryRecorder random = RandomHistory.telling(Model.KEY_VALUE, 50, 3000, 0.005, new Random(seed));
            if (seed % 2 == 1) {
                // Somebody still reads what was there at first.
                random.call(-1, Kind.READ, "k", null);
                random.ok(-1, null);
            }
            History history = random.history(Model.KEY_VALUE);
            Verdict expected = seed % 2 == 1 ? Verdict.VIOLATED : Verdict.LINEARIZABLE;
            Limits limits = new Limits(Duration.ofSeconds(10), 64 << 20);
            Report report = assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> Linearizability.check(history, Model.KEY_VALUE, null, limits, ignored -> {}));
            assertEquals(expected, report.verdict());
            report.violations()
                    .forEach(violation ->
                            assertEquals("-1", violation.misplaced().process()));
        }
    }

    @Test
    void whereTheSameIsWrittenTwiceNothingIsTold() {
        write("a");
        write("a");
        read("a");
        assertUntold();
    }

    @Test
    void whereATextCanBeMadeInTwoWaysNothingIsTold() {
        append("ab");
        append("a");
        append("b");
        read("abab");
        assertUntold();
    }

    @Test
    void whatNobodyReadMayBeWrittenTwice() {
        write("a");
        write("a");
        write("b");
        read("b");
        assertEquals(4, Succession.order(Model.KEY_VALUE, operations(), null).size());
    }

    @Test
    void anAppendThatWasCarriedOutTwiceIsNamed() {
        append("ab");
        read("abab");
        assertEquals(
                "What process 0's append \"k\" \"ab\" (lines 2-3) adds was added more than once, as process 0's "
                        + "(lines 4-5) shows among others.",
                contradiction());
    }

    @Test
    void aTextThatNobodyMadeIsNamed() {
        append("ab");
        read("abc");
        assertEquals(
                "Nothing that was called before makes what process 0's get \"k\" gives \"abc\" (lines 4-5).",
                contradiction());
    }

    @Test
    void twoTextsThatWentOnDifferentlyAreNamed() {
        write("<0>");
        append("<1>");
        append("<2>");
        read("<0><1><2>");
        read("<0><2>");
        assertEquals(
                "What process 0's get \"k\" gives \"<0><2>\" (lines 10-11) and what process 0's get \"k\" gives "
                        + "\"<0><1><2>\" (lines 8-9) began alike, and then went on differently.",
                contradiction());
    }

    @Test
    void aWriteBetweenTwoThatTheValuesLeaveNoneBetweenIsNamed() {
        write("<0>");
        write("<1>");
        read("<0>");
        assertEquals(
                "By the values that were read, nothing else is written between process 0's put \"k\" \"<0>\" (lines 2-3) "
                        + "and process 0's get \"k\" gives \"<0>\" (lines 6-7); but process 0's put \"k\" \"<1>\" "
                        + "(lines 4-5) was called after the one was answered, and answered before the other was called.",
                contradiction());
    }

    private void write(String text) {
        recorder.call(0, Kind.WRITE, "k", text);
        recorder.ok(0, null);
    }

    private void append(String text) {
        recorder.call(0, Kind.APPEND, "k", text);
        recorder.ok(0, null);
    }

    private void read(String text) {
        recorder.call(0, Kind.READ, "k", null);
        recorder.ok(0, text);
    }

    private List<Operation> operations() {
        return recorder.history(Model.KEY_VALUE).operations();
    }

    private void assertUntold() {
        List<Operation> operations = operations();
        assertThrows(Succession.UntoldException.class, () -> Succession.order(Model.KEY_VALUE, operations, null));
    }

    private String contradiction() {
        return Order.contradiction(Model.KEY_VALUE, operations(), null).orElseThrow();
    }
}
