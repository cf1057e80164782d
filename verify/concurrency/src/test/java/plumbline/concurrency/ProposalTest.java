package plumbline.concurrency;

import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Proposals from several threads, while the server is stopped or loses its leadership: each gets one answer, a right one. */
public class ProposalTest {
    private static final List<Scenario> STOPPING = List.of(
            new Scenario("propose", "stop", "propose"), new Scenario("propose, stop", "propose, propose", "propose"));

    private static final List<Scenario> STEPPING_DOWN = List.of(
            new Scenario("propose", "depose", "propose"), new Scenario("propose", "propose, depose", "propose"));

    @Test
    void everyProposalIsAnsweredWhileTheServerStops() {
        ModelChecking.holds(Stopping.class, StoppingOnce.class, STOPPING);
    }

    @Test
    void turnsThatAreLostWhileTheServerStopsAreCaught() {
        ModelChecking.catches(StoppingWithLostTurns.class, StoppingOnce.class, STOPPING, ModelChecking.HANGS);
    }

    @Test
    void everyProposalIsAnsweredWhileTheServerStepsDown() {
        ModelChecking.holds(SteppingDown.class, SteppedDownOnce.class, STEPPING_DOWN);
    }

    @Test
    void anAnswerThatIsReadOffTheStatusIsCaught() {
        ModelChecking.catches(
                SteppingDownByTheStatus.class, SteppedDownOnce.class, STEPPING_DOWN, ModelChecking.WRONG_RESULT);
    }

    /** A server that is stopped. */
    public static class Stopping {
        private final Leader leader;

        public Stopping() {
            this(new Leader(1, new Counter()));
        }

        Stopping(Leader leader) {
            this.leader = leader;
        }

        @Operation
        public String propose() {
            return leader.propose(Counter.ONE);
        }

        @Operation
        public void stop() {
            leader.stop();
        }
    }

    /** A planted bug: some turns of it are lost. */
    public static final class StoppingWithLostTurns extends Stopping {
        public StoppingWithLostTurns() {
            super(new Leader(1, new Counter(), new DroppingExecutor()));
        }
    }

    /** What a server that is stopped should be like. */
    public static final class StoppingOnce {
        private int count;
        private boolean stopped;

        public String propose() {
            return stopped ? "STOPPED" : String.valueOf(++count);
        }

        public void stop() {
            stopped = true;
        }
    }

    /** A server that is deposed. Whether it says that it never led or that it lost the leadership, it has done nothing. */
    public static final class SteppingDown {
        private final Leader leader = new Leader(3, new Counter());

        @Operation
        public String propose() {
            String outcome = leader.propose(Counter.ONE);
            return Character.isDigit(outcome.charAt(0)) ? outcome : "not done";
        }

        @Operation
        public void depose() {
            leader.depose();
        }
    }

    /** A planted bug: whether its proposal was done, the caller reads off the status. */
    public static final class SteppingDownByTheStatus {
        private final Leader leader = new Leader(3, new Counter());

        @Operation
        public String propose() {
            String outcome = leader.propose(Counter.ONE);
            return leader.status().isLeader() ? outcome : "not done";
        }

        @Operation
        public void depose() {
            leader.depose();
        }
    }

    /** What a server that is deposed should be like. */
    public static final class SteppedDownOnce {
        private int count;
        private boolean deposed;

        public String propose() {
            return deposed ? "not done" : String.valueOf(++count);
        }

        public void depose() {
            deposed = true;
        }
    }
}
