package plumbline.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import plumbline.core.Command;

/**
 * What the servers of a cluster applied: at each index the same command with the same result on every server. Any thread
 * may call any method.
 */
public final class AgreedCommands {
    private final List<Command> commands = new ArrayList<>();
    private final List<byte[]> results = new ArrayList<>();
    private final Map<Command, Long> firstIndex = new HashMap<>();

    AgreedCommands() {}

    synchronized void applied(int server, long index, Command command, byte[] result) {
        if (index == commands.size() + 1) {
            commands.add(command);
            results.add(result);
            firstIndex.putIfAbsent(command, index);
        }
        int place = (int) index - 1;
        Command first = commands.get(place);
        if (command != first && !command.equals(first)) {
            throw new ClusterFailure("server " + server + " applies " + command + " at index " + index
                    + ", where another applied " + first);
        }
        if (!Arrays.equals(result, results.get(place))) {
            throw new ClusterFailure("server " + server + " applies " + command + " at index " + index
                    + " with another result than the server that came first");
        }
    }

    /** The highest index that any server has applied. */
    public synchronized long lastIndex() {
        return commands.size();
    }

    /** The command at {@code index}. */
    public synchronized Command get(long index) {
        return commands.get((int) index - 1);
    }

    /** All commands, in the order in which they were applied. */
    public synchronized List<Command> all() {
        return List.copyOf(commands);
    }

    /** Where {@code command} was applied first; 0 if it was not. */
    public synchronized long indexOf(Command command) {
        return firstIndex.getOrDefault(command, 0L);
    }
}
