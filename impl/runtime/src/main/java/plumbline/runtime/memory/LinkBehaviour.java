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
            boolean request = message instanceof AppendEntriesRequest || message instanceof RequestVoteRequest;
            return request ? clock.random(0, TimeUnit.MILLISECONDS.toNanos(26)) : 0;
        };
    }
}
