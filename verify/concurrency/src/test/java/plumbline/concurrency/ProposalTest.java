package plumbline.concurrency;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Proposals from several threads, while the server is stopped or loses its leadership: each gets one answer, a right one. */
public class ProposalTest {
    @Test
    void everyProposalIsAnsweredWhileTheServerStops() {
        ModelChecking.holds(Stopping.class, StoppingOnce.class);
    }

    @Test
    void turnsThatAreLostWhileTheServerStopsAreCaught() {
        ModelChecking.catches(StoppingWithLostTurns.class, StoppingOnce.class);
    }

    @Test
    void everyProposalIsAnsweredWhileTheServerStepsDown() {
        ModelChecking.holds(SteppingDown.class, SteppedDownOnce.class);
    }

    @Test
    void turnsThatAreLostWhileItStepsDownAreCaught() {
        ModelChecking.catches(SteppingDownWithLostTurns.class, SteppedDownOnce.class);
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

    /** Some turns of it are lost. */
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
    public static class SteppingDown {
        private final Leader leader;

        public SteppingDown() {
            this(new Leader(3, new Counter()));
        }

        SteppingDown(Leader leader) {
            this.leader = leader;
        }

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

    /** Some turns of it are lost. */
    public static final class SteppingDownWithLostTurns extends SteppingDown {
        public SteppingDownWithLostTurns() {
            super(new Leader(3, new Counter(), new DroppingExecutor()));
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
