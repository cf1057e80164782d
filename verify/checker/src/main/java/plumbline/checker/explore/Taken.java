package plumbline.checker.explore;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import plumbline.checker.explore.Tables.Internal;
import plumbline.checker.explore.Tables.ServerTable;
import plumbline.checker.world.Action;

/**
 * Which local transitions some world can take: the pairs of a server state and an event that really meet. Each is judged
 * when it is met for the first time, and counts as met once it is judged: memory may run out in between. Safe for several
 * threads.
 */
final class Taken {
    private final Tables tables;
    private final Judge judge;
    /** By server and state, a bit for each message that was delivered. */
    private final long[][][] delivered;
    /** By server and state, whether its internal events happened, and whether it restarted. */
    private final boolean[][] stepped;

    private final boolean[][] restarted;
    private final LongAdder dropped = new LongAdder();
    private volatile boolean offended;

    Taken(Tables tables, Judge judge) {
        this.tables = tables;
        this.judge = judge;
        int servers = tables.servers.length;
        delivered = new long[servers][][];
        stepped = new boolean[servers][];
        restarted = new boolean[servers][];
        for (int server = 0; server < servers; server++) {
            ServerTable table = tables.servers[server];
            delivered[server] = new long[table.states.size()][table.words];
            stepped[server] = new boolean[table.states.size()];
            restarted[server] = new boolean[table.states.size()];
        }
    }

    /** Whether some transition met so far violates a property by itself. */
    boolean offended() {
        return offended;
    }

    /** A server in {@code state} holds {@code messages}. */
    synchronized void meet(int server, int state, long[] messages) {
        ServerTable table = tables.servers[server];
        if (!stepped[server][state]) {
            for (Internal internal : table.internal[state]) {
                offended |= judge.judgeStep(table.states.get(state), internal.event()) != null;
            }
            stepped[server][state] = true;
        }
        for (int word = 0; word < messages.length; word++) {
            long fresh = messages[word] & ~delivered[server][state][word];
            for (long left = fresh; left != 0; left &= left - 1) {
                int message = (word << 6) + Long.numberOfTrailingZeros(left);
                offended |= judge.judgeStep(table.states.get(state), table.messages.get(message)) != null;
            }
            delivered[server][state][word] |= fresh;
        }
    }

    /** A server in {@code state} may restart. */
    synchronized void restart(int server, int state) {
        if (!restarted[server][state]) {
            offended |= judge.judgeStep(tables.servers[server].states.get(state), null) != null;
            restarted[server][state] = true;
        }
    }

    /** In some world, this many messages may be dropped. */
    void drop(long messages) {
        dropped.add(messages);
    }

    /** For each action that the bounds allow, how many local transitions were its steps. */
    synchronized Map<Action, Long> coverage() {
        Map<Action, Long> coverage = new EnumMap<>(Action.class);
        tables.bounds.actions().forEach(action -> coverage.put(action, 0L));
        for (int server = 0; server < tables.servers.length; server++) {
            ServerTable table = tables.servers[server];
            for (int state = 0; state < table.states.size(); state++) {
                if (stepped[server][state]) {
                    for (Internal internal : table.internal[state]) {
                        coverage.merge(Action.of(internal.event()), 1L, Long::sum);
                    }
                }
                if (restarted[server][state]) {
                    coverage.merge(Action.RESTART, 1L, Long::sum);
                }
                for (int message = 0; message < table.messages.size(); message++) {
                    if ((delivered[server][state][message >> 6] >>> message & 1) != 0) {
                        coverage.merge(Action.of(table.messages.get(message)), 1L, Long::sum);
                    }
                }
            }
        }
        if (dropped.sum() > 0) {
            coverage.put(Action.DROP_MESSAGE, dropped.sum());
        }
        return coverage;
    }

    /** Writes what was met. */
    synchronized void write(DataOutput out) throws IOException {
        for (int server = 0; server < delivered.length; server++) {
            for (int state = 0; state < delivered[server].length; state++) {
                for (long word : delivered[server][state]) {
                    out.writeLong(word);
                }
                out.writeBoolean(stepped[server][state]);
                out.writeBoolean(restarted[server][state]);
            }
        }
        out.writeLong(dropped.sum());
        out.writeBoolean(offended);
    }

    /** Reads what {@link #write} wrote. */
    synchronized void read(DataInput in) throws IOException {
        for (int server = 0; server < delivered.length; server++) {
            for (int state = 0; state < delivered[server].length; state++) {
                for (int word = 0; word < delivered[server][state].length; word++) {
                    delivered[server][state][word] = in.readLong();
                }
                stepped[server][state] = in.readBoolean();
                restarted[server][state] = in.readBoolean();
            }
        }
        dropped.reset();
        dropped.add(in.readLong());
        offended = in.readBoolean();
    }
}
