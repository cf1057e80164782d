package plumbline.simulation.swarm;

/** How often each rare event happened, and in how many runs. */
public final class Coverage {
    private final long[] times = new long[RareEvent.values().length];
    private final long[] runs = new long[RareEvent.values().length];

    /** Nothing has happened. */
    public Coverage() {}

    void happened(RareEvent event, long more) {
        times[event.ordinal()] += more;
    }

    /** Adds what happened in one run. */
    void add(Coverage run) {
        for (int i = 0; i < times.length; i++) {
            times[i] += run.times[i];
            runs[i] += run.times[i] > 0 ? 1 : 0;
        }
    }

    void copy(Coverage other) {
        System.arraycopy(other.times, 0, times, 0, times.length);
        System.arraycopy(other.runs, 0, runs, 0, runs.length);
    }

    /** How often {@code event} happened. */
    public long times(RareEvent event) {
        return times[event.ordinal()];
    }

    /** In how many of the runs that were added {@code event} happened. */
    public long runs(RareEvent event) {
        return runs[event.ordinal()];
    }
}
