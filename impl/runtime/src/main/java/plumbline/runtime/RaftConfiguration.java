package plumbline.runtime;

import java.time.Duration;
import plumbline.core.Cluster;

/**
 * All that can be set. {@link #defaults} suits servers in one data centre.
 *
 * @param leastElectionTimeout shortest time without a word from a leader after which a server starts an election (§5.2);
 *     longer than the heartbeat interval, and should be several times as long
 * @param mostElectionTimeout longest such time; each wait is drawn anew between the two, so that elections rarely collide
 * @param heartbeatInterval how often a leader is heard; also how soon it notices that a message to a quiet follower was
 *     lost
 * @param window the most entries that a leader has under way to one follower, {@link Cluster#window}
 * @param batchSize the most messages, the most proposals and the most committed entries that one turn takes on
 * @param maxCommandBytes the longest command that is taken from a client
 * @param inbox messages that wait for the server's next turn; what does not fit is dropped, so at least the largest
 *     message must fit
 * @param pending proposals that have been taken and not answered; who does not fit is told to try later
 * @param outbound messages that wait in the transport, for each peer; at least the largest message must fit
 */
public record RaftConfiguration(
        Duration leastElectionTimeout,
        Duration mostElectionTimeout,
        Duration heartbeatInterval,
        int window,
        int batchSize,
        int maxCommandBytes,
        Capacity inbox,
        Capacity pending,
        Capacity outbound) {
    private static final int MEBIBYTE = 1 << 20;
    private static final long LARGEST_MESSAGE = 1L << 30;
    private static final RaftConfiguration DEFAULTS = new RaftConfiguration(
            Duration.ofMillis(150),
            Duration.ofMillis(300),
            Duration.ofMillis(50),
            1_024,
            1_024,
            64 * 1_024,
            new Capacity(4_096, 128 * MEBIBYTE),
            new Capacity(8_192, 64 * MEBIBYTE),
            new Capacity(1_024, 128 * MEBIBYTE));

    /** @throws IllegalArgumentException naming the field that is out of range or contradicts another */
    public RaftConfiguration {
        within(1, heartbeatInterval.toNanos(), Long.MAX_VALUE, "heartbeatInterval");
        require(
                leastElectionTimeout.compareTo(heartbeatInterval) > 0,
                "leastElectionTimeout is " + leastElectionTimeout + ", must be longer than the heartbeat interval, "
                        + heartbeatInterval);
        require(
                mostElectionTimeout.compareTo(leastElectionTimeout) >= 0,
                "mostElectionTimeout is " + mostElectionTimeout + ", must be at least " + leastElectionTimeout);
        within(1, window, Integer.MAX_VALUE, "window");
        within(1, batchSize, Integer.MAX_VALUE, "batchSize");
        within(1, maxCommandBytes, Integer.MAX_VALUE, "maxCommandBytes");
        require(
                largestMessageBytes(window, maxCommandBytes) <= LARGEST_MESSAGE,
                "window is " + window + " and maxCommandBytes is " + maxCommandBytes + ": a request could have "
                        + largestMessageBytes(window, maxCommandBytes) + " bytes, must be at most " + LARGEST_MESSAGE);
        // What never fits would be sent and dropped for ever.
        within(largestMessageBytes(window, maxCommandBytes), inbox.bytes(), Capacity.MOST_BYTES, "inbox.bytes");
        within(largestMessageBytes(window, maxCommandBytes), outbound.bytes(), Capacity.MOST_BYTES, "outbound.bytes");
    }

    /** Elections within 150 to 300 ms, commands up to 64 KiB. */
    public static RaftConfiguration defaults() {
        return DEFAULTS;
    }

    /** A cluster of {@code servers} servers with this {@link #window}. */
    public Cluster cluster(int servers) {
        return new Cluster(servers, window);
    }

    /** The most bytes that a message takes, by {@link MessageSize}: a whole window of the longest commands. */
    public long largestMessageBytes() {
        return largestMessageBytes(window, maxCommandBytes);
    }

    private static long largestMessageBytes(int window, int maxCommandBytes) {
        return MessageSize.MESSAGE + (long) window * (MessageSize.ENTRY + maxCommandBytes);
    }

    /** This, with other times. */
    public RaftConfiguration withTimes(
            Duration leastElectionTimeoutNow, Duration mostElectionTimeoutNow, Duration heartbeatIntervalNow) {
        return new RaftConfiguration(
                leastElectionTimeoutNow,
                mostElectionTimeoutNow,
                heartbeatIntervalNow,
                window,
                batchSize,
                maxCommandBytes,
                inbox,
                pending,
                outbound);
    }

    /** This, with another {@link #window} and {@link #batchSize}. */
    public RaftConfiguration withSizes(int windowNow, int batchSizeNow) {
        return new RaftConfiguration(
                leastElectionTimeout,
                mostElectionTimeout,
                heartbeatInterval,
                windowNow,
                batchSizeNow,
                maxCommandBytes,
                inbox,
                pending,
                outbound);
    }

    /** This, with another {@link #maxCommandBytes}. */
    public RaftConfiguration withMaxCommandBytes(int bytes) {
        return new RaftConfiguration(
                leastElectionTimeout,
                mostElectionTimeout,
                heartbeatInterval,
                window,
                batchSize,
                bytes,
                inbox,
                pending,
                outbound);
    }

    /** This, with other bounds for what waits. */
    public RaftConfiguration withCapacities(Capacity inboxNow, Capacity pendingNow, Capacity outboundNow) {
        return new RaftConfiguration(
                leastElectionTimeout,
                mostElectionTimeout,
                heartbeatInterval,
                window,
                batchSize,
                maxCommandBytes,
                inboxNow,
                pendingNow,
                outboundNow);
    }

    static void within(long least, long value, long most, String field) {
        // On every proposal's way: what is wrong is put into words only when something is.
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + " is " + value + ", must be " + least + " to " + most);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
