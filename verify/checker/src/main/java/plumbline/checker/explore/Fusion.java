package plumbline.checker.explore;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Tables.ServerTable;

/**
 * Takes messages that their receiver will never tell apart for one.
 *
 * <p><b>What it identifies.</b> Two messages to one server are alike at a state of it when they lead to the same next
 * state, draw the same answers, and are alike at every other state that it can come to: the coarsest such partition, by
 * refinement over the {@link LocalGraph}. A world holds the first of each class in place of the others. With
 * {@link Saturation}, the answers of a message that leaves the server as it is do not count at this state, since they are
 * sent already; unless the server may come back to this state, where the stand-in would draw its own. For the same reason
 * the stand-in is the first that is not dead here, if {@link DeadMessages} is on.
 *
 * <p><b>Why nothing is lost.</b> Whatever schedule delivers one of them, the same schedule with the other in its place goes
 * through the same states and sends the same messages; having both gives nothing beyond having one. Servers, history,
 * verdicts on single steps (which see states and answers, not the event) and {@code canReach...} are kept, and without
 * saturation the lengths of schedules; the count of local transitions is not. Needs the set network.
 */
final class Fusion {
    private final Tables tables;
    /** By server; over states and messages: the message that stands for the message. */
    private final int[][] standIn;
    /** By server and state, a bit for each message for which another one stands. */
    private final long[][][] replaced;

    Fusion(Tables tables, LocalGraph graph, boolean saturated, @Nullable DeadMessages deadMessages) {
        this.tables = tables;
        standIn = new int[tables.servers.length][];
        replaced = new long[standIn.length][][];
        for (int server = 0; server < standIn.length; server++) {
            int[] alike = refine(tables.servers[server], graph.successors[server]);
            standIn[server] = standIns(tables, server, graph, alike, saturated, deadMessages);
            replaced[server] = replaced(tables.servers[server], standIn[server]);
        }
    }

    private static long[][] replaced(ServerTable table, int[] standIns) {
        int messages = table.messages.size();
        long[][] replaced = new long[table.states.size()][table.words];
        for (int cell = 0; cell < standIns.length; cell++) {
            int message = cell % messages;
            if (standIns[cell] != message) {
                replaced[cell / messages][message >> 6] |= 1L << message;
            }
        }
        return replaced;
    }

    /** Over states and messages, a class: messages of one state are alike from there on if their classes are equal. */
    private static int[] refine(ServerTable table, int[][] successors) {
        int states = table.states.size();
        int messages = table.messages.size();
        int[] classes = new int[states * messages];
        int[] counts = new int[states];
        Pairs pairs = new Pairs();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int state = states - 1; state >= 0; state--) {
                int[] fresh = classify(table, successors[state], state, classes, true, pairs);
                System.arraycopy(fresh, 0, classes, state * messages, messages);
                // Classes only ever split, so as many as before are the same as before.
                changed |= pairs.count != counts[state];
                counts[state] = pairs.count;
            }
        }
        return classes;
    }

    /** The classes of the messages at one state, from what they do there and their classes at its successors. */
    private static int[] classify(
            ServerTable table, int[] successors, int state, int[] classes, boolean answersCountAtSelf, Pairs pairs) {
        int messages = table.messages.size();
        int[] fresh = new int[messages];
        pairs.clear();
        for (int message = 0; message < messages; message++) {
            int cell = state * messages + message;
            boolean answersCount = answersCountAtSelf || table.next[cell] != state;
            fresh[message] = pairs.number(table.next[cell] + 1, answersCount ? table.sent[cell] : 0);
        }
        for (int next : successors) {
            pairs.clear();
            for (int message = 0; message < messages; message++) {
                fresh[message] = pairs.number(fresh[message], classes[next * messages + message]);
            }
        }
        return fresh;
    }

    private static int[] standIns(
            Tables tables,
            int server,
            LocalGraph graph,
            int[] alike,
            boolean saturated,
            @Nullable DeadMessages deadMessages) {
        ServerTable table = tables.servers[server];
        int messages = table.messages.size();
        int[] standIns = new int[alike.length];
        int[] first = new int[messages];
        Pairs pairs = new Pairs();
        for (int state = 0; state < table.states.size(); state++) {
            boolean answersCount = !saturated || graph.recurrent[server][state];
            int[] classes = classify(table, graph.successors[server][state], state, alike, answersCount, pairs);
            Arrays.fill(first, -1);
            for (int message = messages - 1; message >= 0; message--) {
                if (deadMessages == null || !deadMessages.isDead(server, state, message)) {
                    first[classes[message]] = message;
                }
            }
            for (int message = 0; message < messages; message++) {
                int standIn = first[classes[message]];
                standIns[state * messages + message] = standIn < 0 ? message : standIn;
            }
        }
        return standIns;
    }

    /** Numbers pairs of numbers from 0 on. */
    private static final class Pairs {
        private final LongToLong numbers = new LongToLong();
        private int count;

        int number(int one, int other) {
            long pair = ((long) one << 32) | other;
            long known = numbers.get(pair);
            if (known == LongToLong.ABSENT) {
                known = count++;
                numbers.put(pair, known);
            }
            return (int) known;
        }

        void clear() {
            numbers.clear();
            count = 0;
        }
    }

    /** The message that stands for {@code message} while its receiver is in {@code state}. */
    private int standIn(int server, int state, int message) {
        return standIn[server][state * tables.servers[server].messages.size() + message];
    }

    /** Puts stand-ins in the place of the messages to a server in {@code state}. */
    void apply(int server, int state, long[] inbox) {
        for (int word = 0; word < inbox.length; word++) {
            long left = inbox[word] & replaced[server][state][word];
            inbox[word] ^= left;
            for (; left != 0; left &= left - 1) {
                int instead = standIn(server, state, (word << 6) + Long.numberOfTrailingZeros(left));
                inbox[instead >> 6] |= 1L << instead;
            }
        }
    }
}
