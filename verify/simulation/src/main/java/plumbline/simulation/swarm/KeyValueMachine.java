package plumbline.simulation.swarm;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import plumbline.core.Command;
import plumbline.runtime.StateMachine;

/**
 * A small key-value store. A command is a name that makes it unlike any other, an operation, a key, and for put and append
 * a value, not empty: {@code 3.17 append k2 v}. The answer is the value before the operation, empty if there was none.
 */
final class KeyValueMachine implements StateMachine {
    private final Map<String, String> values = new HashMap<>();

    @Override
    public byte[] apply(long index, Command command) {
        String[] words = command.toString().split(" ", 4);
        if (words.length < 3) {
            return new byte[0];
        }
        String key = words[2];
        String before = values.getOrDefault(key, "");
        switch (words[1]) {
            case "put" -> values.put(key, words[3]);
            case "append" -> values.put(key, before + words[3]);
            default -> {
                // A get.
            }
        }
        return before.getBytes(StandardCharsets.UTF_8);
    }

    /** A command that asks for something, drawn from {@code draw}. */
    static Command draw(Draws draw, int client, long request, int keys) {
        String start = client + "." + request + " ";
        String key = "k" + draw.number(1, keys);
        return Command.of(
                switch (draw.number(1, 3)) {
                    case 1 -> start + "get " + key;
                    case 2 -> start + "put " + key + " " + client + "." + request + ",";
                    default -> start + "append " + key + " " + client + "." + request + ",";
                });
    }
}
