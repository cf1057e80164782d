package plumbline.server.client;

import java.time.Duration;

/**
 * How patient a client is.
 *
 * @param deadline after so long without an answer a call fails; all attempts together
 * @param attemptTimeout after so long without an answer another server is tried; shorter than the deadline
 * @param maxCommandBytes the longest command that servers take, by their configuration; longer ones are not sent
 */
public record ClientOptions(Duration deadline, Duration attemptTimeout, int maxCommandBytes) {
    /** Ten seconds in all, one second for each server. */
    public static final ClientOptions DEFAULTS =
            new ClientOptions(Duration.ofSeconds(10), Duration.ofSeconds(1), 64 * 1_024);

    /** @throws IllegalArgumentException naming the field that is out of range */
    public ClientOptions {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline is " + deadline + ", must be longer than nothing");
        }
        if (attemptTimeout.isNegative() || attemptTimeout.isZero()) {
            throw new IllegalArgumentException("attemptTimeout is " + attemptTimeout + ", must be longer than nothing");
        }
        if (maxCommandBytes < 1) {
            throw new IllegalArgumentException("maxCommandBytes is " + maxCommandBytes + ", must be at least 1");
        }
    }

    /** These, with another deadline. */
    public ClientOptions withDeadline(Duration other) {
        return new ClientOptions(other, attemptTimeout, maxCommandBytes);
    }
}
