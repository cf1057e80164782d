package plumbline.checker.explore;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All worlds found, level by level. They are spread over shards by a hash of their servers' states and history that is the
 * same in every run, and for all images of a world; so where each one is, and what number it has, depends on nothing but what was added in which order.
 *
 * <p>A world costs four bytes for each server and for the context, and 5 to 11 bytes for its slot; each combination of
 * states and history 5 to 11 bytes more.
 */
final class Worlds {
    static final int SHARD_BITS = 8;
    static final int SHARDS = 1 << SHARD_BITS;

    final Shard[] shards = new Shard[SHARDS];
    private final Model model;
    /** By level, and for the end of the last one: by shard, how many worlds were there before. */
    private final List<int[]> levels = new ArrayList<>();

    Worlds(Model model) {
        this.model = model;
        for (int shard = 0; shard < SHARDS; shard++) {
            shards[shard] = new Shard(model);
        }
        levels.add(new int[SHARDS]);
    }

    /** The shard of worlds with this {@link Model#orbitHash}. */
    static int shard(long orbitHash) {
        return (int) orbitHash & (SHARDS - 1);
    }

    /** The number of a world: its number in its shard and the shard. */
    static long number(int shard, int inShard) {
        return (long) inShard << SHARD_BITS | shard;
    }

    static int shardOf(long number) {
        return (int) number & (SHARDS - 1);
    }

    static int inShard(long number) {
        return (int) (number >>> SHARD_BITS);
    }

    /** The number of {@code world}, or -1. */
    long find(int[] world) {
        int shard = shard(model.orbitHash(world, 0));
        int found = shards[shard].find(world, 0, model.hash(world, 0));
        return found < 0 ? -1 : number(shard, found);
    }

    void read(long number, int[] world) {
        shards[shardOf(number)].read(inShard(number), world);
    }

    long size() {
        long size = 0;
        for (Shard shard : shards) {
            size += shard.size();
        }
        return size;
    }

    /** What all worlds take in memory, and what is needed to find them and to count their tuples. */
    long bytes() {
        long bytes = 0;
        for (Shard shard : shards) {
            bytes += shard.bytes();
        }
        return bytes;
    }

    long tuples() {
        long tuples = 0;
        for (Shard shard : shards) {
            tuples += shard.tuples();
        }
        return tuples;
    }

    /** Ends the level that worlds were added to. */
    void endLevel() {
        int[] sizes = new int[SHARDS];
        sizes(sizes);
        levels.add(sizes);
    }

    /** How many worlds there were when the last level was ended. */
    long ended() {
        return Arrays.stream(levels.get(levels.size() - 1)).asLongStream().sum();
    }

    /** How many levels were ended. */
    int levels() {
        return levels.size() - 1;
    }

    Level level(int number) {
        return new Level(levels.get(number), levels.get(number + 1));
    }

    /** The level, ended or not yet, of a world. */
    int levelOf(long number) {
        int level = 0;
        while (level + 1 < levels.size() && levels.get(level + 1)[shardOf(number)] <= inShard(number)) {
            level++;
        }
        return level;
    }

    /** Tells how many worlds each shard has. */
    void sizes(int[] sizes) {
        for (int shard = 0; shard < SHARDS; shard++) {
            sizes[shard] = shards[shard].size();
        }
    }

    /** Writes the first worlds of each shard, at least those of levels that were ended. */
    void write(DataOutput out, int[] sizes) throws IOException {
        int[] world = new int[model.width];
        for (int shard = 0; shard < SHARDS; shard++) {
            out.writeInt(sizes[shard]);
            for (int number = 0; number < sizes[shard]; number++) {
                shards[shard].read(number, world);
                for (int part : world) {
                    out.writeInt(part);
                }
            }
        }
        out.writeInt(levels.size());
        for (int[] level : levels) {
            for (int size : level) {
                out.writeInt(size);
            }
        }
    }

    /** Reads what {@link #write} wrote, when there are no worlds yet. */
    void read(DataInput in) throws IOException {
        int[] world = new int[model.width];
        Symmetry symmetry = new Symmetry(model);
        for (Shard shard : shards) {
            int count = in.readInt();
            for (int number = 0; number < count; number++) {
                for (int part = 0; part < world.length; part++) {
                    world[part] = in.readInt();
                }
                if (shard.add(world, 0, model.hash(world, 0)) != -1 - number) {
                    throw new IllegalArgumentException("world " + number + " is there twice");
                }
                shard.addTuple(number, symmetry);
            }
        }
        levels.clear();
        for (int left = in.readInt(); left > 0; left--) {
            int[] level = new int[SHARDS];
            for (int shard = 0; shard < SHARDS; shard++) {
                level[shard] = in.readInt();
            }
            levels.add(level);
        }
    }

    /** Some worlds in their order: shard by shard, and by number within one. Positions count from 0. */
    static final class Level {
        private final int[] from;
        /** By shard: the position of its first world; and the number of worlds. */
        private final long[] positions = new long[SHARDS + 1];

        Level(int[] from, int[] to) {
            this.from = from;
            for (int shard = 0; shard < SHARDS; shard++) {
                positions[shard + 1] = positions[shard] + to[shard] - from[shard];
            }
        }

        long size() {
            return positions[SHARDS];
        }

        /** Shows the numbers of the worlds at some positions, in order, until one is not wanted. */
        boolean each(long start, long end, Visitor visitor) {
            int shard = 0;
            for (long position = start; position < end; position++) {
                while (positions[shard + 1] <= position) {
                    shard++;
                }
                if (!visitor.visit(number(shard, from[shard] + (int) (position - positions[shard])))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Is shown the numbers of worlds, and says whether to go on. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(long number);
    }
}
