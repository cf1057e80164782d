package plumbline.simulation.lab;

import java.time.Duration;
import java.util.TreeSet;

/** Elections. */
final class PartA {
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private PartA() {}

    static void initialElection(Lab lab) {
        lab.awaitLeader();
        lab.await("all servers in one term", () -> sameTerm(lab));
        lab.require(lab.cluster().status(1).term() >= 1, () -> "the term is below 1");
        // On a busy machine threads may stand still for longer than an election timeout. Then look once more.
        int looks = lab.isSimulated() ? 1 : 5;
        boolean stays = false;
        for (int look = 1; look <= looks && !stays; look++) {
            int leader = lab.awaitLeader();
            long term = lab.cluster().status(leader).term();
            lab.sleep(A_WHILE);
            stays = lab.leader() == leader
                    && lab.ids().allMatch(id -> lab.cluster().status(id).term() == term);
        }
        lab.require(stays, () -> "without failures, leader and term do not stay");
    }

    private static boolean sameTerm(Lab lab) {
        return lab.ids()
                        .mapToLong(id -> lab.cluster().status(id).term())
                        .distinct()
                        .count()
                == 1;
    }

    static void reElection(Lab lab) {
        int first = lab.awaitLeader();
        lab.cutOff(first);
        int next = lab.awaitLeader();
        lab.require(first != next, () -> "a leader that is cut off leads");

        lab.connect(first);
        lab.sleep(A_WHILE);
        if (lab.isSimulated()) {
            lab.require(lab.leader() == next, () -> "the old leader, " + first + ", disturbs the new one, " + next);
        }
        int second = lab.awaitLeader();

        int other = lab.after(second, 1);
        lab.cutOff(second);
        lab.cutOff(other);
        lab.sleep(A_WHILE);
        lab.requireNoLeader();

        lab.connect(other);
        lab.awaitLeader();

        lab.connect(second);
        lab.sleep(A_WHILE);
        lab.awaitLeader();
    }

    static void manyElections(Lab lab) {
        lab.awaitLeader();
        for (int round = 1; round <= 10; round++) {
            TreeSet<Integer> off = new TreeSet<>();
            while (off.size() < 3) {
                off.add(lab.randomServer());
            }
            off.forEach(lab::cutOff);
            lab.awaitLeader();
            off.forEach(lab::connect);
        }
        lab.awaitLeader();
    }
}
