package plumbline.checker.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import plumbline.checker.explore.Verdict;
import plumbline.checker.simulate.Faults;
import plumbline.checker.simulate.RandomSchedule;
import plumbline.checker.trace.Trace;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;

class RandomSchedulesAcceptedTest {
    private static final int SCHEDULES = Integer.getInteger("n", 300);
    private static final int STEPS = 220;
    private static final Bounds BOUNDS = new Bounds(5, 6, 8, 2, 2, 6, 3, Network.SET);

    private static Trace trace(int seed) {
        return new Trace(
                new Trace.Header(
                        "random-" + seed, List.of("Drawn from seed " + seed + ".", "The spec takes it."), BOUNDS, Optional.empty(), Verdict.HOLDS),
                RandomSchedule.of(seed, BOUNDS, STEPS, Faults.draw(new Random(seed)), StepFunction.RAFT),
                Optional.empty());
    }

    @Test
    void a() throws IOException {
        List<Trace> traces = IntStream.range(0, SCHEDULES).mapToObj(RandomSchedulesAcceptedTest::trace).toList();
        long t = System.nanoTime();
        List<Acceptance> a = Acceptance.of(traces, Spec.ours(), StepFunction.RAFT, Tlc.here());
        System.out.println("took " + (System.nanoTime() - t) / 1e9);
        System.out.println(traces.stream().mapToInt(x -> x.choices().size()).summaryStatistics());
        a.stream().filter(x -> x.rejection().isPresent()).forEach(x -> System.out.println(x.trace().header().name() + " " + x.steps() + " " + x.rejection()));
        assertEquals(0, a.stream().filter(x -> x.rejection().isPresent()).count());
    }
}
