package plumbline.runtime.memory;

import java.util.concurrent.TimeUnit;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.runtime.Clock;

/** How long a message takes, and whether it arrives. Any thread may ask. */
@FunctionalInterface
public interface LinkBehaviour {
    /** Instead of a delay: the message is lost. */
    long LOST = -1;

    /** Everything arrives at once. */
    LinkBehaviour IMMEDIATE = (message, clock) -> 0;

    /** Nanoseconds until {@code message} arrives, or {@link #LOST}. */
    long delay(Message message, Clock clock);

    /** How many copies of {@code message} set out, each with a {@link #delay} of its own. */
    default int copies(Message message, Clock clock) {
        return 1;
    }

    /** Everything arrives after a time drawn from {@code leastNanos} to {@code mostNanos}; so messages may overtake others. */
    static LinkBehaviour delayed(long leastNanos, long mostNanos) {
        return (message, clock) -> clock.random(leastNanos, mostNanos);
    }

    /** One in ten requests and one in ten responses is lost; requests take up to 26 ms, responses no time. */
    static LinkBehaviour unreliable() {
        return (message, clock) -> {
            if (clock.random(1, 10) == 1) {
                return LOST;
            }
            return isRequest(message) ? clock.random(0, TimeUnit.MILLISECONDS.toNanos(26)) : 0;
        };
    }

    /** {@link #unreliable}, and two of three responses are 200 ms to 2.2 s late, earlier ones more often than later. */
    static LinkBehaviour longReordering() {
        LinkBehaviour unreliable = unreliable();
        return (message, clock) -> {
            long delay = unreliable.delay(message, clock);
            if (delay == LOST || isRequest(message) || clock.random(1, 3) == 1) {
                return delay;
            }
            return TimeUnit.MILLISECONDS.toNanos(200 + clock.random(0, clock.random(0, 2_000)));
        };
    }

    /** This, but that one in {@code oneIn} messages is lost. */
    default LinkBehaviour losing(int oneIn) {
        LinkBehaviour inner = this;
        return new LinkBehaviour() {
            @Override
            public long delay(Message message, Clock clock) {
                return clock.random(1, oneIn) == 1 ? LOST : inner.delay(message, clock);
            }

            @Override
            public int copies(Message message, Clock clock) {
                return inner.copies(message, clock);
            }
        };
    }

    /** This, but that one in {@code oneIn} messages sets out twice. */
    default LinkBehaviour repeating(int oneIn) {
        LinkBehaviour inner = this;
        return new LinkBehaviour() {
            @Override
            public long delay(Message message, Clock clock) {
                return inner.delay(message, clock);
            }

            @Override
            public int copies(Message message, Clock clock) {
                return inner.copies(message, clock) * (clock.random(1, oneIn) == 1 ? 2 : 1);
            }
        };
    }

    private static boolean isRequest(Message message) {
        return message instanceof AppendEntriesRequest || message instanceof RequestVoteRequest;
    }
}
