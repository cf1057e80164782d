package plumbline.checker.linearize;

import java.time.Duration;

/**
 * When to give up.
 *
 * @param time how long the search may take
 * @param bytes how much memory it may take, as it estimates itself
 */
public record Limits(Duration time, long bytes) {
    public Limits {
        if (time.isNegative() || time.isZero() || bytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** Five minutes, and half of what memory the JVM may use. */
    public static Limits standard() {
        return new Limits(Duration.ofMinutes(5), Runtime.getRuntime().maxMemory() / 2);
    }
}
