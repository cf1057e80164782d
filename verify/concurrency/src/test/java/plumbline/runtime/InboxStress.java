package plumbline.runtime;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import plumbline.core.Command;

/** A proposal that the inbox lets in is taken out, though the inbox is closed meanwhile; one that it refuses is not. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "let in, and taken out")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "refused, and not taken out")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, or both refused and taken out")
@State
public class InboxStress {
    private static final Proposal PROPOSAL = new Proposal(Command.of("x"), 0);

    private final Inbox inbox = new Inbox(new Capacity(1_000, 1_000_000));
    private int taken;

    @Actor
    public void client(II_Result result) {
        result.r1 = inbox.offer(PROPOSAL) ? 1 : 0;
    }

    @Actor
    public void lastTurn() {
        inbox.close();
        inbox.takeProposals(10, proposal -> taken++);
    }

    @Arbiter
    public void atTheEnd(II_Result result) {
        result.r2 = taken;
    }
}
