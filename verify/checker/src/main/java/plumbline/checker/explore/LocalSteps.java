package plumbline.checker.explore;

import java.util.function.IntConsumer;
import plumbline.checker.explore.Tables.Internal;
import plumbline.checker.explore.Tables.ServerTable;

/** For each state of a server, the messages that change it and those that only draw an answer. */
final class LocalSteps {
    private final Tables tables;
    /** By server and state, bit sets of messages. */
    private final long[][][] moving;

    private final long[][][] answered;
    /** By server and state, what internal events send that change nothing. */
    private final long[][][] sentIdly;

    LocalSteps(Tables tables) {
        this.tables = tables;
        int servers = tables.servers.length;
        moving = new long[servers][][];
        answered = new long[servers][][];
        sentIdly = new long[servers][][];
        for (int server = 0; server < servers; server++) {
            int states = tables.servers[server].states.size();
            moving[server] = new long[states][tables.words];
            answered[server] = new long[states][tables.words];
            sentIdly[server] = new long[states][tables.words];
            for (int state = 0; state < states; state++) {
                sort(server, state);
            }
        }
    }

    private void sort(int server, int state) {
        ServerTable table = tables.servers[server];
        for (Internal internal : table.internal[state]) {
            if (internal.next() == state) {
                add(sentIdly[server][state], tables.sent[internal.sent()]);
            }
        }
        for (int message = 0; message < table.messages.size(); message++) {
            int cell = state * table.messages.size() + message;
            int bit = table.firstBit + message;
            if (table.next[cell] == state && table.sent[cell] != 0) {
                answered[server][state][bit >> 6] |= 1L << bit;
            } else if (table.next[cell] != state && table.next[cell] != Tables.REFUSED) {
                moving[server][state][bit >> 6] |= 1L << bit;
            }
        }
    }

    /** Sends whatever can be sent without a change of any server. */
    void saturate(LocalWorld world) {
        boolean more = true;
        while (more) {
            more = false;
            for (int server = 0; server < tables.servers.length; server++) {
                more |= answer(world, server);
            }
        }
    }

    private boolean answer(LocalWorld world, int server) {
        ServerTable table = tables.servers[server];
        int state = world.state(server);
        boolean more = add(world.messages(), sentIdly[server][state]);
        for (int word = 0; word < tables.words; word++) {
            for (long left = world.messages()[word] & answered[server][state][word]; left != 0; left &= left - 1) {
                int message = (word << 6) + Long.numberOfTrailingZeros(left) - table.firstBit;
                more |= add(world.messages(), tables.sent[table.sent[state * table.messages.size() + message]]);
            }
        }
        return more;
    }

    /** The messages sent in {@code world} that change {@code server}, by their numbers there. */
    void forEachMoving(LocalWorld world, int server, IntConsumer visitor) {
        for (int word = 0; word < tables.words; word++) {
            long left = world.messages()[word] & moving[server][world.state(server)][word];
            for (; left != 0; left &= left - 1) {
                visitor.accept((word << 6) + Long.numberOfTrailingZeros(left) - tables.servers[server].firstBit);
            }
        }
    }

    private static boolean add(long[] into, long[] bits) {
        boolean added = false;
        for (int i = 0; i < into.length; i++) {
            added |= (bits[i] & ~into[i]) != 0;
            into[i] |= bits[i];
        }
        return added;
    }
}
