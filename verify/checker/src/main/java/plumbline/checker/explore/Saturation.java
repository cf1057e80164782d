package plumbline.checker.explore;

import java.util.Arrays;
import plumbline.checker.explore.Tables.Internal;
import plumbline.checker.explore.Tables.ServerTable;

/**
 * Sends at once whatever can be sent without anything else changing.
 *
 * <p><b>What it identifies.</b> An event that leaves its server as it is and only adds messages (a heartbeat, a refusal, a
 * repeated acknowledgement) is fired as soon as it is possible, until none is left. A world stands for itself without any
 * of these messages.
 *
 * <p><b>Why nothing is lost.</b> Delivery removes nothing, so a world with more messages can take every step that the same
 * world with fewer can, and the results differ again only in that one has more. So everything that is reachable from a
 * world is reachable, servers and history alike, from the saturated one; and the saturated one is reachable from it. Both
 * directions together keep the reachable server tuples with their history, all local steps, and what can and cannot be
 * reached from a world, {@code canReach...} included.
 *
 * <p><b>Idle restarts.</b> A restart that leaves its server as it is only uses up budget. It is left out too, if some
 * server can already restart idly at its first boot (the core's can): then every world is also reachable with more
 * restarts used, and left out is only what can do less. That keeps the tuples and the steps. What can be reached is
 * another matter: where only a restart frees a wedged cluster, the world without a restart left is wedged, and it may be
 * one of those left out. It takes all steps but restarts, so {@link Reachability} follows all edges but restarts.
 *
 * <p>Lengths of schedules are not kept: the sends become free. Needs the set network.
 */
final class Saturation {
    private final Tables tables;
    private final Layout layout;
    /** By server and state: what its internal events send that leave it as it is. */
    private final long[][][] internal;
    /** By server and state: the messages that leave it as it is and draw an answer. */
    private final long[][][] answered;

    /** Messages to be answered, if their receiver's state does so. */
    private final long[] pending;
    /** Messages that were pending before, in this application. */
    private final long[] seen;

    Saturation(Tables tables, Layout layout) {
        this.tables = tables;
        this.layout = layout;
        int servers = tables.servers.length;
        internal = new long[servers][][];
        answered = new long[servers][][];
        pending = new long[tables.words];
        seen = new long[tables.words];
        for (int server = 0; server < servers; server++) {
            ServerTable table = tables.servers[server];
            int states = table.states.size();
            internal[server] = new long[states][tables.words];
            answered[server] = new long[states][tables.words];
            for (int state = 0; state < states; state++) {
                for (Internal event : table.internal[state]) {
                    if (event.next() == state) {
                        or(internal[server][state], tables.sent[event.sent()]);
                    }
                }
                for (int message = 0; message < table.messages.size(); message++) {
                    int cell = state * table.messages.size() + message;
                    if (table.next[cell] == state && table.sent[cell] != 0) {
                        int bit = table.firstBit + message;
                        answered[server][state][bit >> 6] |= 1L << bit;
                    }
                }
            }
        }
    }

    private static void or(long[] into, long[] bits) {
        for (int i = 0; i < into.length; i++) {
            into[i] |= bits[i];
        }
    }

    /**
     * Saturates {@code world}, which was saturated before its last step.
     *
     * <p>What the step sent is answered even where the world held it before: {@link Fusion} may have put it there in the
     * place of another message, unanswered.
     *
     * @param stepped the server that stepped
     * @param sent what it sent
     */
    void apply(long[] world, int stepped, long[] sent) {
        Arrays.fill(seen, 0);
        add(world, sent);
        wake(world, stepped);
        settle(world);
    }

    /** Saturates the initial world. */
    void applyToInitial(long[] world) {
        Arrays.fill(seen, 0);
        for (int server = 0; server < tables.servers.length; server++) {
            wake(world, server);
        }
        settle(world);
    }

    /** A server, from 0, that a restart leaves as it was at first boot, or -1. */
    int idleServer() {
        for (int server = 0; server < tables.servers.length; server++) {
            if (tables.servers[server].restart[0] == 0) {
                return server;
            }
        }
        return -1;
    }

    private void settle(long[] world) {
        boolean more = true;
        while (more) {
            more = false;
            for (int server = 0; server < tables.servers.length; server++) {
                more |= answer(world, server);
            }
        }
    }

    /** The server has a new state: its internal events are new, and all messages to it are to be looked at again. */
    private void wake(long[] world, int server) {
        ServerTable table = tables.servers[server];
        int end = table.firstBit + table.messages.size();
        for (int word = table.firstBit >> 6; word << 6 < end; word++) {
            long all = world[layout.messages + word] & Successors.mask(word, table.firstBit, end);
            seen[word] |= all;
            pending[word] |= all;
        }
        add(world, internal[server][layout.state(world, server)]);
    }

    private boolean answer(long[] world, int server) {
        ServerTable table = tables.servers[server];
        int state = layout.state(world, server);
        int row = state * table.messages.size() - table.firstBit;
        int end = table.firstBit + table.messages.size();
        boolean more = false;
        for (int word = table.firstBit >> 6; word << 6 < end; word++) {
            long mine = pending[word] & Successors.mask(word, table.firstBit, end);
            pending[word] &= ~mine;
            long left = mine & answered[server][state][word];
            while (left != 0) {
                int bit = (word << 6) + Long.numberOfTrailingZeros(left);
                left &= left - 1;
                more |= add(world, tables.sent[table.sent[row + bit]]);
            }
        }
        return more;
    }

    private boolean add(long[] world, long[] messages) {
        boolean added = false;
        for (int i = 0; i < messages.length; i++) {
            long fresh = messages[i] & ~seen[i];
            if (fresh != 0) {
                world[layout.messages + i] |= fresh;
                seen[i] |= fresh;
                pending[i] |= fresh;
                added = true;
            }
        }
        return added;
    }
}
