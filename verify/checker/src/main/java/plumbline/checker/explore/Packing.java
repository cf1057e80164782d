package plumbline.checker.explore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import plumbline.checker.world.World;
import plumbline.core.Message;
import plumbline.core.ServerState;

/** Packs plain worlds. */
final class Packing {
    private final Tables tables;
    private final Layout layout;
    private final Judge judge;
    private final Map<ServerState, Integer> states = new HashMap<>();
    private final Map<Message, Integer> bits = new HashMap<>();

    Packing(Tables tables, Layout layout, Judge judge) {
        this.tables = tables;
        this.layout = layout;
        this.judge = judge;
        for (Tables.ServerTable server : tables.servers) {
            List<ServerState> own = server.states;
            for (int state = 0; state < own.size(); state++) {
                states.put(own.get(state), state);
            }
            for (int message = 0; message < server.messages.size(); message++) {
                bits.put(server.messages.get(message), server.firstBit + message);
            }
        }
    }

    /** The packed form of {@code world}, which some schedule within the tables' bounds reaches. */
    long[] pack(World world) {
        long[] packed = new long[layout.width];
        for (int server = 0; server < tables.servers.length; server++) {
            layout.setState(packed, server, known(states, world.servers().get(server)));
        }
        layout.setHistory(packed, judge.number(world.history()));
        use(packed, Layout.Budget.RESTARTS, world.restarts());
        use(packed, Layout.Budget.DROPS, world.drops());
        use(packed, Layout.Budget.DUPLICATES, world.duplicates());
        for (Message message : world.messages()) {
            int bit = known(bits, message);
            packed[layout.messages + (bit >> 6)] |= 1L << bit;
        }
        return packed;
    }

    private void use(long[] packed, Layout.Budget budget, int times) {
        for (int i = 0; i < times; i++) {
            layout.use(packed, budget);
        }
    }

    private static <T> int known(Map<T, Integer> numbers, T value) {
        Integer number = numbers.get(value);
        if (number == null) {
            throw new IllegalArgumentException("no world within the bounds has " + value);
        }
        return number;
    }
}
