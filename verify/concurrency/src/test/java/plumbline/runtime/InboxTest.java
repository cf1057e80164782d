package plumbline.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import plumbline.concurrency.ModelChecking;
import plumbline.concurrency.Scenario;
import plumbline.core.Command;

/** The inbox is a queue that can be closed: what it let in is taken out, by a turn, once. */
public class InboxTest {
    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("offer 1", "close, take", "take"), new Scenario("offer 1, offer 2", "take, close", "take"));

    @Test
    void anInboxIsAQueueThatCanBeClosed() {
        ModelChecking.holds(Real.class, Sequential.class, SCENARIOS);
    }

    @Test
    void anInboxThatLooksOnlyOnceWhetherItIsClosedIsCaught() {
        ModelChecking.catches(LooksOnce.class, Sequential.class, SCENARIOS, ModelChecking.WRONG_RESULT);
    }

    /** The inbox; only one turn takes at a time. */
    @Param(name = "number", gen = IntGen.class, conf = "1:3")
    public static final class Real {
        private final Inbox inbox = new Inbox(new Capacity(1_000, 1_000_000));

        @Operation
        public boolean offer(@Param(name = "number") int number) {
            return inbox.offer(new Proposal(Command.of(String.valueOf(number)), 0));
        }

        @Operation(nonParallelGroup = "turn")
        public String take() {
            List<String> taken = new ArrayList<>();
            inbox.takeProposals(1, proposal -> taken.add(proposal.command().toString()));
            return taken.isEmpty() ? "none" : taken.get(0);
        }

        @Operation(nonParallelGroup = "turn")
        public void close() {
            inbox.close();
        }
    }

    /** The same, without the second look. */
    @Param(name = "number", gen = IntGen.class, conf = "1:3")
    public static final class LooksOnce {
        private final Queue<String> proposals = new ConcurrentLinkedQueue<>();
        private volatile boolean closed;

        @Operation
        public boolean offer(@Param(name = "number") int number) {
            return !closed && proposals.add(String.valueOf(number));
        }

        @Operation(nonParallelGroup = "turn")
        public String take() {
            String taken = proposals.poll();
            return taken == null ? "none" : taken;
        }

        @Operation(nonParallelGroup = "turn")
        public void close() {
            closed = true;
        }
    }

    /** What both should be. */
    public static final class Sequential {
        private final Queue<String> proposals = new ArrayDeque<>();
        private boolean closed;

        public boolean offer(int number) {
            return !closed && proposals.add(String.valueOf(number));
        }

        public String take() {
            String taken = proposals.poll();
            return taken == null ? "none" : taken;
        }

        public void close() {
            closed = true;
        }
    }
}
