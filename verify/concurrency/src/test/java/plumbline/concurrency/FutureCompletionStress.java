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

/** Two proposals at once, whose turns run in either caller's thread: both futures complete, each with its own answer. */
@JCStressTest
@Outcome(
        id = {"1, 2", "2, 1"},
        expect = Expect.ACCEPTABLE,
        desc = "one after the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "never answered, or answered alike")
@State
public class FutureCompletionStress {
    private final Leader leader = new Leader(1, new Counter());
    private CompletableFuture<ProposalOutcome> first;
    private CompletableFuture<ProposalOutcome> second;

    @Actor
    public void one() {
        first = leader.begin(Counter.ONE);
    }

    @Actor
    public void other() {
        second = leader.begin(Counter.ONE);
    }

    @Arbiter
    public void atTheEnd(LL_Result result) {
        result.r1 = first.isDone() ? Leader.words(first.join()) : "never answered";
        result.r2 = second.isDone() ? Leader.words(second.join()) : "never answered";
    }
}
