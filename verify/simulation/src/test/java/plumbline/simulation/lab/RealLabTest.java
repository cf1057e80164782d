package plumbline.simulation.lab;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import plumbline.checker.world.StepFunction;
import plumbline.simulation.RealPace;
import plumbline.simulation.StepRecorder;

/**
 * The lab suite for real: threads, the machine's clock, a lossy network between them. The tests mostly wait, so all run at
 * once. On a busy machine threads stand still at times; whatever takes too long then has four times as long.
 */
class RealLabTest {
    private static final int PATIENCE = 4;
    private static final Map<LabTest, CompletableFuture<Void>> OUTCOMES = new EnumMap<>(LabTest.class);
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @BeforeAll
    static void beginAll() {
        for (LabTest test : LabTest.values()) {
            OUTCOMES.put(
                    test,
                    CompletableFuture.runAsync(
                            () -> test.run(
                                    new Lab.Conditions(new RealPace(), StepFunction.RAFT, StepRecorder.NONE, PATIENCE)),
                            THREADS));
        }
    }

    @AfterAll
    static void end() {
        THREADS.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> passes() {
        return Arrays.stream(LabTest.values())
                .map(test -> dynamicTest(test.title(), () -> {
                    try {
                        OUTCOMES.get(test).join();
                    } catch (CompletionException failed) {
                        throw new AssertionError(
                                test + " fails: " + failed.getCause().getMessage(), failed.getCause());
                    }
                }));
    }
}
