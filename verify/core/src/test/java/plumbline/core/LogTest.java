package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log, beside a plain list that says what it should be. */
final class LogTest {
    /**
     * Lengths around which the log changes shape: leaves of 32 entries, nodes of 32, 1,024 and 32,768 leaves, each with up to
     * one more leaf aside.
     */
    private static final int[] EDGES = {
        0, 1, 31, 32, 33, 63, 64, 65, 1023, 1024, 1025, 1055, 1056, 1057, 32767, 32768, 32769, 32799, 32800, 32801
    };

    /** A log and the list that it should be equal to, changed together. */
    private static final class Pair {
        private Log log = Log.EMPTY;
        private List<Entry> model = new ArrayList<>();

        void append(Entry entry) {
            log = log.append(entry);
            model.add(entry);
        }

        void append(List<Entry> entries) {
            log = log.append(entries);
            model.addAll(entries);
        }

        void prefix(int count) {
            log = log.prefix(count);
            model = new ArrayList<>(model.subList(0, count));
        }

        Pair copy() {
            Pair copy = new Pair();
            copy.log = log;
            copy.model = new ArrayList<>(model);
            return copy;
        }

        long lastTerm() {
            return model.isEmpty() ? 0 : model.get(model.size() - 1).term();
        }

        /** Up to {@code count} entries behind the last one, whose terms go on from its term. */
        List<Entry> next(Random random, int count) {
            List<Entry> entries = new ArrayList<>();
            long term = Math.max(1, lastTerm());
            for (int i = 0; i < count; i++) {
                term += random.nextInt(4) == 0 ? 1 : 0;
                entries.add(new Entry(term, Command.of("c" + random.nextInt(3))));
            }
            return entries;
        }

        void assertEqual() {
            assertEquals(model.size(), log.lastIndex());
            assertEquals(lastTerm(), log.lastTerm());
            assertEquals(0, log.termAt(0));
            for (int i = 0; i < model.size(); i++) {
                assertSame(model.get(i), log.get(i + 1));
                assertEquals(model.get(i).term(), log.termAt(i + 1));
            }
            assertEquals(model, log.entries());
            assertEquals(model.hashCode(), log.hashCode());
        }
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void behavesLikeAListThroughAnyChanges(@ForAll("lengths") int length, @ForAll long seed) {
        Random random = new Random(seed);
        Pair pair = new Pair();
        pair.append(pair.next(random, length));
        for (int i = 0; i < 12; i++) {
            changeSomehow(pair, random);
            assertEquals(pair.model.size(), pair.log.lastIndex());
            assertEquals(pair.model.hashCode(), pair.log.hashCode());
        }
        pair.assertEqual();
        assertRangesEqual(pair, random);
        assertLastIndexUpToTermEqual(pair);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void logsMadeFromTheSameLogNeverSeeEachOther(@ForAll("lengths") int length, @ForAll long seed) {
        Random random = new Random(seed);
        Pair origin = new Pair();
        origin.append(origin.next(random, length));
        Pair one = origin.copy();
        Pair other = origin.copy();
        for (int i = 0; i < 4; i++) {
            changeSomehow(one, random);
            changeSomehow(other, random);
        }
        origin.assertEqual();
        one.assertEqual();
        other.assertEqual();
    }

    private static void changeSomehow(Pair pair, Random random) {
        int length = pair.model.size();
        switch (random.nextInt(6)) {
            case 0 -> pair.append(pair.next(random, 1).get(0));
            case 1 -> pair.append(pair.next(random, random.nextInt(5)));
            case 2 -> pair.append(pair.next(random, random.nextInt(100)));
            case 3 -> pair.prefix(length - Math.min(length, random.nextInt(4)));
            case 4 -> pair.prefix(length - Math.min(length, random.nextInt(80)));
            default -> pair.prefix(edgeAtMost(length, random));
        }
    }

    private static int edgeAtMost(int length, Random random) {
        int edge = EDGES[random.nextInt(EDGES.length)];
        return edge <= length ? edge : length;
    }

    private static void assertRangesEqual(Pair pair, Random random) {
        int length = pair.model.size();
        for (int i = 0; i < 10; i++) {
            int from = random.nextInt(length + 1);
            int to = from + random.nextInt(Math.min(100, length - from + 1));
            assertEquals(pair.model.subList(from, to), pair.log.entries(from + 1L, to));
        }
    }

    private static void assertLastIndexUpToTermEqual(Pair pair) {
        int index = 0;
        for (long term = 0; term <= Math.min(pair.lastTerm() + 1, 50); term++) {
            while (index < pair.model.size() && pair.model.get(index).term() <= term) {
                index++;
            }
            assertEquals(index, pair.log.lastIndexUpToTerm(term));
        }
        assertEquals(pair.model.size(), pair.log.lastIndexUpToTerm(Long.MAX_VALUE));
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void equalEntriesMakeEqualLogsHoweverTheyCameThere(@ForAll("lengths") int length, @ForAll long seed) {
        Random random = new Random(seed);
        Pair pair = new Pair();
        pair.append(pair.next(random, length));
        Log atOnce = pair.log;

        Log oneByOne = Log.EMPTY;
        for (Entry entry : pair.model) {
            oneByOne = oneByOne.append(entry);
        }
        assertEqualLogs(atOnce, oneByOne);

        Log withDetours = Log.EMPTY;
        while (withDetours.lastIndex() < length) {
            int from = (int) withDetours.lastIndex();
            int to = Math.min(length, from + 1 + random.nextInt(2000));
            withDetours = withDetours
                    .append(pair.next(random, random.nextInt(1100)))
                    .prefix(from)
                    .append(pair.model.subList(from, to));
        }
        assertEqualLogs(atOnce, withDetours);
    }

    private static void assertEqualLogs(Log one, Log other) {
        assertEquals(one, other);
        assertEquals(other, one);
        assertEquals(one.hashCode(), other.hashCode());
    }

    /** "Aa" and "BB" have the same hash, so only a look at the entries tells such logs apart. */
    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void logsThatDifferInOneEntryAreUnequal(@ForAll("lengths") int length, @ForAll long seed) {
        int different = new Random(seed).nextInt(length + 1);
        List<Entry> ones = new ArrayList<>(Collections.nCopies(length + 1, new Entry(1, Command.of("Aa"))));
        Log one = Log.EMPTY.append(ones);
        ones.set(different, new Entry(1, Command.of("BB")));
        Log other = Log.EMPTY.append(ones);

        assertEquals(one.hashCode(), other.hashCode());
        assertNotEquals(one, other);
        assertNotEquals(other, one);
        assertNotEquals(one, one.prefix(length));
        assertNotEquals(one.prefix(length), one);
    }

    /** An entry can leave the hash as it was, so that a log and its own beginning have the same hash. */
    @ParameterizedTest(name = "{0} entries")
    @ValueSource(ints = {0, 1, 31, 32, 33, 1056})
    void aLogIsUnequalToItsOwnBeginningThoughTheHashesAgree(int length) {
        Log beginning = Scene.extended(Log.EMPTY, length, 1);
        Log longer = beginning.append(neutralTo(beginning.hashCode()));
        assumeTrue(longer.hashCode() == beginning.hashCode(), "entries are hashed in another way here");

        assertNotEquals(beginning, longer);
        assertNotEquals(longer, beginning);
    }

    /** An entry e such that 31 * hash + e.hashCode() is hash again, provided that e.hashCode() is 31 * term + 1. */
    private static Entry neutralTo(int hash) {
        int inverseOf31 =
                BigInteger.valueOf(31).modInverse(BigInteger.ONE.shiftLeft(32)).intValue();
        long term = Integer.toUnsignedLong((-30 * hash - 1) * inverseOf31);
        return new Entry(term, Command.of(""));
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 200),
                Arbitraries.integers().between(0, 2200),
                Arbitraries.of(0, 1, 31, 32, 33, 1023, 1024, 1025, 1055, 1056, 1057),
                Arbitraries.of(32767, 32768, 32769, 32799, 32800, 32801));
    }

    @Test
    void logsOfTheSameLengthWithOtherTermsAreUnequal() {
        assertNotEquals(Scene.log(1, 1, 2), Scene.log(1, 2, 2));
        assertFalse(Scene.log(1).equals(null));
        assertNotEquals(Scene.log(1), new Object());
    }

    @ParameterizedTest(name = "{0} entries")
    @ValueSource(ints = {1024 + 32, 32 * 1024 + 32, 1024 * 1024 + 32})
    void growsAndShrinksAcrossALevelOfItsTree(int edge) {
        Entry filler = new Entry(1, Command.of("filler"));
        Log log = Log.EMPTY.append(Collections.nCopies(edge - 40, filler));
        Log beforeTheEdge = log;
        for (int i = 0; i < 80; i++) {
            log = log.append(new Entry(2, Command.of("c" + i)));
        }

        assertEquals(edge + 40, log.lastIndex());
        for (int i = 0; i < 80; i++) {
            assertEquals(new Entry(2, Command.of("c" + i)), log.get(edge - 40L + i + 1));
        }
        assertEquals(edge - 40, log.lastIndexUpToTerm(1));
        assertEquals(filler, log.get(1));
        assertEquals(filler, log.get(edge - 40));
        assertEqualLogs(beforeTheEdge, log.prefix(edge - 40));
        Log again = log.prefix(edge - 40).append(log.entries(edge - 39, edge + 40));
        assertEqualLogs(log, again);
        assertEquals(Scene.log(1).lastIndex(), log.prefix(1).lastIndex());
        assertEqualLogs(Log.of(filler), log.prefix(1));
    }

    /** So it holds on to nothing that was cut off, and what it costs does not depend on its past. */
    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void hasTheShapeOfAFreshLogAfterItWasCut(@ForAll("lengths") int length, @ForAll long seed)
            throws ReflectiveOperationException {
        Random random = new Random(seed);
        Log cut = Scene.extended(Log.EMPTY, length + random.nextInt(3000), 1).prefix(length);

        assertEquals(shape(Scene.extended(Log.EMPTY, length, 1)), shape(cut));
        assertEquals(
                shape(Scene.extended(Log.EMPTY, length + 1, 1)),
                shape(cut.append(Scene.entries(1, 1).get(0))));
    }

    private static Object shape(Log log) throws ReflectiveOperationException {
        return shape(field(LeafTree.class, "root", field(Log.class, "full", log)));
    }

    private static Object shape(Object node) {
        return node instanceof Object[] nodes
                ? Arrays.stream(nodes).map(LogTest::shape).toList()
                : "leaf";
    }

    private static Object field(Class<?> holder, String name, Object object) throws ReflectiveOperationException {
        Field field = holder.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(object);
    }

    @Test
    void isTheSameObjectWhenNothingChanges() {
        Log log = Scene.log(1, 1, 2);

        assertSame(log, log.append(List.of()));
        assertSame(log, log.prefix(3));
        assertSame(Log.EMPTY, Log.of());
        assertSame(Log.EMPTY, log.prefix(0));
    }

    @Test
    void isNotChangedByAChangeToTheListThatItWasMadeFrom() {
        List<Entry> entries = new ArrayList<>(Scene.entries(1, 1, 2));
        Log log = Log.EMPTY.append(entries);

        entries.set(0, new Entry(9, Command.of("x")));

        assertEquals(Scene.log(1, 2), log);
    }

    @ParameterizedTest(name = "a log of {0}")
    @ValueSource(ints = {0, 1, 32, 33, 2000})
    void anIndexWithoutAnEntryIsAnError(int length) {
        Log log = Scene.extended(Log.EMPTY, length, 1);

        assertIndexError("index", () -> log.get(0));
        assertIndexError("index", () -> log.get(-1));
        assertIndexError("index", () -> log.get(length + 1L));
        assertIndexError("index", () -> log.get(1L + (1L << 32)));
        assertIndexError("index", () -> log.get(Long.MIN_VALUE));
        assertIndexError("index", () -> log.termAt(-1));
        assertIndexError("index", () -> log.termAt(length + 1L));
        assertIndexError("count", () -> log.prefix(-1));
        assertIndexError("count", () -> log.prefix(length + 1L));
        assertIndexError("count", () -> log.prefix(1L << 32));
        assertIndexError("index", () -> log.entries(0, length));
        assertIndexError("index", () -> log.entries(1, length + 1L));
        assertIndexError("index", () -> log.entries(-5, Long.MAX_VALUE));
        assertIndexError("index", () -> log.entries(1, Long.MAX_VALUE));
    }

    private static void assertIndexError(String subject, Runnable read) {
        String reason = assertThrows(IndexOutOfBoundsException.class, read::run).getMessage();
        assertTrue(reason.startsWith(subject + " is "), reason);
    }

    @Test
    void anEmptyRangeHasNoEntries() {
        assertEquals(List.of(), Scene.log(1, 1).entries(3, 2));
        assertEquals(List.of(), Scene.log(1, 1).entries(1, 0));
        assertEquals(List.of(), Log.EMPTY.entries());
    }

    @Test
    void printsTermsAndCommands() {
        assertEquals("[]", Log.EMPTY.toString());
        assertEquals(
                "[1:x, 2:y]",
                Log.of(new Entry(1, Command.of("x")), new Entry(2, Command.of("y")))
                        .toString());
    }
}
