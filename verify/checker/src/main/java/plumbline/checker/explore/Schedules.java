package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import plumbline.checker.world.Choice;

/**
 * Finds a shortest schedule to a world. No world remembers its predecessor: going back, each level is expanded again up
 * to the first world that leads on. That costs at most one more exploration, and only when there is something to tell.
 */
final class Schedules {
    private final Tables tables;
    private final Layout layout;
    private final KeyTable worlds;
    private final List<Long> levels;
    private final Successors successors;

    /**
     * Schedules in a graph.
     *
     * @param levels for each level the number of its first world
     */
    Schedules(Tables tables, Layout layout, Judge judge, KeyTable worlds, List<Long> levels) {
        this.tables = tables;
        this.layout = layout;
        this.worlds = worlds;
        this.levels = levels;
        this.successors = new Successors(tables, layout, judge);
    }

    /** The choices from the initial world to world {@code target}. */
    List<Choice> to(long target) {
        int level = levels.size() - 1;
        while (levels.get(level) > target) {
            level--;
        }
        List<Choice> schedule = new ArrayList<>();
        long number = target;
        long[] goal = new long[layout.width];
        for (; level > 0; level--) {
            worlds.read(number, goal);
            number = predecessor(levels.get(level - 1), levels.get(level), goal, schedule);
        }
        Collections.reverse(schedule);
        return schedule;
    }

    private long predecessor(long from, long to, long[] goal, List<Choice> schedule) {
        long[] world = new long[layout.width];
        for (long number = from; number < to; number++) {
            worlds.read(number, world);
            boolean passed = successors.expand(world, (successor, server, next, move) -> {
                if (!Arrays.equals(successor, goal)) {
                    return true;
                }
                schedule.add(Moves.choice(tables, server, layout.state(world, server), move));
                return false;
            });
            if (!passed) {
                return number;
            }
        }
        throw new IllegalStateException("a world without a predecessor");
    }
}
