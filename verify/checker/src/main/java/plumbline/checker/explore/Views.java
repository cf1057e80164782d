package plumbline.checker.explore;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a world is to one server: its state, and the messages that may be delivered to it. That is a view, already reduced.
 * All that a server can do depends on its view alone: see {@link Moves}.
 *
 * <p>Views that some renumbering of the servers turns into each other are one orbit, of which only one is kept: the least
 * of those of the first server, its {@link #home}. The number of a view is that of its orbit and, below it, that of the
 * least permutation which turns the one that is kept into the view. So to renumber a view is to multiply two permutations;
 * whatever follows from a view is worked out for the one that is kept, and renumbered. Where servers are not alike, each
 * is at home by itself, and the only permutation is the identity.
 *
 * <p>Safe for several threads, which agree on the numbers of orbits but not on their order.
 */
final class Views {
    private static final int STATE_SHIFT = 32;
    /** There are 1,455 subgroups of the permutations of six servers. */
    private static final int STABILIZER_SHIFT = 20;

    private static final int STABILIZER = 0xFFF;
    private static final int PENDING = (1 << STABILIZER_SHIFT) - 1;

    private final Tables tables;
    private final Normalizer normalizer;
    private final Permutations permutations;
    private final Stabilizers stabilizers;
    private final @Nullable Unheeded unheeded;
    /** How many bits of a number are for the permutation. */
    private final int shift;
    /** By permutation and server: the states of the server that takes its number. */
    private final int[][][] images;
    /** By server and state: the same for all images of the pair, and for no other. */
    private final int[][] stateOrbits;
    /**
     * By home: a bit for each message to it, then the state. Beside each: the state, the number of the permutations that
     * leave it as it is, and that of the answers which decide about its messages.
     */
    private final SharedKeys[] orbits;

    Views(Tables tables, Normalizer normalizer) {
        this.tables = tables;
        this.normalizer = normalizer;
        permutations = normalizer.permutations();
        stabilizers = new Stabilizers(permutations);
        unheeded = normalizer.unheeded();
        shift = Integer.SIZE - Integer.numberOfLeadingZeros(permutations.size() - 1);
        images = permutations.states.toArray(new int[0][][]);
        stateOrbits = permutations.stateOrbits();
        orbits = new SharedKeys[permutations.size() > 1 ? 1 : tables.servers.length];
        Arrays.setAll(orbits, home -> new SharedKeys(tables.servers[home].words + 1));
    }

    /** Where what is kept of a server's views is at home. */
    int home(int server) {
        return orbits.length == 1 ? 0 : server;
    }

    /** The orbit of a view; orbits are numbered from 0 for each home. */
    int orbit(int view) {
        return view >>> shift;
    }

    /** The permutation that turns what is kept into the view. */
    int permutation(int view) {
        return view & ((1 << shift) - 1);
    }

    /** The permutation that turns the view into what is kept. */
    int wayHome(int view) {
        return permutations.inverse(permutation(view));
    }

    /** The view of an orbit that is kept. */
    int kept(int orbit) {
        return orbit << shift;
    }

    /** The view of a server in {@code state} to which the messages of {@code inbox} may be delivered, all answered. */
    int number(int server, int state, long[] inbox) {
        long[] reduced = inbox.clone();
        normalizer.reduce(server, state, reduced);
        int home = home(server);
        long[] least = null;
        int leastState = Integer.MAX_VALUE;
        int[] ways = new int[permutations.size()];
        int count = 0;
        for (int permutation = 0; permutation < permutations.size(); permutation++) {
            int there = images[permutation][server][state];
            if (permutations.servers.get(permutation)[server] != home || there > leastState) {
                continue;
            }
            long[] image = image(permutation, server, home, there, reduced);
            int compared = least == null || there < leastState ? -1 : Arrays.compareUnsigned(image, least);
            if (compared <= 0) {
                count = compared < 0 ? 0 : count;
                ways[count++] = permutation;
                least = image;
                leastState = there;
            }
        }
        if (least == null) {
            throw new IllegalStateException("no permutation takes server " + server + " home");
        }
        int orbit = orbit(home, leastState, least, Arrays.copyOf(ways, count));
        int way = permutations.inverse(ways[0]);
        return orbit << shift | stabilizers.least(stabilizer(home, orbit), way);
    }

    /** The number of the view that is kept, to which several permutations lead from one other view. */
    private int orbit(int home, int state, long[] inbox, int[] ways) {
        long[] key = Arrays.copyOf(inbox, inbox.length + 1);
        key[inbox.length] = state;
        int known = orbits[home].find(key);
        if (known >= 0) {
            return known;
        }
        BitSet members = new BitSet();
        for (int way : ways) {
            members.set(permutations.product(way, permutations.inverse(ways[0])));
        }
        long pending = unheeded == null ? 0 : unheeded.pending(home, state, inbox);
        if (pending > PENDING) {
            throw new BoundsTooLargeException("the bounds are too large: more than a million ways of being unheeded");
        }
        long stabilizer = stabilizers.number(members);
        int orbit = orbits[home].add(key, (long) state << STATE_SHIFT | stabilizer << STABILIZER_SHIFT | pending);
        if (orbit > Integer.MAX_VALUE >> shift) {
            throw new BoundsTooLargeException(
                    "the bounds are too large: more than " + (Integer.MAX_VALUE >> shift) + " different inboxes");
        }
        return orbit;
    }

    private long[] image(int permutation, int server, int to, int state, long[] inbox) {
        long[] image = permutations.image(permutation, server, inbox);
        normalizer.reduce(to, state, image);
        return image;
    }

    /** The view that another server has in its place when servers are renumbered. */
    int image(int server, int view, int permutation) {
        if (permutation == 0) {
            return view;
        }
        int product = permutations.product(permutation, permutation(view));
        int orbit = orbit(view);
        return orbit << shift | stabilizers.least(stabilizer(home(server), orbit), product);
    }

    private int stabilizer(int home, int orbit) {
        return (int) (orbits[home].note(orbit) >>> STABILIZER_SHIFT) & STABILIZER;
    }

    /** The same for all views of an orbit; rarely for others. */
    long rank(int server, int view) {
        return orbits[home(server)].hash(orbit(view));
    }

    /** The answers that decide about messages of what is kept: see {@link Unheeded#pending}; 0 if there are none. */
    int pending(int server, int view) {
        return (int) orbits[home(server)].note(orbit(view)) & PENDING;
    }

    /** The number that {@code server} has for the view of the orbit that is kept. */
    int at(int view, int server) {
        return permutations.servers.get(wayHome(view))[server];
    }

    /** The state that {@code server}, in {@code state}, has there. */
    int stateAt(int view, int server, int state) {
        return images[wayHome(view)][server][state];
    }

    int state(int server, int view) {
        return images[permutation(view)][home(server)][homeState(server, view)];
    }

    /** The state in the view of the orbit that is kept. */
    private int homeState(int server, int view) {
        return (int) (orbits[home(server)].note(orbit(view)) >>> STATE_SHIFT);
    }

    /** The same for a server's state and all its images when servers are renumbered, and for no other. */
    int stateOrbit(int server, int view) {
        int home = home(server);
        return stateOrbits[home][homeState(home, view)];
    }

    long hash(int server, int view) {
        return rank(server, view) + permutation(view);
    }

    /** Compares what two views of a server hold, as far as that is the same in every run. */
    int compare(int server, int one, int other) {
        if (orbit(one) != orbit(other)) {
            int compared = Long.compare(rank(server, one), rank(server, other));
            return compared != 0 ? compared : orbits[home(server)].compare(orbit(one), orbit(other));
        }
        return Integer.compare(permutation(one), permutation(other));
    }

    /** How many orbits there are. */
    long size() {
        return Arrays.stream(orbits).mapToLong(SharedKeys::size).sum();
    }

    /** The messages that may be delivered, a bit for each. */
    long[] inbox(int server, int view) {
        int home = home(server);
        long[] key = new long[orbits[home].width()];
        orbits[home].read(orbit(view), key);
        return image(permutation(view), home, server, state(server, view), Arrays.copyOf(key, key.length - 1));
    }

    /** How many messages may be delivered. */
    int messages(int server, int view) {
        SharedKeys keys = orbits[home(server)];
        int messages = 0;
        for (int word = 0; word + 1 < keys.width(); word++) {
            messages += Long.bitCount(keys.word(orbit(view), word));
        }
        return messages;
    }

    /** Writes all orbits in the order of their numbers. */
    void write(DataOutput out) throws IOException {
        for (SharedKeys keys : orbits) {
            out.writeInt(keys.size());
            for (int orbit = 0; orbit < keys.size(); orbit++) {
                for (int place = 0; place < keys.width(); place++) {
                    out.writeLong(keys.word(orbit, place));
                }
            }
        }
    }

    /** Reads what {@link #write} wrote, before any other view is numbered. */
    void read(DataInput in) throws IOException {
        for (int home = 0; home < orbits.length; home++) {
            int count = in.readInt();
            for (int orbit = 0; orbit < count; orbit++) {
                long[] inbox = new long[tables.servers[home].words];
                for (int place = 0; place < inbox.length; place++) {
                    inbox[place] = in.readLong();
                }
                if (number(home, (int) in.readLong(), inbox) != orbit << shift) {
                    throw new IllegalArgumentException("view " + orbit + " is there twice");
                }
            }
        }
    }
}
