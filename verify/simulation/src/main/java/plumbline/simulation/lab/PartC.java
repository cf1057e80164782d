package plumbline.simulation.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import plumbline.core.Command;
import plumbline.runtime.memory.LinkBehaviour;
import plumbline.simulation.Client;
import plumbline.simulation.ClientHistory;

/** What must survive crashes, and bad networks. */
final class PartC {
    private static final int FIGURE_8_ROUNDS = 1_000;
    private static final int LONG_REORDERING_FROM = 200;

    private PartC() {}

    static void persist1(Lab lab) {
        lab.commit(lab.servers());
        lab.ids().forEach(lab::restart);
        lab.commit(lab.servers());

        lab.restart(lab.awaitLeader());
        lab.commit(lab.servers());

        int leader = lab.awaitLeader();
        lab.crash(leader);
        lab.commit(lab.servers() - 1);
        lab.restart(leader);
        lab.awaitCommitted(lab.cluster().agreed().lastIndex(), lab.servers());

        int follower = lab.after(lab.awaitLeader(), 1);
        lab.crash(follower);
        lab.commit(lab.servers() - 1);
        lab.restart(follower);
        lab.commit(lab.servers());
    }

    static void persist2(Lab lab) {
        for (int round = 1; round <= 5; round++) {
            lab.commit(lab.servers());
            int leader = lab.awaitLeader();
            crash(lab, lab.after(leader, 1), lab.after(leader, 2));
            lab.commit(lab.servers() - 2);

            crash(lab, lab.after(leader, 0), lab.after(leader, 3), lab.after(leader, 4));
            lab.restart(lab.after(leader, 1));
            lab.restart(lab.after(leader, 2));
            lab.sleepMillis(500);
            lab.restart(lab.after(leader, 3));
            lab.commit(lab.servers() - 2);

            lab.restart(lab.after(leader, 4));
            lab.restart(lab.after(leader, 0));
        }
        lab.commit(lab.servers());
    }

    private static void crash(Lab lab, int... servers) {
        for (int server : servers) {
            lab.crash(server);
        }
    }

    static void persist3(Lab lab) {
        lab.commit(3);
        int leader = lab.awaitLeader();
        int cutOff = lab.after(leader, 2);
        lab.cutOff(cutOff);
        lab.commit(2);

        lab.crash(leader);
        lab.crash(lab.after(leader, 1));
        lab.connect(cutOff);
        lab.restart(leader);
        lab.commit(2);

        lab.restart(lab.after(leader, 1));
        lab.commit(lab.servers());
    }

    static void figure8(Lab lab) {
        lab.commit(1);
        int up = lab.servers();
        for (int round = 1; round <= FIGURE_8_ROUNDS; round++) {
            int accepted = giveToAll(lab);
            sleepAsInFigure8(lab);
            if (accepted != 0) {
                lab.crash(accepted);
                up--;
            }
            if (up < lab.majority()) {
                int server = lab.randomServer();
                if (!lab.isUp(server)) {
                    lab.restart(server);
                    up++;
                }
            }
        }
        lab.ids().filter(id -> !lab.isUp(id)).forEach(lab::restart);
        lab.commit(lab.servers());
    }

    /** Gives a command to every server; the last that took it, or 0. */
    private static int giveToAll(Lab lab) {
        String command = lab.nextCommand();
        int accepted = 0;
        for (int id = 1; id <= lab.servers(); id++) {
            if (lab.isUp(id)
                    && lab.cluster().status(id).isLeader()
                    && lab.give(id, command).isPresent()) {
                accepted = id;
            }
        }
        return accepted;
    }

    /** Mostly too short for an election, or even for a message; now and then not. */
    private static void sleepAsInFigure8(Lab lab) {
        lab.sleepMillis(lab.random(1, 1_000) <= 100 ? lab.random(0, 500) : lab.random(0, 13));
    }

    static void unreliableAgree(Lab lab) {
        lab.network(LinkBehaviour.unreliable());
        List<Command> asked = new ArrayList<>();
        for (int round = 1; round <= 50; round++) {
            int leader = lab.awaitLeader();
            for (int i = 0; i < 4; i++) {
                String command = lab.nextCommand();
                asked.add(Command.of(command));
                var unused = lab.cluster().server(leader).propose(Command.of(command));
            }
            asked.add(Command.of("round " + round));
            lab.commit("round " + round, 1);
        }
        lab.network(LinkBehaviour.delayed(100_000, 1_000_000));
        for (Command command : asked) {
            if (lab.cluster().agreed().indexOf(command) == 0) {
                lab.commit(command.toString(), 1);
            }
        }
        lab.commit(lab.servers());
    }

    static void figure8Unreliable(Lab lab) {
        lab.network(LinkBehaviour.unreliable());
        lab.commit(1);
        int connected = lab.servers();
        for (int round = 1; round <= FIGURE_8_ROUNDS; round++) {
            if (round == LONG_REORDERING_FROM) {
                lab.network(LinkBehaviour.longReordering());
            }
            int accepted = giveToAll(lab);
            sleepAsInFigure8(lab);
            if (accepted != 0 && !lab.isCutOff(accepted) && lab.random(1, 2) == 1) {
                lab.cutOff(accepted);
                connected--;
            }
            if (connected < lab.majority()) {
                int server = lab.randomServer();
                if (lab.isCutOff(server)) {
                    lab.connect(server);
                    connected++;
                }
            }
        }
        lab.connectAll();
        lab.commit(lab.servers());
    }

    static void reliableChurn(Lab lab) {
        churn(lab);
    }

    static void unreliableChurn(Lab lab) {
        lab.network(LinkBehaviour.unreliable());
        churn(lab);
    }

    private static void churn(Lab lab) {
        ClientHistory history = new ClientHistory(lab.cluster().agreed());
        List<Client> clients = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            String name = "client " + number + " request ";
            clients.add(new Client(
                    lab.cluster(),
                    history,
                    number,
                    new Client.Habits(
                            request -> Command.of(name + request),
                            Duration.ofMillis(20).toNanos(),
                            Duration.ofMillis(1_500).toNanos(),
                            Duration.ofMillis(1).toNanos())));
        }
        clients.forEach(Client::begin);
        for (int round = 1; round <= 20; round++) {
            if (lab.random(1, 1_000) <= 200) {
                lab.cutOff(lab.randomServer());
            }
            if (lab.random(1, 1_000) <= 500) {
                int server = lab.randomServer();
                if (!lab.isUp(server)) {
                    lab.restart(server);
                }
                lab.connect(server);
            }
            if (lab.random(1, 1_000) <= 200) {
                lab.crash(lab.randomServer());
            }
            // Not so long that all is over between two faults, not so short that nothing gets done.
            lab.sleepMillis(lab.isSimulated() ? 350 : 700);
        }
        lab.network(LinkBehaviour.delayed(100_000, 1_000_000));
        lab.ids().forEach(id -> {
            if (!lab.isUp(id)) {
                lab.restart(id);
            }
            lab.connect(id);
        });
        // So many servers may be down at a time that nobody was answered before all were back.
        lab.await("a client is answered", () -> history.answered() > 0);
        clients.forEach(Client::stop);
        lab.await("clients have their answers", () -> clients.stream().allMatch(Client::isIdle));
        lab.commit(lab.servers());
        history.checkEnd();
    }
}
