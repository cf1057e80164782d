package plumbline.concurrency;

import java.util.List;

/**
 * How much Lincheck and jcstress do, for what must hold and for the planted bugs alike: a budget that misses a planted bug
 * fails the build. {@code -Pstress} takes the long one.
 */
final class Budgets {
    private static final boolean LONG = Boolean.getBoolean("stress.long");

    /** Lincheck: schedules of each scenario, those with the fewest switches between threads first. */
    static final int SCHEDULES = LONG ? 1_000 : 100;

    /** Lincheck: scenarios made at random, besides those that the tests name. */
    static final int RANDOM_SCENARIOS = LONG ? 10 : 0;

    /** jcstress: two seconds for each test in each of the JVM's configurations, or as its authors recommend. */
    static final List<String> STRESS = LONG
            ? List.of("-m", "default")
            : List.of("-f", "1", "-iters", "5", "-time", "400", "-sc", "false", "-af", "NONE");

    /** jcstress: collisions of threads that must have been seen, in all tests and in each; several times as many, idle. */
    static final long LEAST_SAMPLES = 1_000_000;

    static final long LEAST_SAMPLES_OF_EACH = 20_000;

    /** jcstress: minutes until it counts as hung. */
    static final int MINUTES = LONG ? 120 : 5;

    private Budgets() {}
}
