package plumbline.checker.explore;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import plumbline.checker.explore.Tables.Internal;
import plumbline.checker.explore.Tables.ServerTable;

/**
 * What a server in some state can become in one step: by an internal event, a restart, or any message that anyone can
 * send it. Holds more steps than any world takes, never fewer.
 */
final class LocalGraph {
    /** By server and state: the other states one step away, ascending. */
    final int[][][] successors;
    /** By server and state: whether it may be on a cycle through other states. True for some that are not, too. */
    final boolean[][] recurrent;

    LocalGraph(Tables tables) {
        this(successors(tables));
    }

    /** The graph with these edges. */
    LocalGraph(int[][][] successors) {
        this.successors = successors;
        recurrent = new boolean[successors.length][];
        for (int server = 0; server < successors.length; server++) {
            recurrent[server] = recurrent(successors[server]);
        }
    }

    private static int[][][] successors(Tables tables) {
        int[][][] successors = new int[tables.servers.length][][];
        for (int server = 0; server < successors.length; server++) {
            ServerTable table = tables.servers[server];
            successors[server] = new int[table.states.size()][];
            for (int state = 0; state < successors[server].length; state++) {
                successors[server][state] = successors(table, state);
            }
        }
        return successors;
    }

    private static int[] successors(ServerTable table, int state) {
        BitSet next = new BitSet();
        for (Internal internal : table.internal[state]) {
            if (internal.next() != Tables.REFUSED) {
                next.set(internal.next());
            }
        }
        if (table.restart[state] != Tables.REFUSED) {
            next.set(table.restart[state]);
        }
        int messages = table.messages.size();
        for (int cell = state * messages; cell < (state + 1) * messages; cell++) {
            if (table.next[cell] != Tables.REFUSED) {
                next.set(table.next[cell]);
            }
        }
        next.clear(state);
        return next.stream().toArray();
    }

    /** All states but those that lie before every cycle, which are found by taking away the first ones again and again. */
    private static boolean[] recurrent(int[][] successors) {
        int[] predecessors = new int[successors.length];
        for (int[] next : successors) {
            for (int state : next) {
                predecessors[state]++;
            }
        }
        boolean[] recurrent = new boolean[successors.length];
        Arrays.fill(recurrent, true);
        Deque<Integer> first = new ArrayDeque<>();
        for (int state = 0; state < predecessors.length; state++) {
            if (predecessors[state] == 0) {
                first.add(state);
            }
        }
        while (!first.isEmpty()) {
            int state = first.remove();
            recurrent[state] = false;
            for (int next : successors[state]) {
                if (--predecessors[next] == 0) {
                    first.add(next);
                }
            }
        }
        return recurrent;
    }
}
