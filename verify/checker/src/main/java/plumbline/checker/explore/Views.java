package plumbline.checker.explore;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Tables.ServerTable;

/**
 * What a world is to one server: its state, and the messages that may be delivered to it. That is a view, numbered for
 * each server from 0, the initial one, and already reduced.
 *
 * <p>All that a server can do depends on its view alone: see {@link Moves}. Each renumbering of a view is worked out once,
 * by bit sets, and looked up from then on. There are fewer views than worlds. Safe for several threads, which agree on the
 * numbers but not on their order.
 */
final class Views {
    /** The bits of a view's note that are for the other servers, the rest being its rank. */
    private static final long DECIDERS = 0x3FF;

    private final Tables tables;
    private final Normalizer normalizer;
    private final @Nullable Permutations permutations;
    private final @Nullable Unheeded unheeded;
    /** By server: a bit for each message to it, then the state. */
    private final SharedKeys[] views;
    /** By server; over views and permutations, the image plus one. */
    private final SharedRows[] images;
    /** By bit of a message: the least bit among its images. */
    private final int[] orbits;
    /** By server; over states and messages: the least orbit among the messages that this one stands for. */
    private final int[][] likeness;
    /** By server and state: the same for all images of the pair, and for no other. */
    private final int[][] stateOrbits;

    Views(Tables tables, Normalizer normalizer) {
        this.tables = tables;
        this.normalizer = normalizer;
        permutations = normalizer.permutations();
        unheeded = normalizer.unheeded();
        int servers = tables.servers.length;
        orbits = permutations == null ? new int[0] : permutations.messageOrbits();
        stateOrbits = permutations == null ? new int[0][] : permutations.stateOrbits();
        likeness = new int[servers][];
        views = new SharedKeys[servers];
        images = new SharedRows[servers];
        for (int server = 0; server < servers; server++) {
            views[server] = new SharedKeys(tables.servers[server].words + 1);
            images[server] = new SharedRows(permutations == null ? 0 : permutations.servers.size());
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

    /** The view of a server in {@code state} to which the messages of {@code inbox} may be delivered, all answered. */
    int number(int server, int state, long[] inbox) {
        long[] key = Arrays.copyOf(inbox, inbox.length + 1);
        key[inbox.length] = state;
        long[] reduced = inbox.clone();
        normalizer.reduce(server, state, reduced);
        System.arraycopy(reduced, 0, key, 0, reduced.length);
        long rank = permutations == null ? 0 : rank(server, state, reduced);
        int deciders = unheeded == null ? 0 : unheeded.deciders(server, state, reduced);
        return views[server].add(key, (rank & ~DECIDERS) | deciders);
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

    /** The same for a server's state and all its images when servers are renumbered, and for no other. */
    int orbit(int server, int state) {
        return stateOrbits[server][state];
    }

    /** Has the processor fetch what is looked up most often; what it returns means nothing. */
    long announce(int server, int view) {
        return views[server].note(view) + (permutations == null ? 0 : images[server].get(view, 0));
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
    int messages(int server, int view) {
        int messages = 0;
        for (int word = 0; word + 1 < views[server].width(); word++) {
            messages += Long.bitCount(views[server].word(view, word));
        }
        return messages;
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
}
