package plumbline.checker.explore;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import plumbline.checker.world.Committed;
import plumbline.checker.world.History;
import plumbline.checker.world.Renaming;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.ServerState;

/**
 * What a world is besides its servers and its network: the history and the budgets used, numbered together; number 0 is
 * that of the initial world. Safe for several threads, which agree on the numbers but not on their order.
 */
final class Contexts {
    private static final int BUDGET_BITS = 7;
    private static final int BUDGET_MASK = (1 << BUDGET_BITS) - 1;

    /** No command within any bounds is longer. */
    private static final int MOST_BYTES = 1 << 10;

    private static final int HISTORY = 0;
    private static final int BUDGETS = 1;
    private static final int HISTORY_HASH = 2;
    private static final int COMMITTED = 3;
    private static final int ORBIT_HASH = 4;
    private static final int COMMITTED_ENTRIES = 5;
    private static final int LED = 6;

    /** Never counts as led: whoever leads such a term is looked up. */
    private static final long ANY = 1;

    private final Tables tables;
    private final SharedKeys contexts = new SharedKeys(7);
    private final Map<History, Integer> numbers = new HashMap<>();
    private final List<History> histories = new ArrayList<>();
    private final Map<List<Committed>, Integer> committed = new HashMap<>();
    private final SharedMemory after = new SharedMemory();
    private final SharedMemory uses = new SharedMemory();
    private final SharedMemory images = new SharedMemory();
    /** By server and state: the {@link #bit} of the term that it leads, 0 if none. */
    private final long[][] leads;
    /** By server and state: how many entries are committed there. */
    private final int[][] commits;

    Contexts(Tables tables) {
        this.tables = tables;
        leads = new long[tables.servers.length][];
        commits = new int[tables.servers.length][];
        for (int server = 0; server < leads.length; server++) {
            List<ServerState> own = tables.servers[server].states;
            leads[server] = own.stream()
                    .mapToLong(state -> state.isLeader() && state.currentTerm() > 0 ? bit(state.currentTerm()) : 0)
                    .toArray();
            commits[server] = own.stream().mapToInt(History::committedBy).toArray();
        }
        number(History.EMPTY, 0);
    }

    /** What worlds may use up. */
    enum Budget {
        RESTARTS(0),
        DROPS(BUDGET_BITS),
        DUPLICATES(2 * BUDGET_BITS);

        private final int shift;

        Budget(int shift) {
            this.shift = shift;
        }
    }

    /** The number of this history with these budgets used. */
    int number(History history, int restarts, int drops, int duplicates) {
        return number(
                history,
                (long) restarts << Budget.RESTARTS.shift
                        | (long) drops << Budget.DROPS.shift
                        | (long) duplicates << Budget.DUPLICATES.shift);
    }

    private synchronized int number(History history, long budgets) {
        Integer known = numbers.putIfAbsent(history, histories.size());
        if (known == null) {
            known = histories.size();
            histories.add(history);
        }
        int list = committed.computeIfAbsent(history.committed(), any -> committed.size());
        long hash = hash(history.toString());
        long orbit = hash(history.committed().toString());
        int entries = history.committed().size();
        long led = 0;
        for (int term = 1; term <= history.leaderOf().size(); term++) {
            led |= history.leaderOf(term) > 0 ? bit(term) : 0;
        }
        return contexts.add(
                new long[] {known, budgets, hash, list, orbit, entries, led & ~ANY}, KeyTable.mix(hash + budgets));
    }

    /** The bit of a term; of any, for those that have no bit of their own. */
    private static long bit(long term) {
        return term < Long.SIZE ? 1L << term : ANY;
    }

    /** Depends on nothing but the text, not even on the JVM. */
    private static long hash(String text) {
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = KeyTable.mix(hash + text.charAt(i));
        }
        return hash;
    }

    synchronized History history(int context) {
        return histories.get((int) contexts.word(context, HISTORY));
    }

    /** Equal for contexts with equal histories, and for no others. */
    int historyNumber(int context) {
        return (int) contexts.word(context, HISTORY);
    }

    /** Equal for contexts with the same committed entries, and for no others. */
    int committedNumber(int context) {
        return (int) contexts.word(context, COMMITTED);
    }

    /** How many entries are committed. */
    int committed(int context) {
        return (int) contexts.word(context, COMMITTED_ENTRIES);
    }

    int used(int context, Budget budget) {
        return (int) (contexts.word(context, BUDGETS) >>> budget.shift) & BUDGET_MASK;
    }

    /** The context after one more of {@code budget} is used. */
    int use(int context, Budget budget) {
        long key = ((long) context << 32) | budget.shift;
        long known = uses.get(key);
        if (known == SharedMemory.ABSENT) {
            known = number(history(context), contexts.word(context, BUDGETS) + (1L << budget.shift));
            uses.put(key, known);
        }
        return (int) known;
    }

    /** The context after {@code server} stepped to {@code state}. */
    int after(int context, int server, int state) {
        // Most steps add nothing to the history: neither a leader of a term that had none, nor a committed entry.
        if ((leads[server][state] & ~contexts.word(context, LED)) == 0
                && commits[server][state] <= committed(context)) {
            return context;
        }
        long key = ((long) context << 32) | (tables.firstState[server] + state);
        long known = after.get(key);
        if (known == SharedMemory.ABSENT) {
            History before = history(context);
            ServerState at = tables.servers[server].states.get(state);
            known = number(before.after(at), contexts.word(context, BUDGETS));
            after.put(key, known);
        }
        return (int) known;
    }

    /** The context with other numbers for the servers. */
    int image(int context, Permutations permutations, int permutation) {
        long key = ((long) context << 32) | permutation;
        long known = images.get(key);
        if (known == SharedMemory.ABSENT) {
            History image = new Renaming(permutations.servers.get(permutation)).of(history(context));
            known = number(image, contexts.word(context, BUDGETS));
            images.put(key, known);
        }
        return (int) known;
    }

    /** A hash of all that the context holds. */
    long hash(int context) {
        return contexts.note(context);
    }

    /** A hash of what renumbering the servers does not change in the history. */
    long orbitHash(int context) {
        return contexts.word(context, ORBIT_HASH);
    }

    /** A hash of the history alone. */
    long historyHash(int context) {
        return contexts.word(context, HISTORY_HASH);
    }

    /** Writes all contexts in the order of their numbers. */
    synchronized void write(DataOutput out) throws IOException {
        out.writeInt(contexts.size());
        for (int context = 0; context < contexts.size(); context++) {
            History history = history(context);
            out.writeInt(history.leaderOf().size());
            for (int leader : history.leaderOf()) {
                out.writeInt(leader);
            }
            out.writeInt(history.committed().size());
            for (Committed entry : history.committed()) {
                byte[] command = entry.entry().command().toByteArray();
                out.writeLong(entry.entry().term());
                out.writeInt(command.length);
                out.write(command);
                out.writeLong(entry.committedIn());
            }
            out.writeLong(contexts.word(context, BUDGETS));
        }
    }

    /** Reads what {@link #write} wrote, before any other context is numbered. */
    void read(DataInput in) throws IOException {
        int count = in.readInt();
        for (int context = 0; context < count; context++) {
            List<Integer> leaders = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                leaders.add(in.readInt());
            }
            List<Committed> entries = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                long term = in.readLong();
                byte[] command = new byte[Math.min(in.readInt(), MOST_BYTES)];
                in.readFully(command);
                entries.add(new Committed(new Entry(term, Command.of(command)), in.readLong()));
            }
            if (number(new History(leaders, entries), in.readLong()) != context) {
                throw new IllegalArgumentException("context " + context + " is there twice");
            }
        }
    }
}
