package plumbline.simulation.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import plumbline.core.Command;

/** The log. */
final class PartB {
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private PartB() {}

    static void basicAgree(Lab lab) {
        lab.awaitLeader();
        for (int index = 1; index <= 3; index++) {
            int next = index;
            lab.require(lab.committedBy(next) == 0, () -> "something is committed at " + next + " before it was given");
            long committed = lab.commit(lab.servers());
            lab.require(committed == next, () -> "committed at " + committed + " instead of " + next);
        }
    }

    static void rpcBytes(Lab lab) {
        lab.commit(lab.servers());
        long before = lab.cluster().network().bytesSent();
        long payload = 0;
        for (int i = 0; i < 10; i++) {
            String command = String.valueOf(i).repeat(5_000);
            payload += command.length();
            lab.commit(command, lab.servers());
        }
        long sent = lab.cluster().network().bytesSent() - before;
        long most = lab.servers() * payload + 50_000;
        lab.require(sent <= most, () -> "sent " + sent + " bytes, may be " + most);
    }

    static void followerFailure(Lab lab) {
        lab.commit(lab.servers());
        int leader = lab.awaitLeader();
        lab.cutOff(lab.after(leader, 1));
        lab.commit(lab.servers() - 1);
        lab.sleep(A_WHILE);
        lab.commit(lab.servers() - 1);

        leader = lab.awaitLeader();
        lab.ids().filter(id -> id != lab.leader()).forEach(lab::cutOff);
        commitsNothing(lab, leader);
    }

    private static void commitsNothing(Lab lab, int leader) {
        LabNotes.Given given = lab.giveTo(leader);
        lab.sleep(A_WHILE);
        lab.require(lab.committedBy(given.index()) == 0, () -> "committed without a majority: index " + given.index());
    }

    static void leaderFailure(Lab lab) {
        lab.commit(lab.servers());
        lab.cutOff(lab.awaitLeader());
        lab.commit(lab.servers() - 1);
        lab.sleep(A_WHILE);
        lab.commit(lab.servers() - 1);

        lab.cutOff(lab.awaitLeader());
        String command = lab.nextCommand();
        List<Long> indexes = new ArrayList<>();
        lab.ids().forEach(id -> lab.give(id, command).ifPresent(given -> indexes.add(given.index())));
        lab.sleep(A_WHILE);
        boolean committed = lab.cluster().agreed().indexOf(Command.of(command)) > 0;
        lab.require(!committed, () -> command + " is committed without a majority, at one of " + indexes);
    }

    static void failAgree(Lab lab) {
        lab.commit(lab.servers());
        int off = lab.after(lab.awaitLeader(), 1);
        lab.cutOff(off);
        lab.commit(lab.servers() - 1);
        lab.commit(lab.servers() - 1);
        lab.sleep(A_WHILE);
        lab.commit(lab.servers() - 1);
        lab.commit(lab.servers() - 1);

        lab.connect(off);
        lab.commit(lab.servers());
        lab.sleep(A_WHILE);
        lab.commit(lab.servers());
    }

    static void failNoAgree(Lab lab) {
        lab.commit(lab.servers());
        int leader = lab.awaitLeader();
        for (int steps = 1; steps <= 3; steps++) {
            lab.cutOff(lab.after(leader, steps));
        }
        long before = lab.cluster().agreed().lastIndex();
        commitsNothing(lab, leader);
        long lost = before + 1;

        lab.connectAll();
        lab.awaitLeader();
        long index = lab.commit(lab.servers());
        lab.require(index >= lost && index <= lost + 2, () -> "agreement goes on at index " + index);
    }

    static void concurrentStarts(Lab lab) {
        for (int attempt = 1; attempt <= 5; attempt++) {
            int leader = lab.awaitLeader();
            long term = lab.cluster().status(leader).term();
            List<String> commands =
                    IntStream.range(0, 5).mapToObj(i -> lab.nextCommand()).toList();
            commands.forEach(command -> {
                var unused = lab.cluster().server(leader).propose(Command.of(command));
            });
            boolean all = lab.waitFor(
                    Lab.FIVE_SECONDS,
                    () -> lab.cluster().status(leader).term() != term
                            || commands.stream().allMatch(command -> committedAt(lab, command) > 0));
            if (all && lab.cluster().status(leader).term() == term) {
                long places = commands.stream()
                        .mapToLong(command -> committedAt(lab, command))
                        .distinct()
                        .count();
                lab.require(places == 5, () -> "five commands were committed at " + places + " indexes");
                return;
            }
        }
        lab.require(false, () -> "five commands at once were not committed in one term");
    }

    private static long committedAt(Lab lab, String command) {
        return lab.cluster().agreed().indexOf(Command.of(command));
    }

    static void rejoin(Lab lab) {
        lab.commit(lab.servers());
        int first = lab.awaitLeader();
        lab.cutOff(first);
        for (int i = 0; i < 3; i++) {
            lab.give(first, lab.nextCommand());
        }
        lab.commit(2);

        int second = lab.awaitLeader();
        lab.cutOff(second);
        lab.connect(first);
        lab.commit(2);

        lab.connect(second);
        lab.commit(lab.servers());
    }

    static void backup(Lab lab) {
        lab.commit(lab.servers());

        // A leader and one follower, cut off from the rest, get many commands that are not committed.
        int first = lab.awaitLeader();
        int alongside = lab.after(first, 1);
        cutOffRest(lab, first, alongside);
        giveMany(lab, first);
        lab.sleepMillis(500);
        lab.cutOff(first);
        lab.cutOff(alongside);

        // The other three go on, and agree on as many.
        lab.ids().filter(id -> id != first && id != alongside).forEach(lab::connect);
        commitMany(lab, 3);

        // Their leader, with one of them cut off, gets many more that are not committed.
        int second = lab.awaitLeader();
        int away = lab.ids()
                .filter(id -> id != second && !lab.isCutOff(id))
                .findFirst()
                .orElseThrow();
        lab.ids()
                .filter(id -> id != second && id != away && !lab.isCutOff(id))
                .limit(1)
                .forEach(lab::cutOff);
        lab.cutOff(away);
        giveMany(lab, second);
        lab.sleepMillis(500);

        // The first two come back with the one that was away.
        lab.ids().forEach(lab::cutOff);
        lab.connect(first);
        lab.connect(alongside);
        lab.connect(away);
        long rejections = lab.notes().rejections();
        commitMany(lab, 3);

        // Now everyone.
        lab.connectAll();
        lab.commit(lab.servers());
        long backups = lab.notes().rejections() - rejections;
        // Each of four followers may lack or contradict what a leader has in three terms; the rest is the network's.
        lab.require(backups <= 40, () -> backups + " rejections until all logs were equal");
    }

    private static void cutOffRest(Lab lab, int one, int other) {
        lab.ids().filter(id -> id != one && id != other).forEach(lab::cutOff);
    }

    private static void giveMany(Lab lab, int leader) {
        for (int i = 0; i < 50; i++) {
            lab.give(leader, lab.nextCommand());
        }
    }

    private static void commitMany(Lab lab, int servers) {
        for (int i = 0; i < 50; i++) {
            lab.commit(servers);
        }
    }

    static void count(Lab lab) {
        lab.awaitLeader();
        long elected = lab.notes().requests();
        lab.require(elected <= 30, () -> elected + " requests to elect a leader, may be 30");

        for (int attempt = 1; attempt <= 5; attempt++) {
            int leader = lab.awaitLeader();
            long term = lab.cluster().status(leader).term();
            lab.commit(lab.servers());
            long before = lab.notes().requests();
            int entries = 10;
            for (int i = 0; i < entries; i++) {
                lab.commit(lab.servers());
            }
            long needed = lab.notes().requests() - before;
            if (lab.cluster().status(leader).term() == term) {
                int most = 3 * (entries + 4);
                lab.require(needed <= most, () -> needed + " requests for " + entries + " entries, may be " + most);
                break;
            }
        }

        long before = lab.notes().requests();
        lab.sleep(Duration.ofSeconds(1));
        long idle = lab.notes().requests() - before;
        lab.require(idle <= 60, () -> idle + " requests in an idle second, may be 60");
    }
}
