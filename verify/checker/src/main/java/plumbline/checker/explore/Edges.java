package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps between worlds, noted during the search for {@link Reachability}: where they lead, not what they are. A step
 * takes three to six bytes; steps of worlds that have reached all goals, or have none in sight, are left out. Where they
 * take more than an eighth of the heap, or memory runs short, all are given up: what they tell can be found out again.
 */
final class Edges {
    private final long mostBytes;
    private final List<Part> parts = new ArrayList<>();
    private long bytes;
    private boolean open;

    /**
     * @param open whether steps are noted at all
     * @param mostBytes how much room they may take
     */
    Edges(boolean open, long mostBytes) {
        this.open = open;
        this.mostBytes = mostBytes;
    }

    /** Steps that fit into an eighth of the heap. */
    static Edges ofHeap() {
        return new Edges(true, Runtime.getRuntime().maxMemory() / 8);
    }

    /** Whether all steps so far are noted. */
    boolean open() {
        return open;
    }

    /** Adds the steps of the worlds that were expanded next. */
    void add(Part[] more) {
        for (Part part : more) {
            parts.add(part);
            bytes += part.bytes.length;
        }
        if (bytes > mostBytes) {
            giveUp();
        }
    }

    /** Forgets all steps. */
    void giveUp() {
        open = false;
        parts.clear();
        bytes = 0;
    }

    /** How many parts there are. */
    int size() {
        return parts.size();
    }

    /** A part, from 0, of those worlds that were expanded after those of all parts before. */
    Part part(int number) {
        return parts.get(number);
    }

    /** The steps of some worlds next to each other in a level. */
    static final class Part {
        private final Worlds.Level level;
        private final long from;
        private final long to;
        /** How many bytes a number within its shard takes. */
        private final int width;
        /**
         * For each world: the number of its steps times four plus the goals that it has reached by itself, seven bits a
         * byte, the lowest first and the last one with the eighth bit clear; then for each step the shard that it leads to
         * and the number there.
         */
        private final byte[] bytes;

        Part(Worlds.Level level, long from, long to, int width, byte[] bytes) {
            this.level = level;
            this.from = from;
            this.to = to;
            this.width = width;
            this.bytes = bytes;
        }

        /**
         * Adds to what the worlds reach what is reached from where their steps lead.
         *
         * @return whether anything was added
         */
        boolean handOn(Reached reached, int wanted) {
            Reader reader = new Reader(reached, wanted);
            level.each(from, to, reader);
            return reader.added;
        }

        private final class Reader implements Worlds.Visitor {
            private final Reached reached;
            private final int wanted;
            private int at;
            private boolean added;

            Reader(Reached reached, int wanted) {
                this.reached = reached;
                this.wanted = wanted;
            }

            @Override
            public boolean visit(long number) {
                int header = header();
                int end = at + (header >>> 2) * (width + 1);
                int known = reached.at(number);
                int found = known | (header & 3);
                for (; at < end && found != wanted; at += width + 1) {
                    found |= reached.at(target());
                }
                at = end;
                if (found != known) {
                    reached.add(number, found);
                    added = true;
                }
                return true;
            }

            private int header() {
                int header = 0;
                int shift = 0;
                while (bytes[at] < 0) {
                    header |= (bytes[at++] & 0x7F) << shift;
                    shift += 7;
                }
                return header | bytes[at++] << shift;
            }

            private long target() {
                int inShard = 0;
                for (int place = at + width; place > at; place--) {
                    inShard = inShard << 8 | (bytes[place] & 0xFF);
                }
                return Worlds.number(bytes[at] & 0xFF, inShard);
            }
        }
    }
}
