package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Operation.Outcome;

/**
 * The order of operations whose values tell it, found without any search (for registers, Gibbons and Korach's way).
 *
 * <p>If no two operations that change the value do the same, a value that was read tells which of them made it, and in which
 * order. So operations fall into {@link Block blocks}. Blocks can be put in order if and only if no two of them must each
 * precede the other; and they have an order that takes time into account if and only if the blocks do, and each block by
 * itself. Both directions are exact, so there is nothing to try: it takes about as long as sorting does.
 *
 * <p>What nobody read is a block of its own. If its outcome is unknown, it may as well never have taken effect, and is left
 * out.
 */
final class Succession {
    private final List<Operation> operations;
    private final boolean isStore;
    private final @Nullable Object initial;
    private final Map<Optional<Object>, List<Operation>> writers = new HashMap<>();

    /** Which block an operation that changes the value is in, by its number. */
    private final Map<Integer, Block> blocks = new LinkedHashMap<>();

    private final Map<Block, Value> longest = new HashMap<>();
    private final TreeMap<String, Value> texts = new TreeMap<>();
    private @Nullable Block first;

    /** The values do not tell what made them. */
    static final class UntoldException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UntoldException() {
            super(null, null, false, false);
        }
    }

    /** There is no order. */
    static final class ContradictionException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ContradictionException(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * A text that was read, the longest of its block.
     *
     * @param depths how many appends it takes to each of the lengths that it had on the way
     */
    private record Value(Operation read, String text, Block block, Map<Integer, Integer> depths) {}

    private Succession(Model model, List<Operation> operations, @Nullable Object initial) {
        this.operations = operations;
        this.isStore = model.isStore();
        this.initial = initial;
    }

    /**
     * An order of the operations on one object.
     *
     * @throws UntoldException if the values do not tell it
     * @throws ContradictionException if there is none
     */
    static List<Operation> order(Model model, List<Operation> operations, @Nullable Object initial) {
        return new Succession(model, operations, initial).order();
    }

    private List<Operation> order() {
        boolean told = operations.stream().allMatch(operation -> switch (operation.kind()) {
            case READ, WRITE, APPEND -> true;
            case CAS, DELETE -> false;
        });
        if (!told || (isStore && initial != null && !initial.equals(""))) {
            throw new UntoldException();
        }
        if (isStore) {
            readTexts();
        } else {
            readValues();
        }
        for (Operation operation : operations) {
            if (operation.kind() != Kind.READ && operation.outcome() == Outcome.OK) {
                blocks.computeIfAbsent(operation.number(), number -> new Block(operation));
            }
        }
        List<Operation> order = new ArrayList<>();
        inOrder().forEach(block -> order.addAll(block.order()));
        keepsTime(order);
        return order;
    }

    private List<Operation> reads() {
        return operations.stream()
                .filter(operation -> operation.kind() == Kind.READ && operation.outcome() == Outcome.OK)
                .toList();
    }

    private void readValues() {
        operations.stream()
                .filter(operation -> operation.kind() == Kind.WRITE)
                .forEach(write -> writers.computeIfAbsent(
                                Optional.ofNullable(write.argument()), value -> new ArrayList<>(1))
                        .add(write));
        for (Operation read : reads()) {
            List<Operation> made = writers.getOrDefault(Optional.ofNullable(read.result()), List.of());
            boolean begun = Objects.equals(read.result(), initial);
            if (made.size() + (begun ? 1 : 0) > 1) {
                throw new UntoldException();
            }
            if (!begun && made.isEmpty()) {
                throw new ContradictionException("Nothing that was called before makes what " + read.inFull() + ".");
            }
            block(begun ? null : made.get(0)).read(read, 0);
        }
    }

    private void readTexts() {
        Pieces pieces = new Pieces(operations, true);
        List<Operation> reads = reads().stream()
                .sorted(Comparator.comparingInt((Operation read) -> -length(read.result())))
                .toList();
        for (Operation read : reads) {
            if (Objects.equals(read.result(), initial)) {
                block(null).read(read, 0);
            } else if (read.result() instanceof String text && !text.isEmpty()) {
                Value value = known(text);
                if (value == null) {
                    value = made(read, text, pieces);
                }
                value.block.read(read, Objects.requireNonNull(value.depths.get(text.length())));
            } else {
                throw new ContradictionException("Nothing that was called before makes what " + read.inFull() + ".");
            }
        }
    }

    private static int length(@Nullable Object text) {
        return text instanceof String string ? string.length() : 0;
    }

    /** A longer text that was this one on the way. */
    private @Nullable Value known(String text) {
        Map.Entry<String, Value> next = texts.ceilingEntry(text);
        return next != null
                        && next.getKey().startsWith(text)
                        && next.getValue().depths.containsKey(text.length())
                ? next.getValue()
                : null;
    }

    private Value made(Operation read, String text, Pieces pieces) {
        List<@Nullable Operation> made = pieces.of(text)
                .orElseThrow(() ->
                        new ContradictionException("Nothing that was called before makes what " + read.inFull() + "."));
        Block block = block(made.get(0));
        Value other = longest.get(block);
        Map<Integer, Integer> depths = new HashMap<>();
        List<Operation> appends = new ArrayList<>();
        int length = Pieces.length(made.get(0));
        depths.put(length, 0);
        for (Operation append : made.subList(1, made.size())) {
            appends.add(Objects.requireNonNull(append));
            length += Pieces.length(append);
            depths.put(length, appends.size());
        }
        if (other != null) {
            if (other.text.startsWith(text) && depths.keySet().stream().allMatch(other.depths::containsKey)) {
                return other;
            }
            throw new ContradictionException("What " + read.inFull() + " and what " + other.read.inFull()
                    + " began alike, and then went on differently.");
        }
        for (Operation append : appends) {
            if (blocks.putIfAbsent(append.number(), block) != null) {
                throw new ContradictionException("What " + append.inFull() + " adds was added more than once, as "
                        + read.whose() + " shows among others.");
            }
        }
        block.appends(appends);
        Value value = new Value(read, text, block, depths);
        longest.put(block, value);
        texts.put(text, value);
        return value;
    }

    /** The block that begins with an operation, or with what the object began with. */
    private Block block(@Nullable Operation start) {
        if (start != null) {
            return blocks.computeIfAbsent(start.number(), number -> new Block(start));
        }
        if (first == null) {
            first = new Block(null);
        }
        return first;
    }

    /** Takes one block after the other that none of the rest must precede. */
    private List<Block> inOrder() {
        TreeSet<Block> byAnswer =
                new TreeSet<>(Comparator.comparingInt(Block::earliestAnswer).thenComparingInt(Block::latestCall));
        TreeSet<Block> byCall = new TreeSet<>(Comparator.comparingInt(Block::latestCall));
        blocks.values().stream().filter(block -> block != first).forEach(block -> {
            byAnswer.add(block);
            byCall.add(block);
        });
        List<Block> inOrder = new ArrayList<>();
        if (first != null) {
            inOrder.add(first);
        }
        while (!byAnswer.isEmpty()) {
            Block earliest = byAnswer.first();
            Block second = byAnswer.higher(earliest);
            Block next = earliest;
            if (second != null && second.precedes(earliest)) {
                // Then the earliest precedes all that are called after its answer, and only the others are left to
                // take.
                next = byCall.first();
                if (next == earliest || earliest.precedes(next)) {
                    throw new ContradictionException(earliest.crosses(second));
                }
            }
            byAnswer.remove(next);
            byCall.remove(next);
            inOrder.add(next);
        }
        return inOrder;
    }

    private static void keepsTime(List<Operation> order) {
        Operation earliest = null;
        for (int i = order.size() - 1; i >= 0; i--) {
            Operation operation = order.get(i);
            if (earliest != null && earliest.answer() < operation.call()) {
                throw new ContradictionException("By the values that were read, " + operation.inFull()
                        + " comes before " + earliest.inFull() + "; but it was called after that was answered.");
            }
            if (earliest == null || operation.answer() < earliest.answer()) {
                earliest = operation;
            }
        }
    }
}
