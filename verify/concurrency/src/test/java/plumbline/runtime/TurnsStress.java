package plumbline.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Turns see all that was done before they were asked for, and what one did, the next one sees, without any protection. */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both requests were seen")
@Outcome(expect = Expect.FORBIDDEN, desc = "a request or a turn's work was lost")
@State
public class TurnsStress {
    private final AtomicInteger toDo = new AtomicInteger();
    private final Turns turns = new Turns(Runnable::run, this::turn);
    private int done;

    private void turn() {
        done += toDo.getAndSet(0);
    }

    private void ask() {
        toDo.incrementAndGet();
        turns.request();
    }

    @Actor
    public void one() {
        ask();
    }

    @Actor
    public void other() {
        ask();
    }

    @Arbiter
    public void atTheEnd(I_Result result) {
        result.r1 = done;
    }
}
