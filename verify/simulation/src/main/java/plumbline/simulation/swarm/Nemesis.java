package plumbline.simulation.swarm;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import plumbline.runtime.memory.LinkBehaviour;
import plumbline.simulation.DiskFaults;
import plumbline.simulation.WatchedCluster;

/** Does to a cluster what its plan says, until told to stop. Under simulated time only. */
final class Nemesis {
    private static final LinkBehaviour SLOW =
            LinkBehaviour.delayed(TimeUnit.MILLISECONDS.toNanos(100), TimeUnit.SECONDS.toNanos(1));

    private final WatchedCluster cluster;
    private final Plan plan;
    private final Draws draw;
    /** How often it was begun and stopped: tasks of an earlier time do nothing. */
    private int turn;

    Nemesis(WatchedCluster cluster, Plan plan, Draws draw) {
        this.cluster = cluster;
        this.plan = plan;
        this.draw = draw;
    }

    void begin() {
        turn++;
        cluster.network().behave(plan.links());
        cluster.network().keepOrder(plan.orderKept());
        cluster.ids().forEach(id -> cluster.disk(id).behave(plan.disk()));
        again(plan.cuts(), this::cut);
        again(plan.slowLinks(), this::slowLink);
        again(plan.crashes(), () -> crash(anyServer()));
        again(plan.crashesAfterAccepting(), this::crashAfterAccepting);
        again(plan.pauses(), this::pause);
        again(plan.restarts(), this::restartWhatFailed);
    }

    /** No more faults; but who is down or cut off stays so. */
    void stop() {
        turn++;
        cluster.network().behave(Plan.QUIET);
        cluster.network().keepOrder(false);
        cluster.ids().forEach(id -> cluster.disk(id).behave(DiskFaults.NONE));
    }

    private void again(int interval, Runnable fault) {
        if (interval > 0) {
            later(2L * interval, () -> {
                fault.run();
                again(interval, fault);
            });
        }
    }

    private void later(long mostMillis, Runnable task) {
        int now = turn;
        draw.clock().at(draw.clock().nanoTime() + draw.nanosUpTo(mostMillis), () -> {
            if (turn == now) {
                task.run();
            }
        });
    }

    private int anyServer() {
        return draw.number(1, cluster.size());
    }

    /** A server that takes itself for a leader, or else any. */
    private int leader() {
        List<Integer> leaders = cluster.ids()
                .filter(id -> cluster.isUp(id) && cluster.status(id).isLeader())
                .boxed()
                .toList();
        return leaders.isEmpty() ? anyServer() : draw.oneOf(leaders);
    }

    // Partitions

    private void cut() {
        if (draw.oneIn(3)) {
            cluster.heal();
        }
        switch (draw.number(1, 8)) {
            case 1 -> cluster.heal();
            case 2 -> cluster.isolate(anyServer());
            case 3 -> cluster.isolate(leader());
            case 4 -> split();
            case 5 -> bridge();
            case 6 -> oneWay(anyServer(), anyServer());
            case 7 -> everyWay(leader(), draw.oneIn(2));
            default -> oneWay(leader(), anyServer());
        }
    }

    /** Two parts that do not hear each other. */
    private void split() {
        boolean[] part = parts();
        cutWhere((from, to) -> part[from] != part[to]);
    }

    /** Two parts that do not hear each other, and one server that hears and is heard by all. */
    private void bridge() {
        boolean[] part = parts();
        int bridge = anyServer();
        cutWhere((from, to) -> from != bridge && to != bridge && part[from] != part[to]);
    }

    private boolean[] parts() {
        boolean[] part = new boolean[cluster.size() + 1];
        cluster.ids().forEach(id -> part[id] = draw.oneIn(2));
        return part;
    }

    private void oneWay(int from, int to) {
        cutWhere((sender, receiver) -> sender == from && receiver == to);
    }

    /** A server that is not heard by any other, or hears none. */
    private void everyWay(int server, boolean deaf) {
        cutWhere((from, to) -> (deaf ? to : from) == server);
    }

    private interface Links {
        boolean contains(int from, int to);
    }

    private void cutWhere(Links links) {
        cluster.ids()
                .forEach(from -> IntStream.rangeClosed(1, cluster.size())
                        .filter(to -> to != from && links.contains(from, to))
                        .forEach(to -> cluster.network().cut(from, to)));
    }

    private void slowLink() {
        cluster.network().behave(anyServer(), anyServer(), draw.oneIn(2) ? SLOW : plan.links());
    }

    // Servers

    private void crash(int id) {
        if (draw.oneIn(20)) {
            cluster.ids().forEach(this::crashOne);
        } else {
            crashOne(id);
        }
    }

    private void crashOne(int id) {
        if (cluster.isUp(id)) {
            cluster.crash(id);
            later(2L * plan.restarts(), () -> restart(id));
        }
    }

    private void crashAfterAccepting() {
        int leader = leader();
        long last = cluster.state(leader).log().lastIndex();
        waitAndCrash(leader, last, 100);
    }

    private void waitAndCrash(int leader, long last, int patience) {
        if (cluster.state(leader).log().lastIndex() > last || patience == 0) {
            crashOne(leader);
        } else {
            later(2, () -> waitAndCrash(leader, last, patience - 1));
        }
    }

    private void restart(int id) {
        if (!cluster.isUp(id)) {
            cluster.restart(id);
        }
    }

    /** Servers whose disk failed under them, or whose power went while they synced. */
    private void restartWhatFailed() {
        cluster.ids()
                .filter(id -> !cluster.status(id).isRunning())
                .filter(id -> draw.oneIn(2))
                .forEach(this::restart);
    }

    private void pause() {
        long most = 2 * plan.configuration().mostElectionTimeout().toMillis();
        cluster.pause(anyServer(), draw.nanosUpTo(most));
    }
}
