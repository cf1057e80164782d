package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Finds the worlds on a shortest way to a world. No world remembers its predecessor: going back, each level is expanded
 * again up to the first world that leads on. That costs at most one more exploration, and only when there is something to
 * tell.
 */
final class Schedules {
    private final Layout layout;
    private final KeyTable worlds;
    private final List<Long> levels;
    private final Successors successors;

    /**
     * Ways through a graph.
     *
     * @param levels for each level the number of its first world
     */
    Schedules(Layout layout, Successors successors, KeyTable worlds, List<Long> levels) {
        this.layout = layout;
        this.successors = successors;
        this.worlds = worlds;
        this.levels = levels;
    }

    /** The packed worlds from the initial one to world {@code target}. */
    List<long[]> to(long target) {
        int level = levels.size() - 1;
        while (levels.get(level) > target) {
            level--;
        }
        List<long[]> way = new ArrayList<>();
        way.add(read(target));
        for (; level > 0; level--) {
            way.add(read(predecessor(levels.get(level - 1), levels.get(level), way.get(way.size() - 1))));
        }
        Collections.reverse(way);
        return way;
    }

    private long predecessor(long from, long to, long[] goal) {
        for (long number = from; number < to; number++) {
            boolean passed =
                    successors.expand(read(number), (successor, server, next) -> !Arrays.equals(successor, goal));
            if (!passed) {
                return number;
            }
        }
        throw new IllegalStateException("a world without a predecessor");
    }

    private long[] read(long number) {
        long[] world = new long[layout.width];
        worlds.read(number, world);
        return world;
    }
}
