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

    /** Enough where the values tell why, too. */
    private static final int FEW_CONFIGURATIONS = 2_000;

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

    /** The first answer that makes an order impossible. */
    Violation violation(Optional<Object> key) {
        if (Sweep.suits(all) && Order.contradiction(model, all, initial).isEmpty()) {
            Sweep sweep = Sweep.whole(all, initial, budget);
            sweep.run();
            Operation misplaced = sweep.impossible().orElseThrow();
            return new Violation(key, all, sweep.order(), misplaced, reason(misplaced));
        }
        return byHalving(key);
    }

    /** What has no order gets none by going on. */
    private Violation byHalving(Optional<Object> key) {
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
                Optional<List<Operation>> found =
                        Order.of(model, upTo(answered.get(middle).answer()), initial, budget);
                if (found.isPresent()) {
                    possible = middle;
                    order = found.get();
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

    private Sight look(Operation misplaced, int configurations) {
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
            new Search(model, new Operations(part), initial, budget.again(configurations), Optional.of(watcher)).run();
        } catch (Budget.SpentException e) {
            sight.complete = false;
        }
        return sight;
    }

    private String reason(Operation misplaced) {
        Optional<String> contradiction = Order.contradiction(model, upTo(misplaced.answer()), initial);
        Sight sight = look(misplaced, contradiction.isPresent() ? FEW_CONFIGURATIONS : CONFIGURATIONS);
        boolean clear = sight.complete && sight.states.size() <= SHOWN_STATES;
        if (!clear && contradiction.isPresent()) {
            return contradiction.get();
        }
        Optional<Operation> rival = all.stream()
                .filter(operation -> operation.answer() == sight.farthest)
                .findFirst();
        if (rival.isPresent()) {
            return "It fits only where " + rival.get().inFull() + " no longer does, which was answered before it was.";
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
        return replaced(misplaced, last.answer(), "The last to write " + Values.show(told) + " was " + last.inFull());
    }

    /** An operation that certainly came after event {@code since} and before {@code misplaced}, and set something else. */
    private String replaced(Operation misplaced, int since, String before) {
        return all.stream()
                .filter(operation -> operation.call() > since
                        && operation.answer() < misplaced.call()
                        && operation.outcome() == Outcome.OK
                        && !Operations.changesNothing(operation))
                .reduce((earlier, later) -> later)
                .map(operation -> " " + before + "; after that " + operation.inFull()
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
                .map(operation -> " What " + operation.inFull()
                        + " added is missing, which was answered before this one was called.")
                .orElse("");
    }
}
