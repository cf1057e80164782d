package plumbline.checker.linearize;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The search for an order of the operations on one object: Wing and Gong's, with Lowe's memory of configurations.
 *
 * <p>A configuration is the set of operations that are placed so far, and the state that they lead to. An operation can
 * be placed next if it was called before the first answer that is still to come, and the state allows it. Depth first,
 * until all answered operations are placed, or nothing is left to try. Six things keep it small, and none loses an
 * order:
 *
 * <ul>
 *   <li>a configuration is left at once if one was seen that can do no less: see {@link Visited};
 *   <li>an operation that never changes the state (a read, a refused compare-and-set) is placed as soon as it can be: in
 *       any order in which it comes later, it can as well come now;
 *   <li>of operations of unknown outcome that do the same, the one that was called first is placed first, and one that
 *       would change nothing is not placed at all;
 *   <li>one of unknown outcome is only placed to some use: before it is overwritten, there must come one that depends on
 *       the state, and on a register that must come next;
 *   <li>a configuration is left if what the next answer tells cannot come about: the state does not grow into it by
 *       appending, and no operation that can come before that answer sets a value that does;
 *   <li>texts that will be overwritten before any operation can tell what they were count as one.
 * </ul>
 */
final class Search {
    private final Model model;
    private final Operations operations;
    private final List<Operation> answered;
    private final Budget budget;
    private final Optional<Watcher> watcher;
    private final States states;
    private final Visited visited;

    /** Which of the answered operations are placed; how many of each group of unknown ones. */
    private final BitSet placed = new BitSet();

    private final int[] used;

    /** What is placed, in order: the number of an answered operation, or that of a group after all those. */
    private final int[] trail;

    private Place here;

    /** Is shown each configuration that the search comes to, which then does not look ahead to the next answer. */
    interface Watcher {
        /**
         * The search has come here.
         *
         * @param firstAnswer the first answer that is still to come
         * @param state the object's state
         * @param placed tells of an answered operation whether it is placed
         */
        void at(int firstAnswer, @Nullable Object state, BitSet placed);
    }

    /**
     * Where the search is.
     *
     * @param size how many operations are placed
     * @param state the number of the state that they lead to
     * @param first the first answered operation that is not placed
     * @param firstAnswer the first answer that is still to come
     * @param teller how many of the answers that tell the state are placed, in their order, before the first that is not
     * @param untold whether an operation of unknown outcome is placed, and after it none that depends on the state
     */
    private record Place(int size, int state, int first, int firstAnswer, int teller, boolean untold) {}

    /** A place, and the next thing to try there. */
    private static final class Choice {
        private final Place place;
        private int next;

        /** Whether all that leads to the next answer has been tried. */
        private boolean rest;

        Choice(Place place) {
            this.place = place;
            next = place.first;
        }
    }

    Search(Model model, Operations operations, @Nullable Object initial, Budget budget, Optional<Watcher> watcher) {
        this.model = model;
        this.operations = operations;
        this.budget = budget;
        this.watcher = watcher;
        answered = operations.answered;
        states = new States(model, budget);
        visited = new Visited(budget);
        used = new int[operations.unknown.size()];
        trail = new int
                [answered.size()
                        + operations.unknown.stream().mapToInt(List::size).sum()];
        here = new Place(0, states.number(model.state(initial)), 0, 0, 0, false);
    }

    /** Whether there is an order. */
    boolean run() {
        Deque<Choice> choices = new ArrayDeque<>();
        settle();
        if (leads()) {
            choices.push(new Choice(here));
        }
        while (here.first < answered.size() && !choices.isEmpty()) {
            Choice choice = choices.peek();
            if (!step(choice)) {
                choices.pop();
            } else if (here.first < answered.size() && !leads()) {
                back(choice.place);
            } else {
                choices.push(new Choice(here));
                continue;
            }
            if (!choices.isEmpty()) {
                back(choices.peek().place);
            }
        }
        return here.first == answered.size();
    }

    /** The order that was found. */
    List<Operation> order() {
        List<Operation> order = new ArrayList<>(here.size);
        int[] groups = new int[used.length];
        for (int number : Arrays.copyOf(trail, here.size)) {
            int group = number - answered.size();
            order.add(
                    group < 0
                            ? answered.get(number)
                            : operations.unknown.get(group).get(groups[group]++));
        }
        return order;
    }

    /** Places the next thing that can be placed, first of all what leads to the next answer; false if there is none. */
    private boolean step(Choice choice) {
        int things = answered.size() + used.length;
        while (!choice.rest || choice.next < things) {
            if (choice.next == things) {
                choice.rest = true;
                choice.next = here.first;
                continue;
            }
            int number = choice.next++;
            if (number < answered.size() && answered.get(number).call() > here.firstAnswer) {
                choice.next = answered.size();
                continue;
            }
            int state = after(number);
            if (state != States.ILLEGAL && leadsToNextAnswer(state) != choice.rest) {
                boolean appends =
                        number < answered.size() && answered.get(number).kind() == Kind.APPEND;
                place(number, state, number >= answered.size() || (here.untold && appends));
                return true;
            }
        }
        return false;
    }

    /** The state after an answered operation, or one of a group of unknown ones; ILLEGAL if it cannot be placed. */
    private int after(int number) {
        if (number < answered.size()) {
            Operation operation = answered.get(number);
            return placed.get(number) || wasteful(operation)
                    ? States.ILLEGAL
                    : states.after(here.state, operations.shapes[number], operation);
        }
        int group = number - answered.size();
        Optional<Operation> operation = unplaced(group, here.firstAnswer);
        if (operation.isEmpty() || wasteful(operation.get())) {
            return States.ILLEGAL;
        }
        int state = states.after(here.state, operations.unknownShapes[group], operation.get());
        return state == here.state ? States.ILLEGAL : state;
    }

    private boolean leadsToNextAnswer(int state) {
        if (here.teller == operations.tellers.length) {
            return true;
        }
        Operation teller = answered.get(operations.tellers[here.teller]);
        return growsInto(states.state(state), Operations.told(teller), teller.answer());
    }

    /** Whether an operation overwrites what one of unknown outcome did, which then need not have been placed. */
    private boolean wasteful(Operation operation) {
        return here.untold && (operation.kind() == Kind.WRITE || operation.kind() == Kind.DELETE);
    }

    /** The next of a group of unknown operations, if it was called before event {@code limit}. */
    private Optional<Operation> unplaced(int group, int limit) {
        List<Operation> members = operations.unknown.get(group);
        return used[group] < members.size() && members.get(used[group]).call() < limit
                ? Optional.of(members.get(used[group]))
                : Optional.empty();
    }

    private void place(int number, int state, boolean untold) {
        int size = here.size;
        take(number, size++);
        here = new Place(size, state, here.first, here.firstAnswer, here.teller, untold);
        settle();
    }

    private void take(int number, int size) {
        trail[size] = number;
        if (number < answered.size()) {
            placed.set(number);
        } else {
            used[number - answered.size()]++;
        }
    }

    /** Places what changes nothing and can be placed, and finds out what comes next. */
    private void settle() {
        budget.configuration();
        int size = here.size;
        int first = here.first;
        int firstAnswer;
        int before;
        do {
            before = size;
            first = placed.nextClearBit(first);
            firstAnswer = firstAnswer(first);
            for (int i = first; i < answered.size() && answered.get(i).call() < firstAnswer; i++) {
                if (!placed.get(i)
                        && Operations.changesNothing(answered.get(i))
                        && states.after(here.state, operations.shapes[i], answered.get(i)) == here.state) {
                    take(i, size++);
                }
            }
        } while (size > before);
        int teller = here.teller;
        while (teller < operations.tellers.length && placed.get(operations.tellers[teller])) {
            teller++;
        }
        here = new Place(size, here.state, first, firstAnswer, teller, here.untold && size == here.size);
        if (watcher.isEmpty() && isDoomed()) {
            here = new Place(size, states.number(Model.DOOMED), first, firstAnswer, teller, here.untold);
        }
        if (watcher.isPresent()) {
            watcher.get().at(firstAnswer, states.state(here.state), placed);
        }
    }

    private int firstAnswer(int first) {
        int earliest = Operation.NEVER;
        for (int i = first; i < answered.size() && answered.get(i).call() < earliest; i++) {
            if (!placed.get(i)) {
                earliest = Math.min(earliest, answered.get(i).answer());
            }
        }
        return earliest;
    }

    /** Takes back what was placed since {@code place}. */
    private void back(Place place) {
        for (int i = place.size; i < here.size; i++) {
            if (trail[i] < answered.size()) {
                placed.clear(trail[i]);
            } else {
                used[trail[i] - answered.size()]--;
            }
        }
        here = place;
    }

    /** Whether this configuration may lead to the end, and was not seen before. */
    private boolean leads() {
        boolean mayLead = watcher.isPresent() || (isUseful() && nextAnswerIsPossible());
        return mayLead && visited.add(key(), usedShapes());
    }

    /** Whether, after one of unknown outcome, something can come next that depends on what it did. */
    private boolean isUseful() {
        if (!here.untold || model.isStore()) {
            return true;
        }
        Object state = states.state(here.state);
        for (int i = here.first; i < answered.size() && answered.get(i).call() < here.firstAnswer; i++) {
            if (!placed.get(i)
                    && Operations.tells(answered.get(i))
                    && Objects.equals(Operations.told(answered.get(i)), state)) {
                return true;
            }
        }
        return anyUnplaced(
                here.firstAnswer,
                operation -> operation.kind() == Kind.CAS && Objects.equals(operation.expected(), state));
    }

    private boolean nextAnswerIsPossible() {
        if (here.teller == operations.tellers.length) {
            return true;
        }
        Operation teller = answered.get(operations.tellers[here.teller]);
        Object told = Operations.told(teller);
        return growsInto(states.state(here.state), told, teller.answer())
                || anyLeft(
                        teller.answer(),
                        operation -> operation != teller
                                && Operations.sets(operation)
                                && growsInto(model.state(operation.argument()), told, teller.answer()));
    }

    /**
     * Whether the state, a text, will certainly be overwritten before any operation can tell what it was. Then it does not
     * matter what it is, and neither does in which order it was made.
     */
    private boolean isDoomed() {
        if (here.teller == operations.tellers.length || !(states.state(here.state) instanceof Text text)) {
            return false;
        }
        int limit = answered.get(operations.tellers[here.teller]).answer();
        return !anyLeft(
                limit,
                operation -> Operations.tells(operation)
                        ? growsInto(text, Operations.told(operation), limit)
                        : operation.kind() == Kind.CAS
                                && operation.expected() instanceof String expected
                                && text.isStartOf(expected));
    }

    /** Whether a state is what is told, or grows into it by what can be appended before event {@code limit}. */
    private boolean growsInto(@Nullable Object state, @Nullable Object told, int limit) {
        if (Model.is(state, told)) {
            return true;
        }
        if (!model.isStore() || state == Model.DOOMED || !(told instanceof String whole)) {
            return false;
        }
        int start = 0;
        if (state instanceof Text text) {
            if (!text.isStartOf(whole)) {
                return false;
            }
            start = text.length();
        }
        int from = start;
        return anyLeft(
                limit,
                operation -> operation.kind() == Kind.APPEND
                        && whole.startsWith(String.valueOf(operation.argument()), from));
    }

    /** Whether one of the operations that are not placed, and were called before event {@code limit}, is such. */
    private boolean anyLeft(int limit, Predicate<Operation> such) {
        for (int i = here.first; i < answered.size() && answered.get(i).call() < limit; i++) {
            if (!placed.get(i) && such.test(answered.get(i))) {
                return true;
            }
        }
        return anyUnplaced(limit, such);
    }

    private boolean anyUnplaced(int limit, Predicate<Operation> such) {
        for (int group = 0; group < used.length; group++) {
            if (unplaced(group, limit).filter(such).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Which answered operations are placed, beyond those before the first that is not; and the state. */
    private long[] key() {
        long[] beyond =
                placed.get(here.first, Math.max(here.first, placed.length())).toLongArray();
        long[] key = Arrays.copyOf(beyond, beyond.length + 1);
        key[beyond.length] = ((long) here.first << 32) | here.state;
        return key;
    }

    private int[] usedShapes() {
        int count = 0;
        for (int uses : used) {
            count += uses;
        }
        // Having placed one to no use yet is one thing more that this configuration cannot do.
        int[] shapes = new int[here.untold ? count + 1 : count];
        int at = 0;
        if (here.untold) {
            shapes[at++] = -1;
        }
        for (int group = 0; group < used.length; group++) {
            for (int i = 0; i < used[group]; i++) {
                shapes[at++] = group;
            }
        }
        return shapes;
    }
}
