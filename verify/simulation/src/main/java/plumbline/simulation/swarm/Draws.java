package plumbline.simulation.swarm;

import java.util.List;
import java.util.concurrent.TimeUnit;
import plumbline.runtime.Clock;

/** Random choices out of a clock's numbers. */
record Draws(Clock clock) {
    int number(int least, int most) {
        return (int) clock.random(least, most);
    }

    /** Whether what happens once in {@code times} times happens now. */
    boolean oneIn(int times) {
        return clock.random(1, times) == 1;
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[number(0, choices.length - 1)];
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(number(0, choices.size() - 1));
    }

    /** Nanoseconds, up to {@code millis} milliseconds. */
    long nanosUpTo(long millis) {
        return clock.random(0, TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
