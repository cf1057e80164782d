package plumbline.checker.explore;

import java.util.Arrays;
import plumbline.checker.explore.Contexts.Budget;

/** Writes down where the steps of worlds lead, as {@link Edges} keep it. For one thread. */
final class EdgeWriter implements Worlds.Visitor {
    private final Model model;
    private final Worlds worlds;
    private final boolean restarts;
    private final int[] world;
    private byte[] bytes = new byte[1 << 12];
    private int length;
    private int width;
    private Harvest harvest;
    private int next;
    private int ended;

    EdgeWriter(Model model, Worlds worlds) {
        this.model = model;
        this.worlds = worlds;
        restarts = !model.normalizer.leavesOutIdleRestarts();
        world = new int[model.width];
        harvest = new Harvest(model);
    }

    /** The steps of the worlds at these positions, of which {@code from} holds the successors, all brought in. */
    Edges.Part write(Worlds.Level level, long start, long end, Harvest from) {
        harvest = from;
        next = 0;
        ended = 0;
        length = 0;
        width = Math.max(1, (39 - Integer.numberOfLeadingZeros(from.highestNumber())) / 8);
        level.each(start, end, this);
        return new Edges.Part(level, start, end, width, Arrays.copyOf(bytes, length));
    }

    @Override
    public boolean visit(long number) {
        int first = next;
        next = harvest.end(ended++);
        worlds.read(number, world);
        int context = world[model.servers];
        int inSight = model.goals.inSight(world);
        int reached = model.goals.reachedIn(world);
        int steps = 0;
        for (int successor = first; successor < next; successor++) {
            int after = harvest.context(successor);
            if (restarts || !restarted(context, after)) {
                reached |= model.goals.reachedBy(context, after);
                steps++;
            }
        }
        if ((inSight & ~reached) == 0) {
            steps = 0;
        }
        header(steps << 2 | reached);
        for (int successor = first; successor < next && steps > 0; successor++) {
            if (restarts || !restarted(context, harvest.context(successor))) {
                step(harvest.shard(successor), harvest.number(successor));
            }
        }
        return true;
    }

    private boolean restarted(int before, int after) {
        return before != after
                && model.contexts.used(after, Budget.RESTARTS) > model.contexts.used(before, Budget.RESTARTS);
    }

    private void header(int number) {
        need(5);
        int left = number;
        while (left > 0x7F) {
            bytes[length++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[length++] = (byte) left;
    }

    private void step(int shard, int number) {
        need(width + 1);
        bytes[length++] = (byte) shard;
        for (int shift = 0; shift < 8 * width; shift += 8) {
            bytes[length++] = (byte) (number >>> shift);
        }
    }

    private void need(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
    }
}
