package plumbline.simulation.swarm;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import plumbline.runtime.Capacity;
import plumbline.runtime.Clock;
import plumbline.runtime.RaftConfiguration;
import plumbline.runtime.memory.LinkBehaviour;
import plumbline.server.store.StoreLimits;
import plumbline.simulation.DiskFaults;

/**
 * What one run of a swarm is like. Most runs leave most kinds of faults out: some mistakes show only where others do not
 * get in the way. All intervals are in milliseconds, and are means; 0 stands for never.
 *
 * @param servers how many servers
 * @param configuration the configuration of each
 * @param links how messages travel while there are faults
 * @param linksInWords the same, for people
 * @param orderKept whether messages stay in order on each link
 * @param cuts between changes of who is connected to whom
 * @param slowLinks between a link's becoming slow or not
 * @param crashes between crashes
 * @param crashesAfterAccepting between crashes of a leader that has just taken a command
 * @param restarts from a crash to the restart
 * @param pauses between servers' standing still
 * @param disk what goes wrong with disks
 * @param clients how many clients
 * @param think how long a client waits between two requests, at most
 * @param patience how long it waits for an answer
 * @param keys how many keys they use
 * @param allOperations whether they delete, compare and set, too
 * @param sessions how many sessions the store remembers
 * @param episodes how often faults and quiet follow each other
 * @param episodeSeconds how long faults last each time, simulated
 */
record Plan(
        int servers,
        RaftConfiguration configuration,
        LinkBehaviour links,
        String linksInWords,
        boolean orderKept,
        int cuts,
        int slowLinks,
        int crashes,
        int crashesAfterAccepting,
        int restarts,
        int pauses,
        DiskFaults disk,
        int clients,
        int think,
        int patience,
        int keys,
        boolean allOperations,
        int sessions,
        int episodes,
        int episodeSeconds) {
    /** A quiet network, as it is after the faults. */
    static final LinkBehaviour QUIET = LinkBehaviour.delayed(100_000, 1_000_000);

    static Plan draw(Clock clock) {
        Draws draw = new Draws(clock);
        int least = draw.oneOf(150, 150, 300, 600);
        int heartbeat = draw.oneOf(least / 3, least / 3, least / 6, least - 10);
        int window = draw.oneOf(1, 2, 8, 1_024, 1_024);
        int batch = draw.oneOf(1, 4, 1_024, 1_024);
        int room = draw.oneOf(4, 1_024, 1_024, 1_024);
        String[] words = {""};
        LinkBehaviour links = links(draw, words);
        return new Plan(
                draw.oneOf(1, 2, 3, 3, 3, 3, 3, 4, 5, 5, 5, 7),
                RaftConfiguration.defaults()
                        .withTimes(
                                Duration.ofMillis(least), Duration.ofMillis(2L * least), Duration.ofMillis(heartbeat))
                        .withSizes(window, batch)
                        .withCapacities(capacity(room), capacity(room), capacity(room)),
                links,
                words[0],
                draw.oneIn(3),
                draw.oneOf(0, least, 3 * least, 10 * least),
                draw.oneOf(0, 0, 3 * least),
                draw.oneOf(0, 0, 2 * least, 10 * least),
                draw.oneOf(0, 0, 2 * least, 5 * least),
                draw.oneOf(10, least, 5 * least),
                draw.oneOf(0, 0, 0, 2 * least),
                disk(draw, least),
                draw.number(1, 8),
                draw.oneOf(5, 20, 100, 1_000),
                draw.oneOf(2 * least, 20 * least, 20 * least),
                draw.number(1, 4),
                draw.oneIn(3),
                draw.oneOf(4, StoreLimits.DEFAULTS.sessions(), StoreLimits.DEFAULTS.sessions()),
                draw.number(1, 4),
                draw.number(2, 15));
    }

    private static Capacity capacity(int room) {
        return new Capacity(room, RaftConfiguration.defaults().outbound().bytes());
    }

    private static LinkBehaviour links(Draws draw, String[] words) {
        LinkBehaviour links;
        if (draw.oneIn(6)) {
            links = LinkBehaviour.longReordering();
            words[0] = "replies reordered over two seconds";
        } else {
            int slowest = draw.oneOf(1, 5, 30, 150);
            links = LinkBehaviour.delayed(100_000, TimeUnit.MILLISECONDS.toNanos(slowest));
            words[0] = "delays up to " + slowest + " ms";
        }
        int lost = draw.oneOf(0, 0, 3, 10, 100);
        if (lost > 0) {
            links = links.losing(lost);
            words[0] += ", one in " + lost + " lost";
        }
        int repeated = draw.oneOf(0, 0, 3, 20);
        if (repeated > 0) {
            links = links.repeating(repeated);
            words[0] += ", one in " + repeated + " repeated";
        }
        return links;
    }

    private static DiskFaults disk(Draws draw, int least) {
        return draw.oneIn(2)
                ? DiskFaults.NONE
                : new DiskFaults(
                        draw.oneOf(0L, 5L, 100L),
                        TimeUnit.MILLISECONDS.toNanos(draw.oneOf(2, least / 2, 2 * least)),
                        draw.oneOf(0L, 0L, 200L),
                        draw.oneOf(0L, 30L, 300L));
    }

    /** For people: what is not there is not mentioned. */
    String inWords() {
        StringBuilder text = new StringBuilder();
        text.append(servers).append(servers == 1 ? " server, " : " servers, ").append(linksInWords);
        text.append(orderKept ? ", in order" : "");
        mention(text, cuts, "cuts");
        mention(text, slowLinks, "slow links");
        mention(text, crashes, "crashes");
        mention(text, crashesAfterAccepting, "crashes after accepting");
        mention(text, pauses, "pauses");
        text.append(disk.equals(DiskFaults.NONE) ? "" : ", bad disks");
        text.append(", window ").append(configuration.window());
        text.append(", room for ").append(configuration.outbound().count());
        text.append(", ").append(clients).append(clients == 1 ? " client, " : " clients, ");
        return text.append(episodes)
                .append(" x ")
                .append(episodeSeconds)
                .append(" s")
                .toString();
    }

    private static void mention(StringBuilder text, int interval, String what) {
        text.append(interval == 0 ? "" : ", " + what + " every " + interval + " ms");
    }
}
