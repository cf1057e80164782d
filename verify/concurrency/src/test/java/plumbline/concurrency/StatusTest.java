package plumbline.concurrency;

import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** The status is all of one moment, and no older than the last answer. */
public class StatusTest {
    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("propose", "status", "status"), new Scenario("propose, status", "status, propose", "status"));

    @Test
    void aStatusIsOfOneMomentAndNoOlderThanTheLastAnswer() {
        ModelChecking.holds(Snapshot.class, Sequential.class, SCENARIOS);
    }

    @Test
    void aStatusThatIsPutTogetherFromTwoMomentsIsCaught() {
        ModelChecking.catches(TwoSnapshots.class, Sequential.class, SCENARIOS, ModelChecking.WRONG_RESULT);
    }

    /** A server whose status is read while it is proposed to. */
    public static class Snapshot {
        final Leader leader = new Leader(1, new Counter());

        @Operation
        public String propose() {
            return leader.propose(Counter.ONE);
        }

        @Operation
        public String status() {
            var status = leader.status();
            return status.appliedIndex() + " of " + status.lastIndex();
        }
    }

    /** The same, but each field is asked for by itself. */
    public static final class TwoSnapshots {
        private final Leader leader = new Leader(1, new Counter());

        @Operation
        public String propose() {
            return leader.propose(Counter.ONE);
        }

        @Operation
        public String status() {
            return leader.status().appliedIndex() + " of " + leader.status().lastIndex();
        }
    }

    /** What both should be. */
    public static final class Sequential {
        private int count;

        public String propose() {
            return String.valueOf(++count);
        }

        public String status() {
            return count + " of " + count;
        }
    }
}
