package plumbline.checker.explore;

import java.util.Arrays;

/** The successors of some worlds, in order, and sorted by the shard that they belong to. */
final class Harvest {
    private final Model model;
    private final int width;
    private int[] worlds;
    private long[] hashes = new long[1 << 8];
    private byte[] shardOf = new byte[1 << 8];
    /** Successors sorted by shard, and by shard the first place among them. */
    private int[] sorted = new int[1 << 8];

    private final int[] firsts = new int[Worlds.SHARDS + 1];
    /** Where each successor is in its shard, once it was brought in. */
    private int[] numbers = new int[1 << 8];

    private int count;
    /** By world that was expanded: how many successors there were by then. */
    private int[] ends = new int[1 << 8];

    private int expanded;

    Harvest(Model model) {
        this.model = model;
        this.width = model.width;
        this.worlds = new int[width << 8];
    }

    void clear() {
        count = 0;
        expanded = 0;
    }

    /** All successors of one more world were taken in. */
    void endWorld() {
        if (expanded == ends.length) {
            ends = Arrays.copyOf(ends, 2 * expanded);
        }
        ends[expanded++] = count;
    }

    /** The place after the last successor of a world, the first one expanded being 0. */
    int end(int world) {
        return ends[world];
    }

    /** The context of the successor at {@code place}. */
    int context(int place) {
        return worlds[(place + 1) * width - 1];
    }

    /** The shard of the successor at {@code place}. */
    int shard(int place) {
        return shardOf[place] & 0xFF;
    }

    /** Where the successor at {@code place} is in its shard, when it was brought in. */
    int number(int place) {
        return numbers[place];
    }

    /** The highest {@link #number} of all. */
    int highestNumber() {
        int highest = 0;
        for (int place = 0; place < count; place++) {
            highest = Math.max(highest, numbers[place]);
        }
        return highest;
    }

    int count() {
        return count;
    }

    /** Takes a successor in. */
    void add(int[] world) {
        if (count == hashes.length) {
            int more = 2 * count;
            worlds = Arrays.copyOf(worlds, more * width);
            hashes = Arrays.copyOf(hashes, more);
            shardOf = Arrays.copyOf(shardOf, more);
            sorted = new int[more];
            numbers = new int[more];
        }
        System.arraycopy(world, 0, worlds, count * width, width);
        hashes[count] = model.hash(world, 0);
        shardOf[count] = (byte) Worlds.shard(model.orbitHash(world, 0));
        count++;
    }

    /** Sorts what was taken in; the order within a shard stays. */
    void sort() {
        Arrays.fill(firsts, 0);
        for (int i = 0; i < count; i++) {
            firsts[(shardOf[i] & 0xFF) + 1]++;
        }
        for (int shard = 0; shard < Worlds.SHARDS; shard++) {
            firsts[shard + 1] += firsts[shard];
        }
        int[] next = Arrays.copyOf(firsts, Worlds.SHARDS);
        for (int i = 0; i < count; i++) {
            sorted[next[shardOf[i] & 0xFF]++] = i;
        }
    }

    /** Is told of each world that is new in its shard. */
    @FunctionalInterface
    interface Newcomer {
        /**
         * A new world.
         *
         * @return whether to go on
         */
        boolean found(int shard, int number);
    }

    /** Puts the successors that belong to one shard there. */
    void bring(int shard, Shard into, Newcomer newcomer) {
        for (int place = firsts[shard]; place < firsts[shard + 1]; place++) {
            if (!bring(sorted[place], shard, into, newcomer)) {
                return;
            }
        }
    }

    /** Puts all successors into their shards, in order. */
    void bringAll(Shard[] into, Newcomer newcomer) {
        for (int i = 0; i < count; i++) {
            int shard = shardOf[i] & 0xFF;
            if (!bring(i, shard, into[shard], newcomer)) {
                return;
            }
        }
    }

    private boolean bring(int i, int shard, Shard into, Newcomer newcomer) {
        int number = into.add(worlds, i * width, hashes[i]);
        numbers[i] = number >= 0 ? number : -1 - number;
        return number >= 0 || newcomer.found(shard, numbers[i]);
    }
}
