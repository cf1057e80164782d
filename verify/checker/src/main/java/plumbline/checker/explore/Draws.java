package plumbline.checker.explore;

import plumbline.checker.explore.Tables.ServerTable;

/** What messages can still draw from their receivers, where they change nothing any more. */
final class Draws {
    final Unions unions;
    /**
     * By server; over states and messages: the number in {@link #unions} of all answers that the message draws there or in
     * any state that its receiver can still come to; {@link Unions#ALIVE} if it may do more than draw answers.
     */
    final int[][] fromNowOn;

    private final Tables tables;
    private final LocalGraph graph;

    Draws(Tables tables, LocalGraph graph, Judge judge) {
        this.tables = tables;
        this.graph = graph;
        unions = new Unions(tables.sent);
        fromNowOn = new int[tables.servers.length][];
        for (int server = 0; server < fromNowOn.length; server++) {
            fromNowOn[server] = drawn(server, judge);
        }
    }

    private int[] drawn(int server, Judge judge) {
        ServerTable table = tables.servers[server];
        int messages = table.messages.size();
        int[] drawn = new int[table.states.size() * messages];
        for (int cell = 0; cell < drawn.length; cell++) {
            int state = cell / messages;
            boolean quiet = table.next[cell] == state
                    && (table.sent[cell] == 0 || judge.mayAnswer(server, state, table.sent[cell]));
            boolean ignored = table.next[cell] == Tables.REFUSED && !judge.mindsRefusals();
            drawn[cell] = quiet || ignored ? table.sent[cell] : Unions.ALIVE;
        }
        // A least fixpoint, mostly reached in one pass from the last state.
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int state = table.states.size() - 1; state >= 0; state--) {
                for (int next : graph.successors[server][state]) {
                    changed |= add(drawn, state * messages, next * messages, messages);
                }
            }
        }
        return drawn;
    }

    /** Adds to the messages of one row what those of another draw; whether that was more. */
    private boolean add(int[] drawn, int row, int other, int messages) {
        boolean changed = false;
        for (int message = 0; message < messages; message++) {
            int known = drawn[row + message];
            int more = drawn[other + message];
            if (more != known && more != 0 && known != Unions.ALIVE) {
                int union = unions.union(known, more);
                changed |= union != known;
                drawn[row + message] = union;
            }
        }
        return changed;
    }

    /** As {@link #fromNowOn}, without the answers that a message draws in {@code state} and nowhere later. */
    int later(int server, int state, int message) {
        ServerTable table = tables.servers[server];
        int messages = table.messages.size();
        int later = fromNowOn[server][state * messages + message] == Unions.ALIVE ? Unions.ALIVE : 0;
        for (int next : graph.successors[server][state]) {
            later = unions.union(later, fromNowOn[server][next * messages + message]);
        }
        return later;
    }
}
