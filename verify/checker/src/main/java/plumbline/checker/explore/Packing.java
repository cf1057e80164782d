package plumbline.checker.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import plumbline.checker.explore.Tables.ServerTable;
import plumbline.checker.world.World;
import plumbline.core.Message;
import plumbline.core.ServerState;

/** Finds the numbers for plain worlds. */
final class Packing {
    private final Model model;
    private final List<Map<ServerState, Integer>> states = new ArrayList<>();
    private final Map<Message, Integer> messages = new HashMap<>();

    Packing(Model model) {
        this.model = model;
        for (ServerTable server : model.tables.servers) {
            Map<ServerState, Integer> numbers = new HashMap<>();
            for (int state = 0; state < server.states.size(); state++) {
                numbers.put(server.states.get(state), state);
            }
            states.add(numbers);
            for (int message = 0; message < server.messages.size(); message++) {
                messages.put(server.messages.get(message), message);
            }
        }
    }

    /** The packed form of {@code world}, which some schedule within the bounds reaches; saturated if that is on. */
    int[] pack(World world) {
        long[][] inboxes = new long[model.servers][];
        for (int server = 0; server < model.servers; server++) {
            inboxes[server] = new long[model.tables.servers[server].words];
        }
        for (Message message : world.messages()) {
            int number = known(messages, message);
            inboxes[message.to() - 1][number >> 6] |= 1L << number;
        }
        int[] packed = new int[model.width];
        for (int server = 0; server < model.servers; server++) {
            int state = known(states.get(server), world.servers().get(server));
            packed[server] = model.views.number(server, state, inboxes[server]);
        }
        packed[model.servers] =
                model.contexts.number(world.history(), world.restarts(), world.drops(), world.duplicates());
        return packed;
    }

    private static <T> int known(Map<T, Integer> numbers, T value) {
        Integer number = numbers.get(value);
        if (number == null) {
            throw new IllegalArgumentException("no world within the bounds has " + value);
        }
        return number;
    }
}
