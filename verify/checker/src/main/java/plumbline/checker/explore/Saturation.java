package plumbline.checker.explore;

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
    /** By server and state: what its internal events send that leave it as it is. */
    private final long[][][] internal;
    /** A server, from 0, that a restart leaves as it was at first boot, or -1. */
    final int idleServer;

    Saturation(Tables tables) {
        this.tables = tables;
        idleServer = idleServer(tables);
        internal = new long[tables.servers.length][][];
        for (int server = 0; server < internal.length; server++) {
            ServerTable table = tables.servers[server];
            internal[server] = new long[table.states.size()][tables.words];
            for (int state = 0; state < internal[server].length; state++) {
                for (Internal event : table.internal[state]) {
                    if (event.next() == state) {
                        or(internal[server][state], tables.sent[event.sent()]);
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

    /** Adds to {@code answers} what a server sends at once when it has come to {@code state}, all its messages at hand. */
    void wake(int server, int state, long[] inbox, long[] answers) {
        or(answers, internal[server][state]);
        answer(server, state, inbox, answers);
    }

    /**
     * Adds to {@code answers} what a server in {@code state} sends at once when {@code messages} arrive.
     *
     * <p>They are answered even where the server held them before: {@link Fusion} may have put one there in the place of
     * another, unanswered.
     */
    void answer(int server, int state, long[] messages, long[] answers) {
        ServerTable table = tables.servers[server];
        for (int word = 0; word < messages.length; word++) {
            for (long left = messages[word]; left != 0; left &= left - 1) {
                int cell = state * table.messages.size() + (word << 6) + Long.numberOfTrailingZeros(left);
                if (table.next[cell] == state && table.sent[cell] != 0) {
                    or(answers, tables.sent[table.sent[cell]]);
                }
            }
        }
    }

    private static int idleServer(Tables tables) {
        for (int server = 0; server < tables.servers.length; server++) {
            if (tables.servers[server].restart[0] == 0) {
                return server;
            }
        }
        return -1;
    }
}
