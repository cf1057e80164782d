package plumbline.runtime;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import plumbline.core.RequestVoteRequest;

/**
 * Two messages for an inbox with room for one, while a turn takes out: what was let in comes out, once. Two actors and no
 * more, as jcstress leaves out without a word what has more than the machine has processors.
 */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "no room for the second")
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "the turn made room for the second")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, repeated, or no room for the first")
@State
public class MessageHandOverStress {
    private final Inbox inbox = new Inbox(new Capacity(1, 1_000));
    private int taken;

    @Actor
    public void peer(III_Result result) {
        result.r1 = inbox.offer(new RequestVoteRequest(2, 1, 1, 0, 0)) ? 1 : 0;
        result.r2 = inbox.offer(new RequestVoteRequest(2, 1, 2, 0, 0)) ? 1 : 0;
    }

    @Actor
    public void turn() {
        taken += inbox.takeMessages(1, message -> {});
    }

    @Arbiter
    public void atTheEnd(III_Result result) {
        taken += inbox.takeMessages(2, message -> {});
        result.r3 = taken;
    }
}
