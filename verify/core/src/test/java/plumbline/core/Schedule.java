package plumbline.core;

import java.util.List;
import java.util.Random;

/**
 * A schedule drawn from a seed: messages arrive late, out of order, twice or never, servers crash and time out, clients
 * ask. The same seed gives the same schedule.
 */
final class Schedule {
    private final Random random;
    private final Servers servers;
    private final List<Message> underWay;

    Schedule(long seed, Cluster cluster) {
        this.random = new Random(seed);
        this.servers = new Servers(cluster);
        this.underWay = servers.underWay();
    }

    Servers servers() {
        return servers;
    }

    /** One thing happens. */
    void act() {
        int server = 1 + random.nextInt(servers.cluster().size());
        int dice = random.nextInt(100);
        if (dice < 3) {
            servers.electionTimeout(server);
        } else if (dice < 8) {
            servers.heartbeatTimeout(server);
        } else if (dice < 20) {
            servers.clientRequest(server, 1 + random.nextInt(3));
        } else if (dice < 21) {
            servers.restart(server);
        } else if (!underWay.isEmpty()) {
            int chosen = random.nextInt(Math.min(underWay.size(), 10));
            if (dice < 25) {
                underWay.remove(chosen);
            } else if (dice < 32) {
                servers.deliver(underWay.get(chosen));
            } else {
                servers.deliver(underWay.remove(chosen));
            }
        }
    }
}
