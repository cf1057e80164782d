package plumbline.simulation.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import plumbline.checker.world.StepFunction;

/** The lab suite under simulated time. {@code plumb lab --test NAME --seed S --seeds 1} repeats what fails here. */
class SimulatedLabTest {
    private static final int SEEDS = 100;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void passesOnAHundredSeeds(LabTest test) {
        LabBatch batch = new LabBatch(List.of(test), StepFunction.RAFT, 1, SEEDS);
        assertEquals(List.of(), batch.run(Runtime.getRuntime().availableProcessors(), over -> {}), test::title);
    }

    @Test
    void theTestsAreTheLabs() {
        assertEquals(
                List.of(
                        "InitialElection",
                        "ReElection",
                        "ManyElections",
                        "BasicAgree",
                        "RPCBytes",
                        "FollowerFailure",
                        "LeaderFailure",
                        "FailAgree",
                        "FailNoAgree",
                        "ConcurrentStarts",
                        "Rejoin",
                        "Backup",
                        "Count",
                        "Persist1",
                        "Persist2",
                        "Persist3",
                        "Figure8",
                        "UnreliableAgree",
                        "Figure8Unreliable",
                        "ReliableChurn",
                        "UnreliableChurn"),
                Arrays.stream(LabTest.values()).map(LabTest::title).toList());
        assertEquals(3, LabTest.ofPart('A').size());
        assertEquals(10, LabTest.ofPart('B').size());
        assertEquals(8, LabTest.ofPart('C').size());
    }
}
