package plumbline.runtime;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import plumbline.core.RequestVoteRequest;

/** Two threads hand messages to an inbox with room for one, while a turn takes out: what was let in comes out, once. */
@JCStressTest
@Outcome(
        id = {"1, 0, 1", "0, 1, 1", "1, 1, 2"},
        expect = Expect.ACCEPTABLE,
        desc = "as many out as in")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, repeated, or no room for anybody")
@State
public class MessageHandOverStress {
    private final Inbox inbox = new Inbox(new Capacity(1, 1_000));
    private int taken;

    @Actor
    public void onePeer(III_Result result) {
        result.r1 = inbox.offer(new RequestVoteRequest(2, 1, 1, 0, 0)) ? 1 : 0;
    }

    @Actor
    public void otherPeer(III_Result result) {
        result.r2 = inbox.offer(new RequestVoteRequest(3, 1, 1, 0, 0)) ? 1 : 0;
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
