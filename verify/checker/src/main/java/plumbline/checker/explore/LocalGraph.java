package plumbline.checker.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
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
                successors[server][state] = successors(table, state, true);
            }
        }
        return successors;
    }

    private static int[] successors(ServerTable table, int state, boolean restarts) {
        BitSet next = new BitSet();
        for (Internal internal : table.internal[state]) {
            if (internal.next() != Tables.REFUSED) {
                next.set(internal.next());
            }
        }
        if (restarts && table.restart[state] != Tables.REFUSED) {
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

    /**
     * By server and state, a number that every step but a restart raises, unless it leads back to a state of which the
     * server may have come.
     */
    static int[][] heights(Tables tables) {
        int[][] heights = new int[tables.servers.length][];
        for (int server = 0; server < heights.length; server++) {
            ServerTable table = tables.servers[server];
            int[][] next = new int[table.states.size()][];
            for (int state = 0; state < next.length; state++) {
                next[state] = successors(table, state, false);
            }
            heights[server] = heights(next);
        }
        return heights;
    }

    /** The longest ways to the states, those that lead to each other being as one. */
    private static int[] heights(int[][] successors) {
        int[] order = order(successors);
        int[] part = parts(successors, order);
        int[] ofPart = new int[order.length];
        // Parts are numbered in this order, each before those that it leads to.
        int[] byPart = IntStream.of(order)
                .boxed()
                .sorted(Comparator.comparingInt(state -> part[state]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int state : byPart) {
            for (int next : successors[state]) {
                if (part[next] != part[state]) {
                    ofPart[part[next]] = Math.max(ofPart[part[next]], ofPart[part[state]] + 1);
                }
            }
        }
        return Arrays.stream(part).map(number -> ofPart[number]).toArray();
    }

    /** Numbers the states so that those which lead to each other have the same number (Kosaraju's algorithm). */
    private static int[] parts(int[][] successors, int[] order) {
        List<List<Integer>> predecessors = new ArrayList<>();
        for (int state = 0; state < successors.length; state++) {
            predecessors.add(new ArrayList<>());
        }
        for (int state = 0; state < successors.length; state++) {
            for (int next : successors[state]) {
                predecessors.get(next).add(state);
            }
        }
        int[] part = new int[successors.length];
        Arrays.fill(part, -1);
        int parts = 0;
        Deque<Integer> found = new ArrayDeque<>();
        for (int start : order) {
            if (part[start] < 0) {
                part[start] = parts;
                found.add(start);
                while (!found.isEmpty()) {
                    for (int before : predecessors.get(found.remove())) {
                        if (part[before] < 0) {
                            part[before] = parts;
                            found.add(before);
                        }
                    }
                }
                parts++;
            }
        }
        return part;
    }

    /** The states, each before those that a depth-first search finds from it. */
    private static int[] order(int[][] successors) {
        int[] order = new int[successors.length];
        int left = order.length;
        int[] tried = new int[order.length];
        boolean[] seen = new boolean[order.length];
        Deque<Integer> path = new ArrayDeque<>();
        for (int start = 0; start < order.length; start++) {
            if (!seen[start]) {
                seen[start] = true;
                path.push(start);
            }
            while (!path.isEmpty()) {
                int state = path.getFirst();
                if (tried[state] == successors[state].length) {
                    order[--left] = path.pop();
                } else {
                    int next = successors[state][tried[state]++];
                    if (!seen[next]) {
                        seen[next] = true;
                        path.push(next);
                    }
                }
            }
        }
        return order;
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
