package plumbline.checker.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plumbline.checker.explore.Contexts.Budget;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.History;
import plumbline.checker.world.StepFunction;
import plumbline.core.ServerState;

class ContextsTest {
    private static final int WALKS = 200;
    private static final int STEPS = 30;

    private static Tables compile(int servers) {
        return Compiler.compile(Bounds.of(servers, 2, 2, 0), StepFunction.RAFT);
    }

    /** The short way by bits, which most steps take, beside the history that worlds keep. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void keepTheHistoryThatWorldsKeep(int servers) {
        Tables tables = compile(servers);
        Contexts contexts = new Contexts(tables);
        Random random = new Random(servers);
        for (int walk = 0; walk < WALKS; walk++) {
            int context = 0;
            History history = History.EMPTY;
            for (int step = 0; step < STEPS; step++) {
                int server = random.nextInt(servers);
                List<ServerState> states = tables.servers[server].states;
                int state = random.nextInt(states.size());
                history = history.after(states.get(state));
                context = contexts.after(context, server, state);
                assertEquals(history, contexts.history(context));
                assertEquals(history.committed().size(), contexts.committed(context));
            }
        }
    }

    @Test
    void areEqualWhateverWayLedToThem() {
        Tables tables = compile(2);
        Contexts contexts = new Contexts(tables);
        int leader = 0;
        while (!tables.servers[1].states.get(leader).isLeader()) {
            leader++;
        }
        int ledThenRestarted = contexts.use(contexts.after(0, 1, leader), Budget.RESTARTS);
        int restartedThenLed = contexts.after(contexts.use(0, Budget.RESTARTS), 1, leader);
        assertEquals(ledThenRestarted, restartedThenLed);
        assertEquals(1, contexts.used(restartedThenLed, Budget.RESTARTS));
        assertEquals(0, contexts.used(restartedThenLed, Budget.DROPS));
    }
}
