package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What random clients do to an object that does one thing at a time: each operation takes effect at some moment between
 * its call and its answer. Some are never answered, and take effect late or never; some fail, without effect.
 */
final class RandomHistory {
    private final Model model;
    private final Random random;
    private final HistoryRecorder recorder = new HistoryRecorder();
    private final List<Client> clients = new ArrayList<>();
    private final @Nullable String key;
    private final int values;
    private final double unanswered;
    private final List<Kind> kinds;
    private @Nullable Object value;
    private int written;
    private int processes;

    private static final class Client {
        private long process;
        private Kind kind = Kind.READ;
        private @Nullable Object argument;
        private @Nullable Object result;
        private boolean mismatch;
        private boolean running;
        private boolean done;
        private boolean lost;
    }

    private RandomHistory(Model model, List<Kind> kinds, int processes, int values, double unanswered, Random random) {
        this.model = model;
        this.kinds = kinds;
        this.random = random;
        this.values = values;
        this.unanswered = unanswered;
        key = model.isStore() ? "k" : null;
        for (int i = 0; i < processes; i++) {
            Client client = new Client();
            client.process = this.processes++;
            clients.add(client);
        }
    }

    /** A history that is linearizable, in which values recur. */
    static HistoryRecorder record(
            Model model, int processes, int operations, int values, double unanswered, Random random) {
        List<Kind> kinds = Arrays.stream(Kind.values()).filter(model::has).toList();
        return record(new RandomHistory(model, kinds, processes, values, unanswered, random), operations);
    }

    /** A history that is linearizable, of reads, writes and appends, in which no value is written twice. */
    static HistoryRecorder telling(Model model, int processes, int operations, double unanswered, Random random) {
        List<Kind> kinds = model.isStore()
                ? List.of(Kind.READ, Kind.READ, Kind.READ, Kind.APPEND, Kind.APPEND, Kind.WRITE)
                : List.of(Kind.READ, Kind.WRITE);
        return record(new RandomHistory(model, kinds, processes, 0, unanswered, random), operations);
    }

    private static HistoryRecorder record(RandomHistory history, int operations) {
        int calls = 0;
        while (calls < operations) {
            Client client = history.clients.get(history.random.nextInt(history.clients.size()));
            calls += client.running ? 0 : 1;
            history.move(client);
        }
        return history.recorder;
    }

    private void move(Client client) {
        if (!client.running) {
            call(client);
        } else if (!client.done && (!client.lost || random.nextInt(8) == 0)) {
            takeEffect(client);
        } else if (!client.lost) {
            answer(client);
        }
    }

    private void call(Client client) {
        client.kind = kinds.get(random.nextInt(kinds.size()));
        client.argument = switch (client.kind) {
            case READ, DELETE -> null;
            case WRITE -> any();
            case CAS -> List.of(any(), any());
            case APPEND -> values > 4 ? " " + written++ : any();
        };
        client.running = true;
        client.done = false;
        client.mismatch = false;
        recorder.call(client.process, client.kind, key, client.argument);
        if (random.nextDouble() < unanswered) {
            if (random.nextBoolean()) {
                recorder.info(client.process);
            }
            // It takes effect some time, or never, and another client goes on in its place.
            client.lost = true;
            Client next = new Client();
            next.process = processes++;
            clients.add(next);
        } else if (random.nextInt(20) == 0) {
            recorder.fail(client.process);
            client.running = false;
        }
    }

    private Object any() {
        if (values == 0) {
            return model.isStore() ? " " + written++ + "." : (Object) (long) written++;
        }
        int number = random.nextInt(values);
        return model.isStore() ? "ab".repeat(1 + number / 2).substring(number % 2) : (Object) (long) number;
    }

    private void takeEffect(Client client) {
        client.done = true;
        switch (client.kind) {
            case READ -> client.result = value;
            case WRITE -> value = client.argument;
            case DELETE -> value = null;
            case APPEND -> value = (value == null ? "" : value.toString()) + client.argument;
            case CAS -> {
                List<?> pair = (List<?>) client.argument;
                client.mismatch = !Objects.equals(value, pair.get(0));
                value = client.mismatch ? value : pair.get(1);
            }
        }
    }

    private void answer(Client client) {
        if (client.mismatch) {
            recorder.mismatch(client.process);
        } else {
            recorder.ok(client.process, client.kind == Kind.READ ? client.result : null);
        }
        client.running = false;
    }

    /** The same history, but that one read gives something else, or two operations have changed their calls or answers. */
    static List<Operation> mutated(List<Operation> operations, Random random) {
        List<Operation> mutated = new ArrayList<>(operations);
        int one = random.nextInt(operations.size());
        int other = random.nextInt(operations.size());
        Operation first = operations.get(one);
        Operation second = operations.get(other);
        switch (random.nextInt(3)) {
            case 0 ->
                mutated.set(
                        one,
                        with(
                                first,
                                first.kind() == Kind.READ ? second.argument() : first.result(),
                                first.call(),
                                first.answer()));
            case 1 -> {
                if (first.call() < second.answer() && second.call() < first.answer()) {
                    mutated.set(one, with(first, first.result(), second.call(), first.answer()));
                    mutated.set(other, with(second, second.result(), first.call(), second.answer()));
                }
            }
            default -> {
                if (first.call() < second.answer()
                        && second.call() < first.answer()
                        && first.outcome() != Operation.Outcome.UNKNOWN
                        && second.outcome() != Operation.Outcome.UNKNOWN) {
                    mutated.set(one, with(first, first.result(), first.call(), second.answer()));
                    mutated.set(other, with(second, second.result(), second.call(), first.answer()));
                }
            }
        }
        return mutated;
    }

    /** The same operation, but that it reads something else. */
    static Operation reading(Operation old, @Nullable Object result) {
        return with(old, result, old.call(), old.answer());
    }

    private static Operation with(Operation old, @Nullable Object result, int call, int answer) {
        return new Operation(
                old.number(),
                old.process(),
                old.kind(),
                old.key(),
                old.argument(),
                old.expected(),
                old.outcome(),
                result,
                call,
                answer,
                old.callLine(),
                old.answerLine());
    }
}
