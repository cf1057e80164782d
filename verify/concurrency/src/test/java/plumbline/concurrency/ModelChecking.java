package plumbline.concurrency;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import kotlin.jvm.functions.Function1;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** Lincheck's model checking, with one budget for what must hold and for the planted bugs that it must catch. */
public final class ModelChecking {
    /** Random scenarios, and schedules of each; with -Pstress, a hundred times as many. */
    private static final int SCENARIOS = Boolean.getBoolean("stress.long") ? 30 : 6;

    private static final int SCHEDULES = Boolean.getBoolean("stress.long") ? 2_000 : 100;

    private ModelChecking() {}

    /** What {@code tested} does from two threads is what {@code specification} does from one, in some order. */
    public static void holds(Class<?> tested, Class<?> specification) {
        check(tested, specification, true);
    }

    /** The same does not hold, and is found out. */
    public static void catches(Class<?> tested, Class<?> specification) {
        assertThrows(LincheckAssertionError.class, () -> check(tested, specification, false));
    }

    private static void check(Class<?> tested, Class<?> specification, boolean minimize) {
        new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(SCHEDULES)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(1)
                .minimizeFailedScenario(minimize)
                .addGuarantee(forClasses(belongsToOneThread()).allMethods().ignore())
                .sequentialSpecification(specification)
                .check(tested);
    }

    /** The core is pure, and the store belongs to the turn: to switch threads within them shows nothing, and takes long. */
    private static Function1<String, Boolean> belongsToOneThread() {
        return name -> name.startsWith("plumbline.core.")
                || name.startsWith("plumbline.server.")
                || name.endsWith("$StoreInWords")
                || name.startsWith("com.google.protobuf.")
                || name.startsWith("org.slf4j.");
    }
}
