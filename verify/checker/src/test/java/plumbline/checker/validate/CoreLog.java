package plumbline.checker.validate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import plumbline.checker.simulate.Faults;
import plumbline.checker.simulate.RandomSchedule;
import plumbline.checker.trace.ChoiceJson;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Network;
import plumbline.checker.world.StepFunction;
import plumbline.core.Cluster;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** Logs as a running Raft would write them, of random schedules. */
final class CoreLog {
    private CoreLog() {}

    /** The lines of one schedule of {@code rules}, in the order in which things happened. */
    static List<ObjectNode> of(int servers, int steps, long seed, StepFunction rules) {
        int room = Math.min(64, 2 + steps / 20);
        Bounds bounds = new Bounds(servers, room, room, 2, 3, Math.min(64, steps / 50), Cluster.UNLIMITED, Network.SET);
        List<Choice> choices = RandomSchedule.of(seed, bounds, steps, Faults.draw(new Random(seed)), rules);
        ServerState[] states = new ServerState[servers + 1];
        for (int id = 1; id <= servers; id++) {
            states[id] = ServerState.initial(id, bounds.cluster());
        }
        List<ObjectNode> lines = new ArrayList<>();
        for (Choice choice : choices) {
            int id = choice.server();
            if (choice instanceof Choice.Restart) {
                states[id] = rules.restart(states[id]);
            } else {
                Event event = choice instanceof Choice.Deliver deliver
                        ? deliver.message()
                        : ((Choice.Internal) choice).event();
                Step step = rules.step(states[id], event);
                states[id] = step.state();
            }
            lines.add(line(choice, states[id]));
        }
        return lines;
    }

    private static ObjectNode line(Choice choice, ServerState state) {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("node", state.id())
                .put("event", choice.action().specName());
        if (choice instanceof Choice.Deliver deliver) {
            line.set("message", message(deliver.message()));
        }
        line.put("currentTerm", state.currentTerm());
        if (state.votedFor() == 0) {
            line.putNull("votedFor");
        } else {
            line.put("votedFor", state.votedFor());
        }
        return line.put("role", state.role().getClass().getSimpleName())
                .put("commitIndex", state.commitIndex())
                .put("lastLogIndex", state.log().lastIndex())
                .put("lastLogTerm", state.log().lastTerm());
    }

    private static ObjectNode message(Message message) {
        ObjectNode json = ChoiceJson.write(message);
        json.remove(List.of("type", "to", "conflictTerm", "conflictIndex"));
        if (json.has("entries")) {
            json.put("entries", json.path("entries").size());
        }
        return json;
    }
}
