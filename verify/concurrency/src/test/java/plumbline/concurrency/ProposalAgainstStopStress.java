package plumbline.concurrency;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import plumbline.runtime.ProposalOutcome;

/** A proposal and a stop at once: the proposal is answered, and says that it was applied if and only if it was. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "applied, and then stopped")
@Outcome(id = "STOPPED, 0", expect = Expect.ACCEPTABLE, desc = "stopped before")
@Outcome(expect = Expect.FORBIDDEN, desc = "never answered, or answered wrongly")
@State
public class ProposalAgainstStopStress {
    private final Leader leader = new Leader(1, new Counter());
    private CompletableFuture<ProposalOutcome> future;

    @Actor
    public void client() {
        future = leader.begin(Counter.ONE);
    }

    @Actor
    public void stopper() {
        leader.requestStop();
    }

    @Arbiter
    public void atTheEnd(LL_Result result) {
        result.r1 = future.isDone() ? Leader.words(future.join()) : "never answered";
        result.r2 = leader.status().appliedIndex();
    }
}
