package plumbline.concurrency;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Proposals from several threads, while the server is stopped or loses its leadership: each gets one answer, a right one. */
public class ProposalTest {
    @Test
    void everyProposalIsAnsweredWhileTheServerStops() {
        ModelChecking.holds(Stopping.class, StoppingOnce.class);
    }

    @Test
    void anExecutorThatDropsATurnIsCaught() {
        ModelChecking.catches(DroppingTurns.class, StoppingOnce.class);
    }

    @Test
    void everyProposalIsAnsweredWhileTheServerStepsDown() {
        ModelChecking.holds(SteppingDown.class, SteppedDownOnce.class);
    }

    @Test
    void anExecutorThatRunsEachTurnTwiceIsCaught() {
        ModelChecking.catches(RepeatingTurns.class, SteppedDownOnce.class);
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

    /** A turn that comes while another one is just about to end is lost. */
    public static final class DroppingTurns extends Stopping {
        public DroppingTurns() {
            super(new Leader(1, new Counter(), new java.util.concurrent.Executor() {
                private final AtomicBoolean busy = new AtomicBoolean();

                @Override
                public void execute(Runnable turn) {
                    if (busy.compareAndSet(false, true)) {
                        turn.run();
                        busy.set(false);
                    } else if (Thread.currentThread().isInterrupted()) {
                        turn.run();
                    }
                }
            }));
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

    /** Two turns of one server at once. */
    public static final class RepeatingTurns extends SteppingDown {
        public RepeatingTurns() {
            super(new Leader(3, new Counter(), turn -> {
                turn.run();
                turn.run();
            }));
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
