package plumbline.concurrency;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import plumbline.runtime.ServerStatus;

/** A status is published whole: applied, committed and last index are of the end of one turn. */
@JCStressTest
@Outcome(
        id = {"0, 0, 0", "1, 1, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "before the proposal's turn, or after it")
@Outcome(expect = Expect.FORBIDDEN, desc = "of two moments")
@State
public class StatusStress {
    private final Leader leader = new Leader(1, new Counter());

    @Actor
    public void client() {
        leader.propose(Counter.ONE);
    }

    @Actor
    public void observer(III_Result result) {
        ServerStatus status = leader.status();
        result.r1 = (int) status.appliedIndex();
        result.r2 = (int) status.commitIndex();
        result.r3 = (int) status.lastIndex();
    }
}
