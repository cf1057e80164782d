package plumbline.concurrency;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What InboxStress asks, of an inbox that looks only once whether it is closed. To be found. */
@JCStressTest
@Outcome(
        id = {"1, 1", "0, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "as it should be")
@Outcome(expect = Expect.FORBIDDEN, desc = "let in and lost")
@State
public class PlantedRace {
    private final Queue<String> proposals = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private int taken;

    @Actor
    public void client(II_Result result) {
        result.r1 = !closed && proposals.add("x") ? 1 : 0;
    }

    @Actor
    public void lastTurn() {
        closed = true;
        taken += proposals.poll() == null ? 0 : 1;
    }

    @Arbiter
    public void atTheEnd(II_Result result) {
        result.r2 = taken;
    }
}
