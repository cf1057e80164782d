package plumbline.checker.explore;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Tables.ServerTable;
import plumbline.checker.property.Violation;
import plumbline.checker.world.Action;
import plumbline.checker.world.Bounds;
import plumbline.core.Message;

/**
 * Which local transitions some world has taken: the pairs of a server state and an event that were really stepped. Each
 * is judged when it is taken for the first time.
 */
final class Taken {
    private final Tables tables;
    private final Layout layout;
    private final Judge judge;
    /** By server and state, a bit for each message that was delivered. */
    private final long[][][] delivered;
    /** By server and state, whether its internal events happened, and whether it restarted. */
    private final boolean[][] stepped;

    private final boolean[][] restarted;
    private long dropped;

    Taken(Tables tables, Layout layout, Judge judge) {
        this.tables = tables;
        this.layout = layout;
        this.judge = judge;
        int servers = tables.servers.length;
        delivered = new long[servers][][];
        stepped = new boolean[servers][];
        restarted = new boolean[servers][];
        for (int server = 0; server < servers; server++) {
            int states = tables.servers[server].states.size();
            delivered[server] = new long[states][tables.words];
            stepped[server] = new boolean[states];
            restarted[server] = new boolean[states];
        }
    }

    /** Takes all choices of {@code world}; the first new one that violates a property, if any. */
    @Nullable
    Violation takeAll(long[] world) {
        Bounds bounds = tables.bounds;
        boolean restartable = layout.used(world, Layout.Budget.RESTARTS) < bounds.restarts();
        if (layout.used(world, Layout.Budget.DROPS) < bounds.network().drops()) {
            dropped += messages(world);
        }
        for (int server = 0; server < tables.servers.length; server++) {
            int state = layout.state(world, server);
            Violation offence = null;
            if (!stepped[server][state]) {
                stepped[server][state] = true;
                offence = internal(server, state);
            }
            if (offence == null && restartable && !restarted[server][state]) {
                restarted[server][state] = true;
                offence = judge.judgeStep(tables.servers[server].states.get(state), null);
            }
            if (offence == null) {
                offence = deliveries(world, server, state);
            }
            if (offence != null) {
                return offence;
            }
        }
        return null;
    }

    private @Nullable Violation internal(int server, int state) {
        for (Tables.Internal internal : tables.servers[server].internal[state]) {
            Violation offence = judge.judgeStep(tables.servers[server].states.get(state), internal.event());
            if (offence != null) {
                return offence;
            }
        }
        return null;
    }

    private @Nullable Violation deliveries(long[] world, int server, int state) {
        ServerTable table = tables.servers[server];
        int end = table.firstBit + table.messages.size();
        long[] known = delivered[server][state];
        for (int word = table.firstBit >> 6; word << 6 < end; word++) {
            long fresh = world[layout.messages + word] & ~known[word] & Successors.mask(word, table.firstBit, end);
            known[word] |= fresh;
            while (fresh != 0) {
                Message message = table.messages.get((word << 6) + Long.numberOfTrailingZeros(fresh) - table.firstBit);
                fresh &= fresh - 1;
                Violation offence = judge.judgeStep(table.states.get(state), message);
                if (offence != null) {
                    return offence;
                }
            }
        }
        return null;
    }

    /** How many choices {@code world} has. */
    long choices(long[] world) {
        Bounds bounds = tables.bounds;
        long choices = 0;
        for (int server = 0; server < tables.servers.length; server++) {
            choices += tables.servers[server].internal[layout.state(world, server)].length;
        }
        int networks = 1
                + (layout.used(world, Layout.Budget.DUPLICATES)
                                < bounds.network().duplicates()
                        ? 1
                        : 0)
                + (layout.used(world, Layout.Budget.DROPS) < bounds.network().drops() ? 1 : 0);
        return choices
                + (layout.used(world, Layout.Budget.RESTARTS) < bounds.restarts() ? tables.servers.length : 0)
                + (long) networks * messages(world);
    }

    private int messages(long[] world) {
        int messages = 0;
        for (int word = layout.messages; word < layout.width; word++) {
            messages += Long.bitCount(world[word]);
        }
        return messages;
    }

    /** For each action that the bounds allow, how many local transitions were its steps. */
    Map<Action, Long> coverage() {
        Map<Action, Long> coverage = new EnumMap<>(Action.class);
        tables.bounds.actions().forEach(action -> coverage.put(action, 0L));
        for (int server = 0; server < tables.servers.length; server++) {
            ServerTable table = tables.servers[server];
            for (int state = 0; state < table.states.size(); state++) {
                if (stepped[server][state]) {
                    for (Tables.Internal internal : table.internal[state]) {
                        coverage.merge(Action.of(internal.event()), 1L, Long::sum);
                    }
                }
                if (restarted[server][state]) {
                    coverage.merge(Action.RESTART, 1L, Long::sum);
                }
                for (int message = 0; message < table.messages.size(); message++) {
                    int bit = table.firstBit + message;
                    if ((delivered[server][state][bit >> 6] >>> bit & 1) != 0) {
                        coverage.merge(Action.of(table.messages.get(message)), 1L, Long::sum);
                    }
                }
            }
        }
        if (dropped > 0) {
            coverage.put(Action.DROP_MESSAGE, dropped);
        }
        return coverage;
    }
}
