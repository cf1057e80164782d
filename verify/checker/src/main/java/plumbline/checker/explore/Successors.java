package plumbline.checker.explore;

import plumbline.checker.explore.Tables.Internal;
import plumbline.checker.explore.Tables.ServerTable;

/**
 * The worlds one choice away from a packed world, by table look-up alone, each as the one that stands for it after the
 * reductions. Choices that change nothing are passed over.
 *
 * <p>Not safe for use by several threads: the packed successor is one array that is written again and again.
 */
final class Successors {
    private final Tables tables;
    private final Layout layout;
    private final Judge judge;
    private final Normalizer normalizer;
    private final boolean saturated;
    private final boolean leavesOutIdleRestarts;
    private final long[] successor;

    Successors(Tables tables, Layout layout, Judge judge, Normalizer normalizer) {
        this.tables = tables;
        this.layout = layout;
        this.judge = judge;
        this.normalizer = normalizer;
        this.saturated = normalizer.saturates();
        this.leavesOutIdleRestarts = normalizer.leavesOutIdleRestarts();
        this.successor = new long[layout.width];
    }

    /** Is shown each successor. */
    interface Visitor {
        /** Sees a successor with all its messages, saturated if that is on, before the other reductions. */
        default void whole(long[] world) {}

        /**
         * Sees one successor.
         *
         * @param world the successor, packed; overwritten by the next one
         * @param server the server that stepped, from 0
         * @param next the state that it stepped to
         * @return whether to go on
         */
        boolean visit(long[] world, int server, int next);
    }

    /** Shows all successors of {@code world} to {@code visitor}, or up to the first at which it says no. */
    boolean expand(long[] world, Visitor visitor) {
        boolean restartable = layout.used(world, Layout.Budget.RESTARTS) < tables.bounds.restarts();
        for (int server = 0; server < tables.servers.length; server++) {
            ServerTable table = tables.servers[server];
            int state = layout.state(world, server);
            Internal[] internal = table.internal[state];
            for (int i = 0; i < internal.length; i++) {
                if (changes(world, state, internal[i].next(), internal[i].sent())) {
                    begin(world);
                    if (!step(server, internal[i].next(), internal[i].sent(), visitor)) {
                        return false;
                    }
                }
            }
            if (restartable && restarts(table, state)) {
                begin(world);
                layout.use(successor, Layout.Budget.RESTARTS);
                if (!step(server, table.restart[state], 0, visitor)) {
                    return false;
                }
            }
            if (!(tables.bounds.network().consumes()
                    ? consume(world, server, table, state, visitor)
                    : deliver(world, server, table, state, visitor))) {
                return false;
            }
        }
        return true;
    }

    /** The set network: delivery leaves the message where it is. */
    private boolean deliver(long[] world, int server, ServerTable table, int state, Visitor visitor) {
        int row = state * table.messages.size() - table.firstBit;
        int end = table.firstBit + table.messages.size();
        long[] idle = table.idle[state];
        for (int word = table.firstBit >> 6; word << 6 < end; word++) {
            long left = world[layout.messages + word] & ~idle[word] & mask(word, table.firstBit, end);
            while (left != 0) {
                int bit = (word << 6) + Long.numberOfTrailingZeros(left);
                left &= left - 1;
                int next = table.next[row + bit];
                int sent = table.sent[row + bit];
                if (changes(world, state, next, sent)) {
                    begin(world);
                    if (!step(server, next, sent, visitor)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** The bag network: delivery consumes; keeping and dropping have budgets. */
    private boolean consume(long[] world, int server, ServerTable table, int state, Visitor visitor) {
        boolean keepable = layout.used(world, Layout.Budget.DUPLICATES)
                < tables.bounds.network().duplicates();
        boolean droppable = layout.used(world, Layout.Budget.DROPS)
                < tables.bounds.network().drops();
        for (int message = 0; message < table.messages.size(); message++) {
            int bit = table.firstBit + message;
            if ((world[layout.messages + (bit >> 6)] >>> bit & 1) == 0) {
                continue;
            }
            int cell = state * table.messages.size() + message;
            boolean refused = table.next[cell] == Tables.REFUSED;
            int next = refused ? state : table.next[cell];
            begin(world);
            clear(bit);
            if (!step(server, next, table.sent[cell], visitor)) {
                return false;
            }
            if (keepable) {
                begin(world);
                layout.use(successor, Layout.Budget.DUPLICATES);
                if (!step(server, next, table.sent[cell], visitor)) {
                    return false;
                }
            }
            if (droppable) {
                begin(world);
                clear(bit);
                layout.use(successor, Layout.Budget.DROPS);
                if (!step(server, state, 0, visitor)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean restarts(ServerTable table, int state) {
        int next = table.restart[state];
        return next == state ? !leavesOutIdleRestarts : next != Tables.REFUSED;
    }

    private boolean changes(long[] world, int state, int next, int sent) {
        return next == state
                ? !saturated && !Tables.within(tables.sent[sent], world, layout.messages)
                : next != Tables.REFUSED;
    }

    private void begin(long[] world) {
        System.arraycopy(world, 0, successor, 0, successor.length);
    }

    private void clear(int bit) {
        successor[layout.messages + (bit >> 6)] &= ~(1L << bit);
    }

    private boolean step(int server, int next, int sent, Visitor visitor) {
        layout.setState(successor, server, next);
        int history = layout.history(successor);
        int after = judge.after(history, server, next);
        if (after != history) {
            layout.setHistory(successor, after);
        }
        if (sent != 0) {
            long[] messages = tables.sent[sent];
            for (int i = 0; i < messages.length; i++) {
                successor[layout.messages + i] |= messages[i];
            }
        }
        normalizer.saturate(successor, server, tables.sent[sent]);
        visitor.whole(successor);
        normalizer.reduce(successor);
        return visitor.visit(successor, server, next);
    }

    /** The bits of {@code word} that lie between bits {@code first} and {@code end} of the whole set. */
    static long mask(int word, int first, int end) {
        long mask = -1L;
        if (word == first >> 6) {
            mask &= -1L << first;
        }
        if (word == (end - 1) >> 6) {
            mask &= -1L >>> (63 - (end - 1 & 63));
        }
        return mask;
    }
}
