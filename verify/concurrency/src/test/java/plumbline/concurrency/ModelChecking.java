package plumbline.concurrency;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import kotlin.jvm.functions.Function1;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** Lincheck's model checking, with one budget for what must hold and for the planted bugs that it must catch. */
public final class ModelChecking {
    /** How Lincheck tells of a wrong result, and of a thread that waits for ever. */
    public static final String WRONG_RESULT = "Invalid execution results";

    public static final String HANGS = "The execution has hung";

    private static final Set<String> BELONG_TO_ONE_THREAD = Set.of(
            "plumbline.runtime.AppendedProposals",
            "plumbline.runtime.Capacity",
            "plumbline.runtime.MessageSize",
            "plumbline.runtime.PersistentChange",
            "plumbline.runtime.RaftConfiguration",
            "plumbline.runtime.RepeatedRejections",
            "plumbline.runtime.ServerStatus",
            "plumbline.runtime.Timers",
            "plumbline.concurrency.Counter",
            "plumbline.concurrency.Leader$NoStorage",
            "plumbline.concurrency.SessionTest$StoreInWords");

    private ModelChecking() {}

    /** What {@code tested} does from two threads is what {@code specification} does from one, in some order. */
    public static void holds(Class<?> tested, Class<?> specification, List<Scenario> scenarios) {
        options(tested, specification, scenarios).minimizeFailedScenario(true).check(tested);
    }

    /** The same does not hold, and is found out: Lincheck tells {@code how}. */
    public static void catches(Class<?> tested, Class<?> specification, List<Scenario> scenarios, String how) {
        ModelCheckingOptions options = options(tested, specification, scenarios).minimizeFailedScenario(false);
        LincheckAssertionError caught = assertThrows(LincheckAssertionError.class, () -> options.check(tested));
        assertTrue(caught.getMessage().contains(how), caught::getMessage);
    }

    private static ModelCheckingOptions options(Class<?> tested, Class<?> specification, List<Scenario> scenarios) {
        ModelCheckingOptions options = new ModelCheckingOptions()
                .iterations(Budgets.RANDOM_SCENARIOS)
                .invocationsPerIteration(Budgets.SCHEDULES)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(1)
                .addGuarantee(forClasses(belongsToOneThread()).allMethods().ignore())
                .sequentialSpecification(specification);
        for (Scenario scenario : scenarios) {
            options.addCustomScenario(scenario.of(tested));
        }
        return options;
    }

    /**
     * The core is pure, values do not change, and the store and other parts belong to the turn: to switch threads within
     * them shows nothing, and takes long. That turns do not overlap is for the runtime's {@code Turns}, which is not
     * among these.
     */
    private static Function1<String, Boolean> belongsToOneThread() {
        return name -> name.startsWith("plumbline.core.")
                || name.startsWith("plumbline.server.")
                || name.startsWith("com.google.protobuf.")
                || name.startsWith("org.slf4j.")
                || name.startsWith("plumbline.runtime.ProposalOutcome")
                || BELONG_TO_ONE_THREAD.contains(name);
    }
}
