package plumbline.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A replicated log: entries numbered from 1 (Figure 2, "log[]"; §5.3).
 *
 * <p>An immutable value that shares its structure with the logs it was made from: appending and truncating cost
 * O(log n), reading one entry too, and the hash is O(1). Equal when the entries are equal. Index 0 stands for "before the
 * first entry" and has term 0. At most {@link Integer#MAX_VALUE} entries.
 *
 * <p>Inside: leaves of 32 entries below a tree of width 32, with the last leaf, which holds 1 to 32 entries, kept aside.
 * Each leaf knows the hash of everything before it. The shape depends on the length alone.
 */
public final class Log {
    /** The log without entries. */
    public static final Log EMPTY = new Log(0, LeafTree.EMPTY, new Leaf(1, new Entry[0]));

    private static final int WIDTH = LeafTree.WIDTH;

    private final int length;
    private final LeafTree full;
    private final Leaf last;
    private final int hash;

    private Log(int length, LeafTree full, Leaf last) {
        this.length = length;
        this.full = full;
        this.last = last;
        this.hash = last.hashAfter();
    }

    /** Up to 32 consecutive entries, and the hash of all entries before them. */
    static final class Leaf {
        private final int hashBefore;
        private final Entry[] entries;

        Leaf(int hashBefore, Entry[] entries) {
            this.hashBefore = hashBefore;
            this.entries = entries;
        }

        int hashAfter() {
            int hash = hashBefore;
            for (Entry entry : entries) {
                hash = 31 * hash + entry.hashCode();
            }
            return hash;
        }

        Leaf prefix(int count) {
            return count == entries.length ? this : new Leaf(hashBefore, Arrays.copyOf(entries, count));
        }
    }

    /** A log of these entries. */
    public static Log of(Entry... entries) {
        return EMPTY.append(List.of(entries));
    }

    /** Index of the last entry; 0 if there is none. */
    public long lastIndex() {
        return length;
    }

    /** Term of the last entry; 0 if there is none. */
    public long lastTerm() {
        return termAt(length);
    }

    /**
     * The entry at {@code index}, 1 to {@link #lastIndex()}.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public Entry get(long index) {
        if (index < 1 || index > length) {
            throw new IndexOutOfBoundsException("index is " + index + ", the log has 1 to " + length);
        }
        int position = (int) (index - 1);
        return leaf(position / WIDTH).entries[position % WIDTH];
    }

    /**
     * Term of the entry at {@code index}; 0 at index 0.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public long termAt(long index) {
        return index == 0 ? 0 : get(index).term();
    }

    /** This log and {@code entry} behind it. */
    public Log append(Entry entry) {
        return append(List.of(entry));
    }

    /**
     * This log and {@code entries} behind it.
     *
     * @throws IllegalArgumentException if there would be more than {@link Integer#MAX_VALUE} entries
     */
    public Log append(List<Entry> entries) {
        if (entries.isEmpty()) {
            return this;
        }
        Check.that(entries.size() <= Integer.MAX_VALUE - length, "entries", () -> "do not fit: the log has " + length);
        LeafTree tree = full;
        Leaf tail = last;
        int taken = 0;
        while (taken < entries.size()) {
            if (tail.entries.length == WIDTH) {
                tree = tree.append(tail);
                tail = new Leaf(tail.hashAfter(), new Entry[0]);
            }
            int held = tail.entries.length;
            int more = Math.min(WIDTH - held, entries.size() - taken);
            Entry[] grown = Arrays.copyOf(tail.entries, held + more);
            for (int i = 0; i < more; i++) {
                grown[held + i] = entries.get(taken + i);
            }
            tail = new Leaf(tail.hashBefore, grown);
            taken += more;
        }
        return new Log(length + taken, tree, tail);
    }

    /**
     * The first {@code count} entries.
     *
     * @param count 0 to {@link #lastIndex()}
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public Log prefix(long count) {
        if (count < 0 || count > length) {
            throw new IndexOutOfBoundsException("count is " + count + ", the log has " + length);
        }
        if (count == length) {
            return this;
        }
        if (count == 0) {
            return EMPTY;
        }
        int kept = (int) count;
        int leaves = (kept - 1) / WIDTH;
        return new Log(kept, full.prefix(leaves), leaf(leaves).prefix(kept - leaves * WIDTH));
    }

    /**
     * The entries from index {@code first} to index {@code last}, both included; none if {@code last < first}.
     *
     * @throws IndexOutOfBoundsException if the log does not have them all
     */
    public List<Entry> entries(long first, long last) {
        if (last < first) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>((int) Math.min(last - first + 1, length));
        for (long index = first; index <= last; index++) {
            entries.add(get(index));
        }
        return entries;
    }

    /** All entries, first to last. */
    public List<Entry> entries() {
        return entries(1, length);
    }

    /**
     * How many entries have a term of at most {@code term}; since terms never decrease along a log (§5.3), these are the
     * first ones, and the answer is the index of the last of them.
     */
    public long lastIndexUpToTerm(long term) {
        long low = 0;
        long high = length;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (termAt(middle) <= term) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private Leaf leaf(int number) {
        return number == (length - 1) / WIDTH ? last : full.get(number);
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Log that) || length != that.length || hash != that.hash) {
            return false;
        }
        // From the end: logs that differ mostly differ there. Leaves that two logs share need no look inside.
        for (int number = (length - 1) / WIDTH; number >= 0; number--) {
            Leaf mine = leaf(number);
            Leaf theirs = that.leaf(number);
            if (mine != theirs && !Arrays.equals(mine.entries, theirs.entries)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The entries as {@code [term:command, ...]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (Entry entry : entries()) {
            text.append(text.length() > 1 ? ", " : "")
                    .append(entry.term())
                    .append(':')
                    .append(entry.command());
        }
        return text.append(']').toString();
    }
}
