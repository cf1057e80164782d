package plumbline.core;

import java.util.Arrays;

/**
 * The full leaves of a {@link Log}: a persistent tree of width 32 that is appended to and cut at its right edge.
 *
 * <p>Nodes are arrays of just the length they need, never changed once they are reachable. A node of height 0 holds
 * leaves, one of height h holds nodes of height h - 1.
 */
final class LeafTree {
    static final int WIDTH = 32;
    static final LeafTree EMPTY = new LeafTree(0, 0, new Object[0]);
    private static final int BITS = 5;

    private final int count;
    private final int height;
    private final Object[] root;

    private LeafTree(int count, int height, Object[] root) {
        this.count = count;
        this.height = height;
        this.root = root;
    }

    Log.Leaf get(int number) {
        Object[] node = root;
        for (int level = height; level > 0; level--) {
            node = (Object[]) node[slot(number, level)];
        }
        return (Log.Leaf) node[slot(number, 0)];
    }

    LeafTree append(Log.Leaf leaf) {
        if (count == 1L << (BITS * (height + 1))) {
            return new LeafTree(count + 1, height + 1, new Object[] {root, path(leaf, height)});
        }
        return new LeafTree(count + 1, height, append(root, height, leaf));
    }

    private Object[] append(Object[] node, int level, Log.Leaf leaf) {
        int slot = slot(count, level);
        Object[] grown = Arrays.copyOf(node, slot + 1);
        if (level == 0) {
            grown[slot] = leaf;
        } else if (slot < node.length) {
            grown[slot] = append((Object[]) node[slot], level - 1, leaf);
        } else {
            grown[slot] = path(leaf, level - 1);
        }
        return grown;
    }

    private static Object[] path(Log.Leaf leaf, int level) {
        return new Object[] {level == 0 ? leaf : path(leaf, level - 1)};
    }

    /** The first {@code kept} leaves, at most as many as there are. */
    LeafTree prefix(int kept) {
        if (kept == count) {
            return this;
        }
        if (kept == 0) {
            return EMPTY;
        }
        Object[] node = root;
        int level = height;
        while (level > 0 && slot(kept - 1, level) == 0) {
            node = (Object[]) node[0];
            level--;
        }
        return new LeafTree(kept, level, prefix(node, level, kept - 1));
    }

    private static Object[] prefix(Object[] node, int level, int lastKept) {
        int slot = slot(lastKept, level);
        Object[] cut = Arrays.copyOf(node, slot + 1);
        if (level > 0) {
            cut[slot] = prefix((Object[]) node[slot], level - 1, lastKept);
        }
        return cut;
    }

    private static int slot(int number, int level) {
        return (number >>> (BITS * level)) & (WIDTH - 1);
    }
}
