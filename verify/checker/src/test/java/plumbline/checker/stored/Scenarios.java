package plumbline.checker.stored;

import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Network;
import plumbline.core.Cluster;

/** The stories in {@code traces/scenarios/}. */
final class Scenarios {
    private Scenarios() {}

    static List<Supplier<Scenario>> all() {
        return List.of(
                Scenarios::figure7,
                Scenarios::figure8Overwritten,
                Scenarios::figure8Committed,
                Scenarios::rejoin,
                Scenarios::backup,
                Scenarios::splitVote,
                Scenarios::staleLeader,
                Scenarios::everyMessageTwice);
    }

    private static Bounds bounds(int servers, int terms, int entries, int commands, int burst, int restarts) {
        return new Bounds(servers, terms, entries, commands, burst, restarts, Cluster.UNLIMITED, Network.SET);
    }

    private static String[] times(int count, String command) {
        return Collections.nCopies(count, command).toArray(String[]::new);
    }

    /** Server 1 is the leader on top of the figure, 2 to 7 are its followers (a) to (f). */
    static Scenario figure7() {
        Scenario it = new Scenario(
                "figure-7",
                "Figure 7: seven logs as six terms with crashes leave them; servers 2 to 7 are the followers (a) to (f).",
                "The leader of term 8 repairs all of them: what is missing is added, what is too much is removed.",
                bounds(7, 8, 12, 1, 5, 2));
        it.elected(7, 1, 2, 3);
        it.asked(7, times(3, "c1"));
        it.replicates(7, 1, 2, 3, 4, 5, 6);
        // (f) is elected twice more, and nobody hears of what it takes in.
        it.crashes(7);
        it.elected(7, 6, 1, 2);
        it.asked(7, times(3, "c1"));
        it.crashes(7);
        it.elected(7, 6, 1, 2);
        it.asked(7, times(5, "c1"));
        // (e)
        it.elected(6, 1, 2, 3);
        it.asked(6, "c1");
        it.replicates(6, 1, 2, 3, 4, 5);
        it.asked(6, "c1");
        it.replicates(6, 1, 2, 4, 5);
        it.asked(6, times(2, "c1"));
        // The leader of term 8 leads term 5.
        it.elected(1, 2, 4, 5);
        it.asked(1, times(2, "c1"));
        it.replicates(1, 2, 4, 5);
        // (c)
        it.elected(4, 1, 2, 5);
        it.asked(4, times(2, "c1"));
        it.replicates(4, 1, 2, 5);
        it.asked(4, "c1");
        it.replicates(4, 1, 5);
        it.asked(4, "c1");
        // (d)
        it.elected(5, 1, 2, 3);
        it.asked(5, times(2, "c1"));
        // Here the servers are as in the figure.
        it.elected(1, 2, 3, 6);
        it.replicates(1, 2, 3, 4, 5, 6, 7);
        it.asked(1, "c1");
        it.replicates(1, 2, 3, 4, 5, 6, 7);
        return it;
    }

    private static void figure8UpToC(Scenario it) {
        it.elected(1, 2, 3);
        it.asked(1, "c1");
        it.replicates(1, 2, 3, 4, 5);
        // (a) S1 leads term 2, and index 2 reaches S2.
        it.crashes(1);
        it.elected(1, 5, 3);
        it.asked(1, "c1");
        it.replicates(1, 2);
        // (b) S1 crashes; S5 leads term 3 with the votes of S3 and S4, and has another entry at index 2.
        it.crashes(1);
        it.elected(5, 3, 4);
        it.asked(5, "c2");
        // (c) S5 crashes; S1 leads term 4, and its entry of term 2 reaches S3: a majority has it.
        it.crashes(5);
        it.timesOut(1);
        it.elected(1, 2, 3);
        it.replicates(1, 3);
    }

    static Scenario figure8Overwritten() {
        Scenario it = new Scenario(
                "figure-8-overwritten",
                "Figure 8, (a) to (d): an entry of term 2 is on three of five servers, but its leader leads term 4.",
                "It is not committed by that, and rightly so: the leader of term 5 replaces it everywhere.",
                bounds(5, 5, 3, 2, 1, 4));
        figure8UpToC(it);
        // (d) S1 crashes; S5 is elected by S2, S3 and S4, and overwrites.
        it.crashes(1);
        it.timesOut(5);
        it.elected(5, 2, 3, 4);
        it.replicates(5, 1, 2, 3, 4);
        it.asked(5, "c2");
        it.replicates(5, 1, 2, 3, 4);
        return it;
    }

    static Scenario figure8Committed() {
        Scenario it = new Scenario(
                "figure-8-committed",
                "Figure 8, (a) to (c) and then (e): the leader of term 4 adds an entry of its own, which reaches a majority.",
                "With it the entry of term 2 is committed, and the server that could replace it can no longer be elected.",
                bounds(5, 5, 3, 2, 1, 4));
        figure8UpToC(it);
        it.asked(1, "c1");
        it.replicates(1, 2, 3);
        it.crashes(1);
        it.timesOut(5);
        it.timesOut(5);
        it.votes(4, 5);
        it.votes(2, 5);
        it.votes(3, 5);
        return it;
    }

    static Scenario rejoin() {
        Scenario it = new Scenario(
                "rejoin",
                "A leader that is cut off takes in commands that nobody hears of; the next leader commits others, and goes.",
                "The first one comes back, cannot be elected, and gives up its tail for what was committed.",
                bounds(3, 4, 4, 4, 3, 0));
        it.elected(1, 2);
        it.asked(1, "c1");
        it.replicates(1, 2, 3);
        it.asked(1, times(3, "c2"));
        it.elected(2, 3);
        it.asked(2, "c3");
        it.replicates(2, 3);
        // 2 is cut off, 1 is back.
        it.replicates(1, 3);
        it.timesOut(1);
        it.votes(3, 1);
        it.elected(3, 1);
        it.asked(3, "c4");
        it.replicates(3, 1);
        // 2 is back.
        it.replicates(3, 2);
        it.heartbeats(3);
        it.replicates(3, 1, 2);
        return it;
    }

    static Scenario backup() {
        int many = 10;
        Scenario it = new Scenario(
                "backup",
                "Partitions leave long wrong tails on two pairs of servers, of different terms.",
                "The last leader backs up over each in steps of a term, not of an entry.",
                bounds(5, 5, 1 + 3 * many, 5, many, 0));
        it.elected(1, 2, 3);
        it.asked(1, "c1");
        it.replicates(1, 2, 3, 4, 5);
        // 1 and 2 are cut off, and 1 takes in many.
        it.asked(1, times(many, "c2"));
        it.replicates(1, 2);
        // 3, 4 and 5 commit many.
        it.elected(3, 4, 5);
        it.asked(3, times(many, "c3"));
        it.replicates(3, 4, 5);
        // 5 is cut off from 3 and 4, of which 3 takes in many more.
        it.asked(3, times(many, "c4"));
        it.replicates(3, 4);
        // 1, 2 and 5 are together: only 5 has what was committed.
        it.timesOut(5);
        it.elected(5, 1, 2);
        it.replicates(5, 1, 2);
        it.asked(5, times(many, "c5"));
        it.replicates(5, 1, 2);
        // All are together.
        it.heartbeats(5);
        it.replicates(5, 1, 2, 3, 4);
        return it;
    }

    static Scenario splitVote() {
        Scenario it = new Scenario(
                "split-vote",
                "Two of four servers stand for the same term, and each gets two votes: no majority, no leader.",
                "One of them times out again, and is elected in the next term.",
                bounds(4, 2, 1, 1, 1, 0));
        it.timesOut(1);
        it.timesOut(2);
        it.votes(3, 1);
        it.votes(4, 2);
        it.votes(2, 1);
        it.votes(1, 2);
        it.elected(1, 3, 2);
        it.replicates(1, 2, 3, 4);
        return it;
    }

    static Scenario staleLeader() {
        Scenario it = new Scenario(
                "stale-leader",
                "A leader that was cut off still believes that it leads, and takes in a command of a client.",
                "The others are a term ahead and refuse it; it steps down, and its entry gives way to theirs.",
                bounds(3, 2, 2, 3, 1, 0));
        it.elected(1, 2);
        it.asked(1, "c1");
        it.replicates(1, 2, 3);
        it.elected(2, 3);
        it.asked(2, "c2");
        it.replicates(2, 3);
        it.asked(1, "c3");
        it.replicates(1, 3);
        it.replicates(2, 1);
        it.heartbeats(2);
        it.replicates(2, 1, 3);
        return it;
    }

    static Scenario everyMessageTwice() {
        Scenario it = new Scenario(
                        "every-message-twice",
                        "Each message of an election, of two entries and of a repaired log arrives twice.",
                        "The second time it changes nothing, at most it is answered again.",
                        bounds(3, 2, 3, 2, 1, 0))
                .twice();
        it.elected(1, 2);
        it.asked(1, "c1");
        it.replicates(1, 2, 3);
        it.asked(1, "c2");
        it.elected(3, 2);
        it.asked(3, "c1");
        it.replicates(3, 1, 2);
        it.heartbeats(3);
        it.replicates(3, 1, 2);
        return it;
    }
}
