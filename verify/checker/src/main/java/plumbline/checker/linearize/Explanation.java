package plumbline.checker.linearize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plumbline.checker.linearize.Operation.Outcome;

/** Why the operations on one object cannot be ordered. */
final class Explanation {
    private static final int SHOWN_STATES = 4;

    /** Enough to find all the states that matter in nearly every history, and a second at most. */
    private static final int CONFIGURATIONS = 20_000;

    private final Model model;
    private final @Nullable Object initial;
    private final List<Operation> all;
    private final Budget budget;

    /**
     * Of operations on one object that have no order.
     *
     * @param all all of them
     */
    Explanation(Model model, @Nullable Object initial, List<Operation> all, Budget budget) {
        this.model = model;
        this.initial = initial;
        this.all = all;
        this.budget = budget.again(Long.MAX_VALUE);
    }

    /** The first answer that makes an order impossible, found by halving: what has no order gets none by going on. */
    Violation violation(Optional<Object> key) {
        List<Operation> answered = new Operations(all)
                .answered.stream()
                        .sorted(Comparator.comparingInt(Operation::answer))
                        .toList();
        List<Operation> order = List.of();
        int possible = -1;
        int impossible = answered.size() - 1;
        String reservation = "";
        try {
            while (impossible - possible > 1) {
                int middle = (possible + impossible) >>> 1;
                Search search = search(upTo(answered.get(middle).answer()), budget, Optional.empty());
                if (search.run()) {
                    possible = middle;
                    order = search.order();
                } else {
                    impossible = middle;
                }
                budget.release();
            }
        } catch (Budget.SpentException e) {
            reservation = " (An earlier answer may be to blame already: " + e.getMessage() + ".)";
        }
        Operation misplaced = answered.get(impossible);
        return new Violation(key, all, originals(order), misplaced, reason(misplaced) + reservation);
    }

    private List<Operation> originals(List<Operation> order) {
        Map<Integer, Operation> byNumber =
                all.stream().collect(Collectors.toMap(Operation::number, operation -> operation));
        return order.stream().map(operation -> byNumber.get(operation.number())).toList();
    }

    private Search search(List<Operation> operations, Budget of, Optional<Search.Watcher> watcher) {
        return new Search(model, new Operations(operations), initial, of, watcher);
    }

    /** The history up to an answer. Of operations that run on it is known what they will do, not when. */
    private List<Operation> upTo(int answer) {
        List<Operation> part = new ArrayList<>();
        for (Operation operation : all) {
            if (operation.answer() <= answer) {
                part.add(operation);
            } else if (operation.call() < answer && operation.outcome() != Outcome.MISMATCH) {
                part.add(operation.unanswered());
            }
        }
        return part;
    }

    /** What the search saw of an operation. */
    private static final class Sight {
        private final Set<@Nullable Object> states = new LinkedHashSet<>();
        private int farthest = -1;
        private boolean complete = true;
    }

    private Sight look(Operation misplaced) {
        List<Operation> part = upTo(misplaced.answer());
        int number = new Operations(part).answered.indexOf(misplaced);
        Sight sight = new Sight();
        Search.Watcher watcher = (firstAnswer, state, placed) -> {
            if (placed.get(number)) {
                sight.farthest = Math.max(sight.farthest, firstAnswer);
            } else if (misplaced.call() < firstAnswer) {
                sight.states.add(state);
            }
        };
        try {
            search(part, budget.again(CONFIGURATIONS), Optional.of(watcher)).run();
        } catch (Budget.SpentException e) {
            sight.complete = false;
        }
        return sight;
    }

    private String reason(Operation misplaced) {
        Sight sight = look(misplaced);
        Optional<Operation> rival = all.stream()
                .filter(operation -> operation.answer() == sight.farthest)
                .findFirst();
        if (rival.isPresent()) {
            return "It fits only where " + who(rival.get()) + " no longer does, which was answered before it was.";
        }
        String what = model.isStore() ? "the key" : "the register";
        String held = sight.states.stream()
                .limit(SHOWN_STATES)
                .map(state -> Values.show(state instanceof Text text ? text.toString() : state))
                .collect(Collectors.joining(" or "));
        String more = sight.states.size() > SHOWN_STATES || !sight.complete ? " or others like that" : "";
        String told = Values.show(Operations.told(misplaced));
        String need = misplaced.outcome() == Outcome.MISMATCH
                ? "It was refused, so " + what + " did not hold " + Values.show(misplaced.expected())
                : misplaced.kind() == Kind.CAS ? "It took place, so " + what + " held " + told : "It gives " + told;
        return need + "; but in every order of the others, " + what + " holds " + held + more + " while it runs."
                + (misplaced.outcome() == Outcome.MISMATCH ? "" : detail(misplaced));
    }

    /** What became of the value that an operation tells of. */
    private String detail(Operation misplaced) {
        Object told = Operations.told(misplaced);
        if (told instanceof String text && model.isStore()) {
            return missing(misplaced, text);
        }
        List<Operation> writers = all.stream()
                .filter(operation -> operation.call() < misplaced.answer()
                        && Operations.sets(operation)
                        && Objects.equals(operation.argument(), told))
                .toList();
        if (writers.isEmpty()) {
            return Objects.equals(told, initial)
                    ? replaced(misplaced, -1, "It began with " + Values.show(told))
                    : " Nothing was called before its answer that writes " + Values.show(told) + ".";
        }
        Operation last = writers.get(writers.size() - 1);
        return replaced(misplaced, last.answer(), "The last to write " + Values.show(told) + " was " + who(last));
    }

    /** An operation that certainly came after event {@code since} and before {@code misplaced}, and set something else. */
    private String replaced(Operation misplaced, int since, String before) {
        return all.stream()
                .filter(operation -> operation.call() > since
                        && operation.answer() < misplaced.call()
                        && operation.outcome() == Outcome.OK
                        && !Operations.changesNothing(operation))
                .reduce((earlier, later) -> later)
                .map(operation -> " " + before + "; after that " + who(operation)
                        + " was called and answered, all before this one was called.")
                .orElse("");
    }

    /** An append that was answered before, cannot have been overwritten, and yet is not in the text. */
    private String missing(Operation misplaced, String text) {
        return all.stream()
                .filter(operation -> operation.kind() == Kind.APPEND
                        && operation.answer() < misplaced.call()
                        && !text.contains(String.valueOf(operation.argument()))
                        && all.stream()
                                .noneMatch(other -> Operations.sets(other)
                                        && other.call() < misplaced.answer()
                                        && other.answer() > operation.call()))
                .findFirst()
                .map(operation ->
                        " What " + who(operation) + " added is missing, which was answered before this one was called.")
                .orElse("");
    }

    private static String who(Operation operation) {
        return "process " + operation.process() + "'s " + operation.words() + " (" + operation.lines() + ")";
    }
}
