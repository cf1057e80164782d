package plumbline.checker.explore;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import plumbline.checker.explore.Contexts.Budget;
import plumbline.checker.explore.Tables.Internal;
import plumbline.checker.explore.Tables.ServerTable;

/**
 * What servers do. All of it depends on a server's view alone: which steps it takes, what view it has then, and what it
 * sends. So each step and each arrival of messages is worked out once for the view of each orbit that {@link Views} keep, by
 * bit sets, and looked up from then on; whoever asks renumbers what comes out by the permutation of the view at hand. Safe
 * for several threads.
 */
final class Moves {
    private final Tables tables;
    private final Normalizer normalizer;
    private final Views views;
    private final Mail mail;
    private final Taken taken;
    /** By kind of step and home. */
    private final SharedLists[][] steps;
    /** By home: the view after the arrival of a parcel, and the post that answers it. */
    private final SharedMemory[] arrivals;
    /** By home: the view without what is unheeded for the state of another server. */
    private final SharedMemory[] heeded;

    Moves(Tables tables, Normalizer normalizer, Views views, Mail mail, Taken taken) {
        this.tables = tables;
        this.normalizer = normalizer;
        this.views = views;
        this.mail = mail;
        this.taken = taken;
        steps = new SharedLists[Kind.values().length][tables.servers.length];
        for (SharedLists[] ofKind : steps) {
            Arrays.setAll(ofKind, server -> new SharedLists());
        }
        arrivals = new SharedMemory[tables.servers.length];
        Arrays.setAll(arrivals, server -> new SharedMemory());
        heeded = new SharedMemory[tables.servers.length];
        Arrays.setAll(heeded, server -> new SharedMemory());
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

    /** How many choices there are at the server, by itself or with {@code networks} ways to deliver a message. */
    int choices(int server, int view, int networks) {
        return tables.servers[server].internal[views.state(server, view)].length
                + networks * views.messages(server, view);
    }

    /** Counts the messages that may be dropped. */
    void countDrops(int server, int view) {
        taken.drop(views.messages(server, view));
    }

    /** Where {@link #lists} hold the steps of a kind that a server with this view can take. */
    int steps(Kind kind, int server, int view) {
        int home = views.home(server);
        int orbit = views.orbit(view);
        int found = steps[kind.place][home].find(orbit);
        return found >= 0 ? found : new Working(home, orbit).keep(kind);
    }

    /** The steps of a kind at a server: the view after a step and the post that it sends, in turns, as they are at home. */
    SharedLists lists(Kind kind, int server) {
        return steps[kind.place][views.home(server)];
    }

    /**
     * The view after the messages of a parcel arrived, in the upper half, and the post that answers them: as they are at
     * home, where the receiver's view is the one that its orbit keeps.
     */
    long arrive(int receiver, int view, int parcel) {
        int home = views.home(receiver);
        int orbit = views.orbit(view);
        int there = mail.image(receiver, parcel, views.wayHome(view));
        long key = ((long) orbit << 32) | there;
        long known = arrivals[home].get(key);
        if (known == SharedMemory.ABSENT) {
            known = new Working(home, orbit).arrive(there);
            arrivals[home].put(key, known);
        }
        return known;
    }

    /** Has the processor fetch what {@link #arrive} looks up; what it returns means nothing. */
    long announce(int receiver, int view, int parcel) {
        int there = mail.image(receiver, parcel, views.wayHome(view));
        return arrivals[views.home(receiver)].announce(((long) views.orbit(view) << 32) | there);
    }

    /**
     * The view without the messages that are unheeded while {@code other} is in state {@code there}. What they
     * would draw at once counts as delivered: in some world it is.
     */
    int without(Unheeded unheeded, int server, int view, int other, int there) {
        int home = views.home(server);
        int decider = views.at(view, other);
        int decides = views.stateAt(view, other, there);
        if (!unheeded.decides(views.pending(server, view), decider, decides)) {
            return view;
        }
        long key = ((long) views.orbit(view) << 32) | (tables.firstState[decider] + decides);
        long known = heeded[home].get(key);
        if (known == SharedMemory.ABSENT) {
            int kept = views.kept(views.orbit(view));
            int state = views.state(home, kept);
            long[] inbox = views.inbox(home, kept);
            taken.meet(decider, decides, unheeded.apply(home, state, inbox, decider, decides));
            known = views.number(home, state, inbox);
            heeded[home].put(key, known);
        }
        return views.image(server, (int) known, views.permutation(view));
    }

    /** The initial view of a server, in the upper half, and the post that it sends at once. */
    long begin(int server) {
        return new Working(server, 0, 0, new long[tables.servers[server].words]).come(0, 0);
    }

    /** Works out what follows from one view at home. */
    private final class Working {
        private final int server;
        private final int orbit;
        private final ServerTable table;
        private final int state;
        private final long[] inbox;
        private int[] found = new int[16];
        private int count;

        Working(int home, int orbit) {
            this(home, orbit, views.state(home, views.kept(orbit)), views.inbox(home, views.kept(orbit)));
        }

        Working(int server, int orbit, int state, long[] inbox) {
            this.server = server;
            this.orbit = orbit;
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
            return steps[kind.place][server].keep(orbit, found, count);
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
            return (long) views.number(server, next, inbox) << 32 | mail.post(post);
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
            return (long) views.number(server, state, inbox) << 32 | mail.post(post);
        }
    }

    /** What becomes of a message. */
    private enum Deliver {
        AND_KEEP,
        AND_REMOVE,
        TO_NOBODY
    }
}
