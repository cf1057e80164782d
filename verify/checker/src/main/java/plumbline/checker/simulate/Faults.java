package plumbline.checker.simulate;

import java.util.Random;

/**
 * How much goes wrong in a random schedule. Messages: a chance for each, in thousandths. Partitions and crashes: a chance
 * at each moment of trouble, of which a schedule of a thousand steps has about a dozen.
 *
 * @param loss messages that never arrive; 0 to 1,000
 * @param duplication messages that arrive again, at once or long after; 0 to 1,000
 * @param delay messages that take up to a hundred times as long as others, so that later ones overtake them; 0 to 1,000
 * @param partitions the network is cut: in two, around one server, one way only, or with one server as the only bridge;
 *     0 to 1,000
 * @param crashes a server crashes, often the leader, and restarts later; 0 to 1,000
 * @param clients how many client requests there are for each heartbeat, in thousandths; 0 to 10,000
 */
public record Faults(int loss, int duplication, int delay, int partitions, int crashes, int clients) {
    /** A perfect network and servers that stay up. */
    public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 1_000);

    /** Some of everything. */
    public static final Faults SOME = new Faults(50, 50, 50, 500, 300, 1_000);

    private static final int[] MESSAGES = {0, 20, 100, 300};
    private static final int[] SERVERS = {0, 200, 500, 900};
    private static final int[] CLIENTS = {200, 1_000, 3_000};

    /** @throws IllegalArgumentException naming the chance that is out of range */
    public Faults {
        check("loss", loss, 1_000);
        check("duplication", duplication, 1_000);
        check("delay", delay, 1_000);
        check("partitions", partitions, 1_000);
        check("crashes", crashes, 1_000);
        check("clients", clients, 10_000);
    }

    /** Each drawn by itself, none among them: some bugs show only where something does not go wrong. */
    public static Faults draw(Random random) {
        return new Faults(
                one(MESSAGES, random),
                one(MESSAGES, random),
                one(MESSAGES, random),
                one(SERVERS, random),
                one(SERVERS, random),
                one(CLIENTS, random));
    }

    private static int one(int[] of, Random random) {
        return of[random.nextInt(of.length)];
    }

    private static void check(String name, int value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", must be 0 to " + most);
        }
    }
}
