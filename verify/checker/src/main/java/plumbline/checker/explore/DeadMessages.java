package plumbline.checker.explore;

import plumbline.checker.explore.Tables.ServerTable;

/**
 * Forgets messages that can do nothing any more.
 *
 * <p><b>What it identifies.</b> A message is dead at a state of its receiver when, there and in every state that the
 * receiver can still come to, it leaves the receiver as it is and draws no answer, or with {@link Saturation} none that
 * it has not drawn at this very state already; and when it is dead in all those states too. So what is dead stays dead,
 * and a world is reduced to the same whichever way it was reached. Worlds that differ only in dead messages are one.
 *
 * <p><b>Why nothing is lost.</b> States to come are those of the {@link LocalGraph}, which has every step that a world can
 * take. So delivering a dead message, now or later, changes nothing: not the receiver, and not the network, since its
 * answers are there already (or were found dead themselves, which lasts). Worlds with and without it take the same other
 * steps. Servers, history and {@code canReach...} are kept, and without saturation the lengths of schedules too. A message
 * is not dead where its delivery would break a property of single steps, so these verdicts are kept; the count of local
 * transitions is not. Needs the set network.
 */
final class DeadMessages {
    /** By server and state, a bit for each message to the server. */
    private final long[][][] dead;

    DeadMessages(Tables tables, LocalGraph graph, Draws draws, boolean saturated) {
        dead = new long[tables.servers.length][][];
        for (int server = 0; server < dead.length; server++) {
            dead[server] = dead(
                    tables.servers[server], draws.fromNowOn[server], draws.unions, graph.successors[server], saturated);
        }
    }

    private static long[][] dead(ServerTable table, int[] drawn, Unions unions, int[][] successors, boolean saturated) {
        int messages = table.messages.size();
        long[][] dead = new long[table.states.size()][table.words];
        for (int cell = 0; cell < drawn.length; cell++) {
            int answeredNow = saturated ? table.sent[cell] : 0;
            if (drawn[cell] != Unions.ALIVE && unions.union(drawn[cell], answeredNow) == answeredNow) {
                int message = cell % messages;
                dead[cell / messages][message >> 6] |= 1L << message;
            }
        }
        keepWhatLasts(dead, successors);
        return dead;
    }

    private static void keepWhatLasts(long[][] dead, int[][] successors) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int state = dead.length - 1; state >= 0; state--) {
                for (int next : successors[state]) {
                    for (int word = 0; word < dead[state].length; word++) {
                        long lasting = dead[state][word] & dead[next][word];
                        changed |= lasting != dead[state][word];
                        dead[state][word] = lasting;
                    }
                }
            }
        }
    }

    /** Whether {@code message} to {@code server} is dead while the server is in {@code state}. */
    boolean isDead(int server, int state, int message) {
        return (dead[server][state][message >> 6] >>> message & 1) != 0;
    }

    /** Clears the dead messages to a server in {@code state}, all of which are answered if saturation is on. */
    void apply(int server, int state, long[] inbox) {
        for (int word = 0; word < inbox.length; word++) {
            inbox[word] &= ~dead[server][state][word];
        }
    }
}
