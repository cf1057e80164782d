package plumbline.checker.explore;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Contexts.Budget;
import plumbline.checker.explore.Tables.Internal;
import plumbline.checker.explore.Tables.ServerTable;

/**
 * What a world is to one server: its state, and the messages that may be delivered to it. That is a view, numbered for
 * each server from 0, the initial one, and already reduced.
 *
 * <p>All that a server can do depends on its view alone: which steps it takes, what view it has then, and what it sends.
 * So each step, each arrival of messages and each renumbering of a view is worked out once, by bit sets, and looked up from
 * then on. There are far fewer views than worlds. Safe for several threads, which agree on the numbers but not on their
 * order.
 */
final class Views {
    /** The bits of a view's note that are for the other servers, the rest being its rank. */
    private static final long DECIDERS = 0x3FF;

    private final Tables tables;
    private final Normalizer normalizer;
    private final Mail mail;
    private final Taken taken;
    private final @Nullable Permutations permutations;
    private final @Nullable Unheeded unheeded;
    /** States of all servers are numbered through; by server, the number of its state 0. */
    private final int[] firstState;
    /** By server: the view without what is unheeded for the state of another server. */
    private final SharedMemory[] heeded;
    /** By server: a bit for each message to it, then the state. */
    private final SharedKeys[] views;
    /** By kind of step and server. */
    private final SharedLists[][] steps;
    /** By server: the view after the arrival of a parcel, and the post that answers it. */
    private final SharedMemory[] arrivals;
    /** By server; over views and permutations, the image plus one. */
    private final SharedRows[] images;
    /** By bit of a message: the least bit among its images. */
    private final int[] orbits;
    /** By server; over states and messages: the least orbit among the messages that this one stands for. */
    private final int[][] likeness;
    /** By server and state: the same for all images of the pair, and for no other. */
    private final int[][] stateOrbits;

    Views(Tables tables, Normalizer normalizer, Mail mail, Taken taken) {
        this.tables = tables;
        this.normalizer = normalizer;
        this.mail = mail;
        this.taken = taken;
        permutations = normalizer.permutations();
        unheeded = normalizer.unheeded();
        int servers = tables.servers.length;
        firstState = new int[servers];
        heeded = new SharedMemory[servers];
        orbits = permutations == null ? new int[0] : permutations.messageOrbits();
        stateOrbits = permutations == null ? new int[0][] : permutations.stateOrbits();
        likeness = new int[servers][];
        views = new SharedKeys[servers];
        arrivals = new SharedMemory[servers];
        images = new SharedRows[servers];
        steps = new SharedLists[Kind.values().length][servers];
        for (int server = 0; server < servers; server++) {
            views[server] = new SharedKeys(tables.servers[server].words + 1);
            arrivals[server] = new SharedMemory();
            heeded[server] = new SharedMemory();
            firstState[server] = server == 0 ? 0 : firstState[server - 1] + tables.servers[server - 1].states.size();
            images[server] = new SharedRows(permutations == null ? 0 : permutations.servers.size());
            for (Kind kind : Kind.values()) {
                steps[kind.place][server] = new SharedLists();
            }
            likeness[server] = permutations == null ? new int[0] : likeness(server, normalizer.fusion());
        }
    }

    private int[] likeness(int server, @Nullable Fusion fusion) {
        ServerTable table = tables.servers[server];
        int messages = table.messages.size();
        int[] least = new int[table.states.size() * messages];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (int state = 0; state < table.states.size(); state++) {
            for (int message = 0; message < messages; message++) {
                int cell = state * messages + (fusion == null ? message : fusion.standIn(server, state, message));
                least[cell] = Math.min(least[cell], orbits[table.firstBit + message]);
            }
        }
        return least;
    }

    /** What a step is paid from, if from anything. */
    enum Kind {
        FREE(0, null),
        RESTART(1, Budget.RESTARTS),
        DUPLICATE(2, Budget.DUPLICATES),
        DROP(3, Budget.DROPS);

        private final int place;
        final @Nullable Budget budget;

        Kind(int place, @Nullable Budget budget) {
            this.place = place;
            this.budget = budget;
        }
    }

    /** The view of a server in {@code state} to which the messages of {@code inbox} may be delivered, all answered. */
    int number(int server, int state, long[] inbox) {
        long[] key = Arrays.copyOf(inbox, inbox.length + 1);
        key[inbox.length] = state;
        long[] reduced = inbox.clone();
        normalizer.reduce(server, state, reduced);
        System.arraycopy(reduced, 0, key, 0, reduced.length);
        long rank = permutations == null ? 0 : rank(server, state, reduced);
        int deciders = unheeded == null ? 0 : unheeded.deciders(server, state, reduced);
        return views[server].add(key, rank & ~DECIDERS | deciders);
    }

    /** A number that no renumbering of the servers changes. */
    private long rank(int server, int state, long[] inbox) {
        long rank = KeyTable.mix(stateOrbits[server][state] + 1L);
        int row = state * tables.servers[server].messages.size();
        for (int word = 0; word < inbox.length; word++) {
            for (long left = inbox[word]; left != 0; left &= left - 1) {
                rank += KeyTable.mix(~(long) likeness[server][row + (word << 6) + Long.numberOfTrailingZeros(left)]);
            }
        }
        return rank;
    }

    /** The same for all views that some renumbering of the servers turns into each other; rarely for others. */
    long rank(int server, int view) {
        return views[server].note(view) & ~DECIDERS;
    }

    /** Whether the state of {@code other} may make messages unheeded that are in this view. */
    boolean isDecidedBy(int server, int view, int other) {
        return (views[server].note(view) >>> other & 1) != 0;
    }

    /** The view without the messages that are unheeded while {@code other} has view {@code there}. */
    int without(int server, int view, int other, int there) {
        long key = ((long) view << 32) | (firstState[other] + state(other, there));
        long known = heeded[server].get(key);
        if (known == SharedMemory.ABSENT) {
            long[] inbox = inbox(server, view);
            Objects.requireNonNull(unheeded).apply(server, state(server, view), inbox, other, state(other, there));
            known = number(server, state(server, view), inbox);
            heeded[server].put(key, known);
        }
        return (int) known;
    }

    /** The same for a server's state and all its images when servers are renumbered, and for no other. */
    int orbit(int server, int state) {
        return stateOrbits[server][state];
    }

    int state(int server, int view) {
        return (int) views[server].last(view);
    }

    long hash(int server, int view) {
        return views[server].hash(view);
    }

    /** Compares what two views of a server hold. */
    int compare(int server, int one, int other) {
        return views[server].compare(one, other);
    }

    /** How many views there are. */
    long size() {
        return Arrays.stream(views).mapToLong(SharedKeys::size).sum();
    }

    /** The messages that may be delivered, a bit for each. */
    long[] inbox(int server, int view) {
        long[] key = new long[views[server].width()];
        views[server].read(view, key);
        return Arrays.copyOf(key, key.length - 1);
    }

    /** How many messages may be delivered. */
    private int messages(int server, int view) {
        int messages = 0;
        for (int word = 0; word + 1 < views[server].width(); word++) {
            messages += Long.bitCount(views[server].word(view, word));
        }
        return messages;
    }

    /** How many choices there are at the server, by itself or with {@code networks} ways to deliver a message. */
    int choices(int server, int view, int networks) {
        return tables.servers[server].internal[state(server, view)].length + networks * messages(server, view);
    }

    /** Counts the messages that may be dropped. */
    void countDrops(int server, int view) {
        taken.drop(messages(server, view));
    }

    /** Where {@link #lists} hold the steps of a kind that a server with this view can take. */
    int steps(Kind kind, int server, int view) {
        int found = steps[kind.place][server].find(view);
        return found >= 0 ? found : new Working(server, view).keep(kind);
    }

    /** The steps of a kind at a server: the view after a step and the post that it sends, in turns. */
    SharedLists lists(Kind kind, int server) {
        return steps[kind.place][server];
    }

    /** The view after the messages of a parcel arrived, in the upper half, and the post that answers them. */
    long arrive(int server, int view, int parcel) {
        long key = ((long) view << 32) | parcel;
        long known = arrivals[server].get(key);
        if (known == SharedMemory.ABSENT) {
            known = new Working(server, view).arrive(parcel);
            arrivals[server].put(key, known);
        }
        return known;
    }

    /** The initial view, and the post that a server sends at once. */
    long begin(int server) {
        return new Working(server, 0, 0, new long[tables.servers[server].words]).come(0, 0);
    }

    /** The view that another server has in its place when servers are renumbered. */
    int image(Permutations by, int server, int view, int permutation) {
        int image = images[server].get(view, permutation) - 1;
        if (image < 0) {
            image = work(by, server, view, permutation);
            images[server].set(view, permutation, image + 1);
        }
        return image;
    }

    private int work(Permutations by, int server, int view, int permutation) {
        int to = by.servers.get(permutation)[server];
        int[] bits = by.bits.get(permutation);
        long[] inbox = inbox(server, view);
        long[] moved = new long[tables.servers[to].words];
        for (int word = 0; word < inbox.length; word++) {
            for (long left = inbox[word]; left != 0; left &= left - 1) {
                int message = (word << 6) + Long.numberOfTrailingZeros(left);
                int there = bits[tables.servers[server].firstBit + message] - tables.servers[to].firstBit;
                moved[there >> 6] |= 1L << there;
            }
        }
        return number(to, by.states.get(permutation)[server][state(server, view)], moved);
    }

    /** Writes all views in the order of their numbers. */
    void write(DataOutput out) throws IOException {
        for (SharedKeys keys : views) {
            out.writeInt(keys.size());
            for (int view = 0; view < keys.size(); view++) {
                for (int place = 0; place < keys.width(); place++) {
                    out.writeLong(keys.word(view, place));
                }
            }
        }
    }

    /** Reads what {@link #write} wrote, before any other view is numbered. */
    void read(DataInput in) throws IOException {
        for (int server = 0; server < views.length; server++) {
            int count = in.readInt();
            for (int view = 0; view < count; view++) {
                long[] inbox = new long[tables.servers[server].words];
                for (int place = 0; place < inbox.length; place++) {
                    inbox[place] = in.readLong();
                }
                if (number(server, (int) in.readLong(), inbox) != view) {
                    throw new IllegalArgumentException("view " + view + " is there twice");
                }
            }
        }
    }

    /** Works out what follows from one view. */
    private final class Working {
        private final int server;
        private final int view;
        private final ServerTable table;
        private final int state;
        private final long[] inbox;
        private int[] found = new int[16];
        private int count;

        Working(int server, int view) {
            this(server, view, Views.this.state(server, view), inbox(server, view));
        }

        Working(int server, int view, int state, long[] inbox) {
            this.server = server;
            this.view = view;
            this.table = tables.servers[server];
            this.state = state;
            this.inbox = inbox;
        }

        int keep(Kind kind) {
            switch (kind) {
                case FREE -> free();
                case RESTART -> restart();
                case DUPLICATE -> deliver(Deliver.AND_KEEP);
                case DROP -> deliver(Deliver.TO_NOBODY);
            }
            return steps[kind.place][server].keep(view, found, count);
        }

        private void free() {
            for (Internal internal : table.internal[state]) {
                if (changes(internal.next(), internal.sent())) {
                    add(come(internal.next(), internal.sent()));
                }
            }
            deliver(tables.bounds.network().consumes() ? Deliver.AND_REMOVE : Deliver.AND_KEEP);
        }

        private void restart() {
            int next = table.restart[state];
            taken.restart(server, state);
            if (next == state ? !normalizer.leavesOutIdleRestarts() : next != Tables.REFUSED) {
                add(come(next, 0));
            }
        }

        private void deliver(Deliver how) {
            for (int message = 0; message < table.messages.size(); message++) {
                if ((inbox[message >> 6] >>> message & 1) == 0) {
                    continue;
                }
                int cell = state * table.messages.size() + message;
                boolean consumes = tables.bounds.network().consumes();
                if (!consumes && !changes(table.next[cell], table.sent[cell])) {
                    continue;
                }
                boolean ignored = how == Deliver.TO_NOBODY || table.next[cell] == Tables.REFUSED;
                long bit = how == Deliver.AND_KEEP ? 0 : 1L << message;
                inbox[message >> 6] ^= bit;
                add(ignored ? come(state, 0) : come(table.next[cell], table.sent[cell]));
                inbox[message >> 6] ^= bit;
            }
        }

        private boolean changes(int next, int sent) {
            return next == state ? !normalizer.saturates() && sent != 0 : next != Tables.REFUSED;
        }

        private void add(long viewAndPost) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = (int) (viewAndPost >>> 32);
            found[count++] = (int) viewAndPost;
        }

        /** The server comes to a state, having sent one of {@link Tables#sent}. */
        long come(int next, int sent) {
            taken.meet(server, next, inbox);
            long[] post = tables.sent[sent].clone();
            normalizer.wake(server, next, inbox, post);
            return (long) number(server, next, inbox) << 32 | mail.post(post);
        }

        long arrive(int parcel) {
            long[] messages = new long[inbox.length];
            mail.read(server, parcel, messages);
            taken.meet(server, state, messages);
            long[] post = new long[tables.words];
            normalizer.answer(server, state, messages, post);
            for (int word = 0; word < messages.length; word++) {
                inbox[word] |= messages[word];
            }
            return (long) number(server, state, inbox) << 32 | mail.post(post);
        }
    }

    /** What becomes of a message. */
    private enum Deliver {
        AND_KEEP,
        AND_REMOVE,
        TO_NOBODY
    }
}
