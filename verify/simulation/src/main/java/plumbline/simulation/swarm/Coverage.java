package plumbline.simulation.swarm;

import java.util.EnumMap;
import java.util.Map;

/** How often each rare event happened, and in how many runs. */
public final class Coverage {
    private final Map<RareEvent, Long> times = new EnumMap<>(RareEvent.class);
    private final Map<RareEvent, Long> runs = new EnumMap<>(RareEvent.class);

    /** Nothing has happened. */
    public Coverage() {}

    /** What has happened so far, apart from what will. */
    Coverage copy() {
        Coverage copy = new Coverage();
        copy.times.putAll(times);
        copy.runs.putAll(runs);
        return copy;
    }

    void happened(RareEvent event, long more) {
        if (more > 0) {
            times.merge(event, more, Long::sum);
        }
    }

    /** Adds what happened in one run. */
    void add(Coverage run) {
        run.times.forEach((event, more) -> {
            happened(event, more);
            runs.merge(event, 1L, Long::sum);
        });
    }

    /** How often {@code event} happened. */
    public long times(RareEvent event) {
        return times.getOrDefault(event, 0L);
    }

    /** In how many of the runs that were added {@code event} happened. */
    public long runs(RareEvent event) {
        return runs.getOrDefault(event, 0L);
    }
}
