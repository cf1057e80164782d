package plumbline.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import plumbline.core.Command;
import plumbline.simulation.Operation.Outcome;

/**
 * What clients asked and were answered. The answers say at which index a command was applied, so one order of all operations
 * is known, and it is checked that it is the order of real time: an operation that began after another was answered has a
 * higher index. With equal results on all servers ({@link AgreedCommands}) the history is then linearizable. It is also
 * checked that no command is applied twice, or after the client was told that it never will be. A command that its client
 * gave again may be in the log twice, and must take effect where it comes first.
 *
 * <p>Any thread may call any method.
 */
public final class ClientHistory {
    private final AgreedCommands agreed;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Long> answeredBefore = new ArrayList<>();
    private final Set<Command> repeated = new HashSet<>();
    private long highestAnswered;

    /** Nothing was asked yet of the servers that agree on {@code agreed}. */
    public ClientHistory(AgreedCommands agreed) {
        this.agreed = agreed;
    }

    /** A client asks, at {@code time}; gives the number of the operation. */
    public synchronized int invoke(int client, Command command, long time) {
        operations.add(new Operation(client, command, time, Operation.OPEN, Outcome.WAITING, 0, ""));
        answeredBefore.add(highestAnswered);
        return operations.size() - 1;
    }

    /** The client gives operation {@code number} again. */
    public synchronized void repeated(int number) {
        repeated.add(operations.get(number).command());
    }

    /** Operation {@code number} was applied at {@code index}, its client hears at {@code time}. */
    public synchronized void applied(int number, long time, long index, String result) {
        Operation asked = operations.get(number);
        if (index > agreed.lastIndex() || !agreed.get(index).equals(asked.command())) {
            throw new ClusterFailure("a client was told that " + asked.command() + " was applied at index " + index
                    + ", where it is not");
        }
        long effect = repeated.contains(asked.command()) ? agreed.indexOf(asked.command()) : index;
        if (effect <= answeredBefore.get(number)) {
            throw new ClusterFailure("not linearizable: " + asked.command() + " was applied at index " + effect
                    + ", but what was answered before it was asked is at index " + answeredBefore.get(number));
        }
        highestAnswered = Math.max(highestAnswered, effect);
        end(number, time, Outcome.APPLIED, effect, result);
    }

    /** Operation {@code number} ended at {@code time} with {@code outcome}, other than applied. */
    public synchronized void ended(int number, long time, Outcome outcome) {
        end(number, time, outcome, 0, "");
    }

    private void end(int number, long time, Outcome outcome, long index, String result) {
        Operation asked = operations.get(number);
        operations.set(
                number, new Operation(asked.client(), asked.command(), asked.invoked(), time, outcome, index, result));
    }

    /** All operations, in the order in which they were asked. */
    public synchronized List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** How many were answered. */
    public synchronized long answered() {
        return count(Outcome.APPLIED);
    }

    /** How many ended without the client knowing how. */
    public synchronized long unknown() {
        return count(Outcome.UNKNOWN);
    }

    private long count(Outcome outcome) {
        return operations.stream()
                .filter(operation -> operation.outcome() == outcome)
                .count();
    }

    /** Checks, when all is over, that nothing was applied which must not be. */
    public synchronized void checkEnd() {
        Set<Command> asked = new HashSet<>();
        for (Operation operation : operations) {
            asked.add(operation.command());
            if (operation.outcome() == Outcome.REFUSED && agreed.indexOf(operation.command()) > 0) {
                throw new ClusterFailure("a client was told that " + operation.command()
                        + " never will be applied, but it was, at index " + agreed.indexOf(operation.command()));
            }
        }
        List<Command> all = agreed.all();
        for (int i = 0; i < all.size(); i++) {
            if (agreed.indexOf(all.get(i)) != i + 1 && asked.contains(all.get(i)) && !repeated.contains(all.get(i))) {
                throw new ClusterFailure(all.get(i) + " was applied at index " + agreed.indexOf(all.get(i))
                        + " and again at index " + (i + 1));
            }
        }
    }
}
