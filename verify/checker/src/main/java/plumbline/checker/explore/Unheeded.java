package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import plumbline.checker.explore.Tables.ServerTable;

/**
 * Forgets messages whose answers nobody will ever heed.
 *
 * <p><b>What it identifies.</b> A message is silent at a state of its receiver when, there and in every state that the
 * receiver can still come to, it leaves the receiver as it is and draws no answer. A message is unheeded while its receiver
 * and some other server are in two states, when there and in every state that the receiver can still come to it leaves the
 * receiver as it is, and all answers that it may yet draw go to that other server and are silent there. With
 * {@link Saturation}, the answers at this very state are sent already and do not count, unless the receiver may come back
 * to it. Worlds that differ only in silent and unheeded messages are one.
 *
 * <p><b>Why nothing is lost.</b> Servers only move on along the {@link LocalGraph}, so what is silent stays silent and what
 * is unheeded stays unheeded, whatever either server does. Delivering an unheeded message changes no server, and adds to
 * the network only messages that are silent; delivering those changes and adds nothing. So worlds with and without them take
 * the same other steps, to worlds that again differ only so. Servers, history and {@code canReach...} are kept, and without
 * saturation the lengths of schedules. A message is not unheeded where its delivery would break a property of single steps,
 * so these verdicts are kept; the count of local transitions is not. Needs the set network.
 *
 * <p>Messages that {@link Fusion} takes for one draw the same answers from each later state, so all of them are unheeded or
 * none is, and it does not matter which of them is there.
 */
final class Unheeded {
    private final Tables tables;
    /** By server and state, a bit for each message to the server. */
    private final long[][][] silent;
    /** By server; over states and messages: the number of the set of the answers still to come, -1 if there is more. */
    private final int[][] answers;
    /** By number of a set: the server that all of it goes to, or -1; and its messages, a bit for each to that server. */
    private final int[] receivers;

    private final long[][] sets;
    /** By server and state, a bit for each set that is silent there, once it was asked for. */
    private final List<AtomicReferenceArray<long[]>> silentSets = new ArrayList<>();
    /** By number of an inbox's pending sets, and by server: the least sets of answers still to come that go to it alone. */
    private volatile int[][][] pending = new int[0][][];

    private final Map<List<List<Integer>>, Integer> pendingNumbers = new HashMap<>();

    Unheeded(Tables tables, LocalGraph graph, Draws draws, boolean saturated) {
        this.tables = tables;
        number(Collections.nCopies(tables.servers.length, List.of()));
        silent = new long[tables.servers.length][][];
        answers = new int[tables.servers.length][];
        for (int server = 0; server < silent.length; server++) {
            ServerTable table = tables.servers[server];
            int messages = table.messages.size();
            silent[server] = new long[table.states.size()][table.words];
            answers[server] = new int[draws.fromNowOn[server].length];
            for (int cell = 0; cell < answers[server].length; cell++) {
                int state = cell / messages;
                int message = cell % messages;
                boolean answersCount = !saturated || graph.recurrent[server][state];
                int all = draws.fromNowOn[server][cell];
                answers[server][cell] = answersCount || all <= 0 ? all : draws.later(server, state, message);
                if (all == 0) {
                    silent[server][state][message >> 6] |= 1L << message;
                }
            }
        }
        for (long[][] ofServer : silent) {
            silentSets.add(new AtomicReferenceArray<>(ofServer.length));
        }
        receivers = new int[draws.unions.size()];
        sets = new long[receivers.length][];
        for (int set = 0; set < receivers.length; set++) {
            receivers[set] = receiver(draws.unions.set(set));
            sets[set] = receivers[set] < 0 ? new long[0] : own(draws.unions.set(set), tables.servers[receivers[set]]);
        }
    }

    /** The only receiver of some messages, or -1. */
    private int receiver(long[] messages) {
        int receiver = -1;
        for (int server = 0; server < tables.servers.length; server++) {
            if (Arrays.stream(own(messages, tables.servers[server])).anyMatch(word -> word != 0)) {
                if (receiver >= 0) {
                    return -1;
                }
                receiver = server;
            }
        }
        return receiver;
    }

    private static long[] own(long[] messages, ServerTable table) {
        long[] own = new long[table.words];
        for (int message = 0; message < table.messages.size(); message++) {
            int bit = table.firstBit + message;
            own[message >> 6] |= (messages[bit >> 6] >>> bit & 1) << message;
        }
        return own;
    }

    /** Clears the silent messages to a server in {@code state}. */
    void apply(int server, int state, long[] inbox) {
        for (int word = 0; word < inbox.length; word++) {
            inbox[word] &= ~silent[server][state][word];
        }
    }

    /** A number for the sets of answers that decide about messages of {@code inbox}, 0 if there are none. */
    int pending(int server, int state, long[] inbox) {
        List<List<Integer>> least = new ArrayList<>();
        for (int other = 0; other < tables.servers.length; other++) {
            least.add(new ArrayList<>());
        }
        int row = state * tables.servers[server].messages.size();
        for (int word = 0; word < inbox.length; word++) {
            for (long left = inbox[word]; left != 0; left &= left - 1) {
                int message = (word << 6) + Long.numberOfTrailingZeros(left);
                int decider = decider(server, state, message);
                if (decider >= 0) {
                    addLeast(least.get(decider), answers[server][row + message]);
                }
            }
        }
        return number(least);
    }

    /** Where all of a set is silent, so is all of each set within it: only those that hold no other one count. */
    private void addLeast(List<Integer> least, int set) {
        if (least.stream().noneMatch(other -> Tables.within(sets[other], sets[set], 0))) {
            least.removeIf(other -> Tables.within(sets[set], sets[other], 0));
            least.add(set);
        }
    }

    private synchronized int number(List<List<Integer>> sorted) {
        Integer known = pendingNumbers.get(sorted);
        if (known == null) {
            known = pending.length;
            int[][][] more = Arrays.copyOf(pending, known + 1);
            more[known] = sorted.stream()
                    .map(some -> some.stream().mapToInt(set -> set).toArray())
                    .toArray(int[][]::new);
            pending = more;
            pendingNumbers.put(sorted, known);
        }
        return known;
    }

    /** Whether {@code other}, in state {@code there}, makes messages unheeded of an inbox with this {@link #pending}. */
    boolean decides(int number, int other, int there) {
        int[] some = pending[number][other];
        if (some.length == 0) {
            return false;
        }
        long[] quiet = silentSets(other, there);
        for (int set : some) {
            if ((quiet[set >> 6] >>> set & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    /** A bit for each set that is silent at {@code server} in {@code state}; worked out once. */
    private long[] silentSets(int server, int state) {
        long[] known = silentSets.get(server).getAcquire(state);
        if (known != null) {
            return known;
        }
        long[] quiet = new long[(sets.length + 63) / 64];
        for (int set = 0; set < sets.length; set++) {
            if (receivers[set] == server && Tables.within(sets[set], silent[server][state], 0)) {
                quiet[set >> 6] |= 1L << set;
            }
        }
        silentSets.get(server).setRelease(state, quiet);
        return quiet;
    }

    private int decider(int server, int state, int message) {
        int set = answers[server][state * tables.servers[server].messages.size() + message];
        int decider = set <= 0 ? -1 : receivers[set];
        return decider == server ? -1 : decider;
    }

    /**
     * Clears the messages that are unheeded while {@code server} is in {@code state} and {@code other} in {@code there}.
     *
     * @return what they would draw at once, a bit for each message to {@code other}
     */
    long[] apply(int server, int state, long[] inbox, int other, int there) {
        long[] drawn = new long[tables.servers[other].words];
        int row = state * tables.servers[server].messages.size();
        for (int word = 0; word < inbox.length; word++) {
            for (long left = inbox[word]; left != 0; left &= left - 1) {
                int message = (word << 6) + Long.numberOfTrailingZeros(left);
                if (decider(server, state, message) == other
                        && Tables.within(sets[answers[server][row + message]], silent[other][there], 0)) {
                    inbox[word] &= ~(1L << message);
                    int sent = tables.servers[server].sent[row + message];
                    long[] now = own(tables.sent[sent], tables.servers[other]);
                    for (int i = 0; i < drawn.length; i++) {
                        drawn[i] |= now[i];
                    }
                }
            }
        }
        return drawn;
    }
}
