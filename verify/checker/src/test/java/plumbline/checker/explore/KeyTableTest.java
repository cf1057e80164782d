package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyTableTest {
    @Property(tries = 100)
    void numbersKeysInTheOrderInWhichTheyAreFirstAdded(
            @ForAll @IntRange(min = 1, max = 5) int width,
            @ForAll @IntRange(min = 1, max = 100) int values,
            @ForAll @IntRange(max = 6000) int keys,
            @ForAll long seed) {
        Random random = new Random(seed);
        KeyTable table = new KeyTable(width);
        Map<List<Long>, Long> model = new HashMap<>();
        List<long[]> inOrder = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            long[] key = random.longs(width, 0, values).toArray();
            List<Long> boxed = boxed(key);
            Long known = model.get(boxed);
            assertEquals(known == null ? -1 : known, table.find(key));
            assertEquals(known == null ? -1 - model.size() : known, table.add(key));
            if (known == null) {
                model.put(boxed, (long) model.size());
                inOrder.add(key);
            }
        }
        assertEquals(model.size(), table.size());
        long[] read = new long[width];
        for (int number = 0; number < inOrder.size(); number++) {
            table.read(number, read);
            assertArrayEquals(inOrder.get(number), read);
            assertEquals(number, table.find(read));
        }
    }

    @Test
    void findsAllAgainAfterGrowingThroughManyChunks() {
        KeyTable table = new KeyTable(2);
        int keys = 100_000;
        for (long i = 0; i < keys; i++) {
            assertEquals(-1 - i, table.add(new long[] {i << 40, -i}));
        }
        for (long i = 0; i < keys; i++) {
            assertEquals(i, table.add(new long[] {i << 40, -i}));
            assertEquals(-1, table.find(new long[] {i << 40, i + 1}));
        }
        assertEquals(keys, table.size());
    }

    @Test
    void tellsKeysApartWhoseHashesAreEqual() {
        KeyTable table = new KeyTable(2);
        for (long first = 0; first < 100; first++) {
            // The hash mixes the first word and adds the second, so these keys all have the same.
            long[] key = {first, -KeyTable.mix(first)};
            assertEquals(-1, table.find(key));
            assertEquals(-1 - first, table.add(key));
            assertEquals(first, table.add(key));
        }
    }

    @Test
    void keepsItsOwnCopyOfAKey() {
        KeyTable table = new KeyTable(1);
        long[] key = {7};
        table.add(key);
        key[0] = 8;
        assertEquals(-1, table.find(key));
        assertEquals(0, table.find(new long[] {7}));
    }

    private static List<Long> boxed(long[] key) {
        List<Long> boxed = new ArrayList<>();
        for (long word : key) {
            boxed.add(word);
        }
        return boxed;
    }
}
