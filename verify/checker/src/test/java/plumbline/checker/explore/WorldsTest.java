package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import plumbline.checker.world.Bounds;

class WorldsTest {
    private static final Options SEARCH = Options.of(Bounds.of(3, 1, 1, 0));

    /** As many as a shard holds. */
    private static final int MOST = (1 << 26) - 2;

    @Test
    void numbersOfWorldsGoBeyondThoseOfInts() {
        for (int shard : new int[] {0, 1, 127, 128, 255}) {
            for (int inShard : new int[] {0, 1, 1 << 23, (1 << 25) + 3, MOST}) {
                long number = Worlds.number(shard, inShard);
                assertTrue(number >= 0 && number < 1L << 34, number + "");
                assertEquals(shard, Worlds.shardOf(number));
                assertEquals(inShard, Worlds.inShard(number));
            }
        }
    }

    @Test
    void aLevelOfBillionsOfWorldsIsShownWorldByWorld() {
        int[] from = new int[Worlds.SHARDS];
        int[] to = new int[Worlds.SHARDS];
        Arrays.setAll(from, shard -> shard);
        Arrays.fill(to, MOST);
        Worlds.Level level = new Worlds.Level(from, to);
        long all = (long) MOST * Worlds.SHARDS - 255L * 256 / 2;
        assertEquals(all, level.size());
        assertTrue(all > 1L << 33);
        assertEquals(List.of(Worlds.number(0, 0), Worlds.number(0, 1)), shown(level, 0, 2));
        // The last of shard 199 and the first of shard 200, beyond 2^33.
        long first = 200L * MOST - 199L * 200 / 2;
        assertTrue(first > 1L << 33);
        assertEquals(
                List.of(Worlds.number(199, MOST - 1), Worlds.number(200, 200)), shown(level, first - 1, first + 1));
        assertEquals(List.of(Worlds.number(255, MOST - 1)), shown(level, all - 1, all));
    }

    private static List<Long> shown(Worlds.Level level, long start, long end) {
        List<Long> shown = new ArrayList<>();
        assertTrue(level.each(start, end, shown::add));
        return shown;
    }

    @Test
    void whatWorldsAreSaidToTakeIsWhatTheyTake() {
        Execution execution = Execution.with(1);
        try (Crew crew = new Crew(1)) {
            Search search = new Search(new Model(SEARCH, LocalGraph::new), execution, crew, Progress.NONE, 0);
            search.run();
            long said = search.worlds().bytes();
            long with = liveBytes();
            // The worlds are let go, and the rest of the search is not.
            Arrays.fill(search.worlds().shards, null);
            double measured = with - liveBytes();
            assertEquals(1.0, said / measured, 0.1, said + " said, " + measured + " measured");
        }
    }

    private static long liveBytes() {
        long least = Long.MAX_VALUE;
        for (int look = 0; look < 3; look++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
