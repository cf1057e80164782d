package plumbline.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import plumbline.checker.world.StepFunction;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.Raft;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.simulation.lab.Lab;
import plumbline.simulation.lab.LabTest;
import plumbline.simulation.schedule.Schedule;
import plumbline.simulation.swarm.SwarmRun;

/** What the servers did are steps of the core: nothing happened to a state but by {@link Raft#step} and restarts. */
class RecordedStepsTest {
    /** Makes every step again, by itself. */
    private static final class Replay implements StepRecorder {
        final ServerState[] states = new ServerState[Lab.MOST_SERVERS + 1];
        final Set<Message> sent = new HashSet<>();
        int steps;

        @Override
        public void stepped(ServerState before, Event event, Step step) {
            steps++;
            int id = before.id();
            ServerState known = states[id] == null ? ServerState.initial(id, before.cluster()) : states[id];
            assertEquals(known, before, "a state changed between two steps");
            if (event instanceof Message message) {
                assertTrue(sent.contains(message), () -> "nobody sent " + message);
            }
            assertEquals(Raft.step(before, event), step);
            states[id] = step.state();
            sent.addAll(step.messages());
        }

        @Override
        public void restarted(ServerState before, ServerState after, Optional<SimulatedDisk.Fate> disk) {
            if (states[after.id()] != null) {
                assertEquals(
                        states[after.id()].persistent(), after.persistent(), "what was durable is not what is there");
            }
            states[after.id()] = after;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStepOfTheLabReplaysThroughTheCore(LabTest test) {
        Replay replay = new Replay();
        test.run(Lab.Conditions.simulated(1_001).with(StepFunction.RAFT, replay));
        assertTrue(replay.steps > 0);
    }

    @Test
    void everyStepOfTheSwarmReplaysThroughTheCore() {
        for (long seed = 1_001; seed <= 1_020; seed++) {
            Replay replay = new Replay();
            assertEquals(
                    Optional.empty(),
                    SwarmRun.run(seed, StepFunction.RAFT, replay).failure());
            assertTrue(replay.steps > 0);
        }
    }

    @Test
    void aRecordedScheduleMakesAllItsChoicesAgain() {
        for (long seed = 1_001; seed <= 1_010; seed++) {
            SwarmRun.Recorded recorded = SwarmRun.record(seed, StepFunction.RAFT);
            Schedule.Played played = recorded.schedule().play();
            assertEquals(Optional.empty(), played.violation());
            assertEquals(recorded.schedule().size(), played.made().size());
            assertFalse(played.made().isEmpty());
        }
    }
}
