package plumbline.checker.linearize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinearizabilityTest {
    private static final Limits MINUTE = new Limits(Duration.ofMinutes(1), 512 << 20);

    private final HistoryRecorder recorder = new HistoryRecorder();

    private Report check(Model model) {
        return check(recorder.history(model), model);
    }

    private static Report check(History history, Model model) {
        return Linearizability.check(history, model, history.initial(), MINUTE, ignored -> {});
    }

    private void write(int process, long value) {
        recorder.call(process, Kind.WRITE, null, value);
    }

    private void read(int process) {
        recorder.call(process, Kind.READ, null, null);
    }

    private Violation violation(Model model) {
        Report report = check(model);
        assertEquals(Verdict.VIOLATED, report.verdict());
        return report.violations().get(0);
    }

    @Test
    void readsThatOverlapAWriteMayGiveEitherValue() {
        write(0, 1);
        read(1);
        read(2);
        recorder.ok(1, 1L);
        recorder.ok(0, null);
        recorder.ok(2, null);
        assertEquals(Verdict.LINEARIZABLE, check(Model.REGISTER).verdict());
    }

    @Test
    void aLaterReadMayNotGoBack() {
        write(0, 1);
        read(1);
        recorder.ok(1, 1L);
        read(2);
        recorder.ok(2, null);
        recorder.ok(0, null);
        Violation violation = violation(Model.REGISTER);
        assertEquals(6, violation.misplaced().answerLine());
        assertEquals(2, violation.prefix().size());
        assertEquals(
                "It gives nil; but in every order of the others, the register holds 1 while it runs.",
                violation.reason());
    }

    @Test
    void anOverwrittenValueDoesNotComeBackAndTheReasonSaysWhatOverwroteIt() {
        write(0, 1);
        recorder.ok(0, null);
        write(0, 2);
        recorder.ok(0, null);
        read(1);
        recorder.ok(1, 1L);
        assertEquals(
                "It gives 1; but in every order of the others, the register holds 2 while it runs. The last to write 1 "
                        + "was process 0's write 1 (lines 2-3); after that process 0's write 2 (lines 4-5) was called "
                        + "and answered, all before this one was called.",
                violation(Model.REGISTER).reason());
    }

    @Test
    void aValueThatNobodyWroteIsNamed() {
        read(0);
        recorder.ok(0, 7L);
        assertTrue(violation(Model.REGISTER).reason().endsWith("Nothing was called before its answer that writes 7."));
    }

    @Test
    void twoReadsThatContradictEachOtherAreBothNamed() {
        write(0, 1);
        recorder.ok(0, null);
        write(1, 2);
        write(2, 3);
        read(3);
        read(4);
        recorder.ok(3, 2L);
        read(3);
        recorder.ok(3, 3L);
        read(3);
        recorder.ok(3, 2L);
        recorder.ok(4, 1L);
        recorder.ok(1, null);
        recorder.ok(2, null);
        Violation violation = violation(Model.REGISTER);
        assertEquals("3", violation.misplaced().process());
        assertEquals(12, violation.misplaced().answerLine());
    }

    @Test
    void anUnknownWriteMayTakeEffectLateOrNever() {
        write(0, 1);
        recorder.info(0);
        read(1);
        recorder.ok(1, null);
        read(1);
        recorder.ok(1, 1L);
        assertEquals(Verdict.LINEARIZABLE, check(Model.REGISTER).verdict());
        read(1);
        recorder.ok(1, null);
        assertEquals(Verdict.VIOLATED, check(Model.REGISTER).verdict());
    }

    @Test
    void anUnknownWriteTakesEffectNoTwice() {
        write(0, 1);
        recorder.info(0);
        for (Long value : new Long[] {1L, 2L, 1L}) {
            if (value == 2L) {
                write(1, 2);
                recorder.ok(1, null);
            }
            read(1);
            recorder.ok(1, value);
        }
        assertEquals(Verdict.VIOLATED, check(Model.REGISTER).verdict());
    }

    @Test
    void aFailedWriteHasNoEffect() {
        write(0, 1);
        recorder.fail(0);
        read(1);
        recorder.ok(1, 1L);
        assertEquals(Verdict.VIOLATED, check(Model.REGISTER).verdict());
    }

    @Test
    void aCompareAndSetThatFoundAnotherValueIsHeldToIt() {
        write(0, 1);
        recorder.ok(0, null);
        recorder.call(1, Kind.CAS, null, List.of(1L, 2L));
        recorder.mismatch(1);
        assertEquals(
                "It was refused, so the register did not hold 1; but in every order of the others, the register holds 1 "
                        + "while it runs.",
                violation(Model.CAS_REGISTER).reason());
    }

    @Test
    void keysAreCheckedApart() {
        for (String key : List.of("a", "b")) {
            recorder.call(0, Kind.WRITE, key, "x");
            recorder.ok(0, null);
            recorder.call(0, Kind.READ, key, null);
            recorder.ok(0, key.equals("a") ? "x" : null);
        }
        Report report = check(Model.KEY_VALUE);
        assertEquals(2, report.objects());
        assertEquals(1, report.violations().size());
        assertEquals("\"b\"", report.violations().get(0).shownKey());
    }

    @Test
    void aLostAppendIsNamed() {
        recorder.call(0, Kind.APPEND, "k", "x");
        recorder.ok(0, null);
        recorder.call(0, Kind.APPEND, "k", "y");
        recorder.ok(0, null);
        recorder.call(1, Kind.READ, "k", null);
        recorder.ok(1, "y");
        String reason = violation(Model.KEY_VALUE).reason();
        assertTrue(
                reason.endsWith("What process 0's append \"k\" \"x\" (lines 2-3) added is missing, which was answered "
                        + "before this one was called."),
                reason);
    }

    /** The put can explain one of the reads, and nothing the other; what the append made before it must be forgotten. */
    @Test
    void whatIsOverwrittenLeavesNothingBehind() {
        recorder.call(0, Kind.WRITE, "k", "b");
        recorder.ok(0, null);
        recorder.call(1, Kind.APPEND, "k", "ab");
        recorder.call(2, Kind.WRITE, "k", "ab");
        recorder.call(3, Kind.READ, "k", null);
        recorder.ok(1, null);
        recorder.ok(3, "ab");
        recorder.call(0, Kind.APPEND, "k", "b");
        recorder.ok(0, null);
        recorder.call(3, Kind.READ, "k", null);
        recorder.ok(3, "ab");
        recorder.ok(2, null);
        assertFalse(BruteForce.isLinearizable(recorder.history(Model.KEY_VALUE).operations(), null));
        assertEquals(Verdict.VIOLATED, check(Model.KEY_VALUE).verdict());
    }

    @Test
    void absentAndEmptyAreNotTheSameInAStoresOwnHistory() {
        recorder.call(0, Kind.READ, "k", null);
        recorder.ok(0, "");
        assertEquals(Verdict.VIOLATED, check(Model.KEY_VALUE).verdict());
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void whatASingleObjectDidIsLinearizableHoweverLong(Model model) {
        for (int seed = 0; seed < 20; seed++) {
            History history = RandomHistory.record(model, 5, 500, 5, 0.03, new Random(seed))
                    .history(model);
            assertTrue(history.unknown() > 0);
            int number = seed;
            Report report = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> check(history, model));
            assertEquals(Verdict.LINEARIZABLE, report.verdict(), () -> "seed " + number);
        }
    }

    /** By plain search, without waiting with writes for what depends on them, these were out of reach. */
    @Test
    void twelveClientsOnOneRegisterAreDecided() {
        for (int seed = 0; seed < 3; seed++) {
            HistoryRecorder random = RandomHistory.record(Model.REGISTER, 12, 4000, 50, 0, new Random(seed));
            if (seed == 1) {
                random.call(-1, Kind.READ, null, null);
                random.ok(-1, null);
            }
            History history = random.history(Model.REGISTER);
            Report report = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> check(history, Model.REGISTER));
            assertEquals(seed == 1 ? Verdict.VIOLATED : Verdict.LINEARIZABLE, report.verdict());
        }
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void aStaleReadInALongHistoryIsFound(Model model) {
        for (int seed = 0; seed < 20; seed++) {
            HistoryRecorder random = RandomHistory.record(model, 5, 300, 5, 0.03, new Random(seed));
            String key = model.isStore() ? "k" : null;
            Object fresh = model.isStore() ? "fresh" : (Object) 99L;
            random.call(-1, Kind.WRITE, key, fresh);
            random.ok(-1, null);
            random.call(-1, Kind.READ, key, null);
            random.ok(-1, "never written");
            History history = random.history(model);
            Report report = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> check(history, model));
            assertEquals(Verdict.VIOLATED, report.verdict());
            assertEquals("-1", report.violations().get(0).misplaced().process());
        }
    }

    @Property(tries = 6000, shrinking = ShrinkingMode.OFF)
    void verdictsAreThoseOfTryingEveryOrder(@ForAll Model model, @ForAll long seed) {
        Random random = new Random(seed);
        History history = RandomHistory.record(
                        model,
                        2 + random.nextInt(4),
                        3 + random.nextInt(6),
                        2 + random.nextInt(2),
                        0.2 * random.nextDouble(),
                        random)
                .history(model);
        List<Operation> operations = history.operations();
        if (operations.isEmpty()) {
            return;
        }
        assertTrue(BruteForce.isLinearizable(operations, null));
        agree(model, operations, history);
        List<Operation> mutated = operations;
        for (int i = 0; i < 3; i++) {
            mutated = RandomHistory.mutated(mutated, random);
            agree(model, mutated, history);
        }
    }

    private static void agree(Model model, List<Operation> operations, History source) {
        History history = new History(operations, source.failed(), 0, null);
        Report report = check(history, model);
        assertEquals(
                BruteForce.isLinearizable(operations, null) ? Verdict.LINEARIZABLE : Verdict.VIOLATED,
                report.verdict(),
                operations::toString);
        for (Violation violation : report.violations()) {
            Operation misplaced = violation.misplaced();
            assertTrue(BruteForce.isOrder(violation.prefix(), null), () -> violation + " of " + operations);
            assertTrue(
                    operations.stream()
                            .filter(operation -> operation.answer() < misplaced.answer())
                            .allMatch(violation.prefix()::contains),
                    () -> violation + " of " + operations);
            assertFalse(BruteForce.isLinearizable(upTo(operations, misplaced.answer()), null), violation::reason);
            assertFalse(violation.reason().isBlank());
        }
    }

    /** What is known at an answer, and what the operations that run on are known to do. */
    private static List<Operation> upTo(List<Operation> operations, int answer) {
        return operations.stream()
                .filter(operation -> operation.call() <= answer)
                .filter(operation -> operation.answer() <= answer || operation.outcome() != Operation.Outcome.MISMATCH)
                .map(operation -> operation.answer() <= answer ? operation : operation.unanswered())
                .toList();
    }

    @Test
    void aSearchThatGetsTooLargeSaysSo() {
        // Sixty operations that overlap, and then reads that no order of them explains.
        for (int i = 0; i < 30; i++) {
            recorder.call(i, Kind.CAS, null, List.of((long) i, (long) (i + 1) % 30));
            recorder.call(100 + i, Kind.WRITE, null, (long) i);
        }
        for (int i = 0; i < 30; i++) {
            recorder.ok(i, null);
            recorder.ok(100 + i, null);
        }
        for (long value : new long[] {3, 4, 3, 5, 3}) {
            read(99);
            recorder.ok(99, value);
        }
        History history = recorder.history(Model.CAS_REGISTER);
        Report report = Linearizability.check(
                history, Model.CAS_REGISTER, null, new Limits(Duration.ofMinutes(1), 1 << 20), ignored -> {});
        assertEquals(Verdict.INCOMPLETE, report.verdict());
        assertEquals("no verdict within 1 MB of memory", report.incomplete().orElseThrow());
    }

    @Test
    void textsThatReadTheSameAreTheSameHoweverTheyWereMade() {
        Text whole = Text.of("abc");
        Text parts = Text.of("a").plus("b").plus("").plus("c");
        assertEquals(whole, parts);
        assertEquals(whole.hashCode(), parts.hashCode());
        assertEquals("abc", parts.toString());
        assertTrue(parts.isStartOf("abcd"));
        assertFalse(parts.isStartOf("abd"));
        assertFalse(parts.isStartOf("ab"));
        assertFalse(parts.is("abcd"));
        assertEquals(1, Arrays.asList(whole, parts).stream().distinct().count());
    }
}
