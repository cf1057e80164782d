package plumbline.concurrency;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** A replicated store over the pure core is a map. */
public class PumpedStoreTest {
    private static final List<Scenario> SCENARIOS =
            List.of(new Scenario("put 1", "get", "get"), new Scenario("put 1, get", "put 2, get", "get"));

    @Test
    void aStoreOverThreeServersOfTheCoreIsAMap() {
        ModelChecking.holds(Replicated.class, Sequential.class, SCENARIOS);
    }

    @Test
    void readingFromAFollowerIsCaught() {
        ModelChecking.catches(ReadsFromFollower.class, Sequential.class, SCENARIOS, ModelChecking.WRONG_RESULT);
    }

    /** Reads go through the log. */
    @Param(name = "value", gen = IntGen.class, conf = "1:3")
    public static class Replicated {
        final PumpedStore store = new PumpedStore();

        @Operation
        public String put(@Param(name = "value") int value) {
            return store.put("k", String.valueOf(value));
        }

        @Operation
        public String get() {
            return store.get("k");
        }
    }

    /** Reads ask a follower what it has. */
    @Param(name = "value", gen = IntGen.class, conf = "1:3")
    public static final class ReadsFromFollower {
        private final PumpedStore store = new PumpedStore();

        @Operation
        public String put(@Param(name = "value") int value) {
            return store.put("k", String.valueOf(value));
        }

        @Operation
        public String get() {
            return store.getFromFollower("k");
        }
    }

    /** What both should be. */
    public static final class Sequential {
        private final Map<String, String> map = new HashMap<>();

        public String put(int value) {
            return String.valueOf(map.put("k", String.valueOf(value)));
        }

        public String get() {
            return String.valueOf(map.get("k"));
        }
    }
}
