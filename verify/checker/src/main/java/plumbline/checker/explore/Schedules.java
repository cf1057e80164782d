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
    private final Model model;
    private final Worlds worlds;
    private final Successors successors;

    /** Ways through the graph of {@code worlds}. */
    Schedules(Model model, Worlds worlds) {
        this.model = model;
        this.worlds = worlds;
        this.successors = new Successors(model);
    }

    /** The worlds from the initial one to world {@code target}. */
    List<int[]> to(long target) {
        List<int[]> way = new ArrayList<>();
        way.add(read(target));
        for (int level = worlds.levelOf(target); level > 0; level--) {
            way.add(predecessor(worlds.level(level - 1), way.get(way.size() - 1)));
        }
        Collections.reverse(way);
        return way;
    }

    private int[] predecessor(Worlds.Level level, int[] goal) {
        List<int[]> found = new ArrayList<>();
        level.each(0, level.size(), number -> {
            int[] world = read(number);
            boolean passed = successors.expand(world, successor -> !Arrays.equals(successor, goal));
            if (!passed) {
                found.add(world);
            }
            return passed;
        });
        if (found.isEmpty()) {
            throw new IllegalStateException("a world without a predecessor");
        }
        return found.get(0);
    }

    private int[] read(long number) {
        int[] world = new int[model.width];
        worlds.read(number, world);
        return world;
    }
}
