package plumbline.checker.explore;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import plumbline.checker.property.Property;
import plumbline.checker.world.Action;

/**
 * What an exploration found.
 *
 * @param verdict of all properties together
 * @param worlds distinct worlds
 * @param transitions enabled choices taken, those that change nothing included; under reductions only those that lead on
 * @param depth choices on the longest of the shortest schedules to a world; TLC counts one more
 * @param serverTuples distinct combinations of all servers' states and history; with {@link Reduction#SYMMETRY} up to
 *     renumbering
 * @param localTransitions distinct pairs of a server state and an event, a restart being one, that were stepped
 * @param seconds elapsed
 * @param peakBytes most heap memory in use, as the JVM's memory pools report it
 * @param worldBytes heap memory that the worlds take and what is needed to find them and count their tuples
 * @param properties the verdict of each property that was checked
 * @param coverage for each action that the bounds allow, how many of {@code localTransitions} were its steps
 * @param reductions the reductions in force: of those asked for, the ones that are valid for the network and the rules
 * @param counterexample if violated, the shortest schedule to a violation
 * @param incomplete if incomplete, why, as one sentence without a full stop
 */
public record Report(
        Verdict verdict,
        long worlds,
        long transitions,
        int depth,
        long serverTuples,
        long localTransitions,
        double seconds,
        long peakBytes,
        long worldBytes,
        Map<Property, Verdict> properties,
        Map<Action, Long> coverage,
        Set<Reduction> reductions,
        Optional<Counterexample> counterexample,
        Optional<String> incomplete) {
    /** Keeps unmodifiable copies. */
    public Report {
        properties = Collections.unmodifiableMap(new EnumMap<>(properties));
        coverage = Collections.unmodifiableMap(new EnumMap<>(coverage));
        reductions = Collections.unmodifiableSet(
                reductions.isEmpty() ? EnumSet.noneOf(Reduction.class) : EnumSet.copyOf(reductions));
    }

    /** The actions that the bounds allow and that were never taken. */
    public List<Action> neverTaken() {
        return coverage.entrySet().stream()
                .filter(action -> action.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }
}
