package plumbline.checker.linearize;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The search for an order of the operations on one object: Wing and Gong's, with Lowe's memory of configurations. It is for
 * operations of which some append; the others are left to {@link Sweep}.
 *
 * <p>A configuration is the set of operations that are placed so far, and the state that they lead to. An operation can
 * be placed next if it was called before the first answer that is still to come, and the state allows it. Depth first,
 * until all answered operations are placed, or nothing is left to try. Seven things keep it small, and none loses an
 * order:
 *
 * <ul>
 *   <li>a configuration is left at once if one was seen that can do no less: see {@link Visited};
 *   <li>an operation that never changes the state (a read, a refused compare-and-set) is placed as soon as it can be: in
 *       any order in which it comes later, it can as well come now;
 *   <li>of operations that do the same and can all be placed now, only the one whose answer comes first is: in any order
 *       that has another of them first, the two can change places. One of unknown outcome counts as answered last, and
 *       among those the one that was called first is placed first;
 *   <li>one of unknown outcome that would change nothing is not placed at all;
 *   <li>one of unknown outcome is only placed to some use: before it is overwritten, there must come one that depends on
 *       the state;
 *   <li>a configuration is left if what the next answer tells cannot come about: the state does not grow into it by
 *       appending, and no operation that can come before that answer sets a value that does;
 *   <li>texts that will be overwritten before any operation can tell what they were count as one.
 * </ul>
 */
final class Search {
    private final Operations operations;
    private final List<Operation> answered;
    private final Budget budget;
    private final Optional<Watcher> watcher;
    private final States states;
    private final Visited visited;
    private final Placed placed;
    private final Lookahead lookahead;

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
     * @param untold whether an operation is placed for the sake of one that depends on it, and no such one after it
     */
    record Place(int size, int state, int first, int firstAnswer, int teller, boolean untold) {}

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
        this.operations = operations;
        this.budget = budget;
        this.watcher = watcher;
        answered = operations.answered;
        states = new States(model, budget);
        visited = new Visited(budget);
        placed = new Placed(operations);
        lookahead = new Lookahead(model, operations, placed);
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
        return placed.order();
    }

    /** Places the next thing that can be placed, first of all what leads to the next answer; false if there is none. */
    private boolean step(Choice choice) {
        int things = placed.things();
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
            if (state != States.ILLEGAL && lookahead.leadsToNextAnswer(here, states.state(state)) != choice.rest) {
                place(number, state);
                return true;
            }
        }
        return false;
    }

    /** The state after an answered operation, or one of a group of unknown ones; ILLEGAL if it need not be placed now. */
    private int after(int number) {
        if (number < answered.size()) {
            Operation operation = answered.get(number);
            if (placed.has(number) || isWasteful(operation) || canWait(operations.shapes[number], operation.answer())) {
                return States.ILLEGAL;
            }
            return states.after(here.state, operations.shapes[number], operation);
        }
        int group = number - answered.size();
        Optional<Operation> operation = placed.unknownLeft(group, here.firstAnswer);
        if (operation.isEmpty()
                || isWasteful(operation.get())
                || canWait(operations.answeredShapes[group], Operation.NEVER)) {
            return States.ILLEGAL;
        }
        int state = states.after(here.state, operations.unknownShapes[group], operation.get());
        return state == here.state ? States.ILLEGAL : state;
    }

    /** Whether an operation overwrites what another did for the sake of a third, which then need not have been placed. */
    private boolean isWasteful(Operation operation) {
        return here.untold && Operations.overwrites(operation);
    }

    /** Whether another of this shape can be placed now that is answered earlier. */
    private boolean canWait(int shape, int answer) {
        for (int i = here.first; i < answered.size() && answered.get(i).call() < here.firstAnswer; i++) {
            if (operations.shapes[i] == shape && answered.get(i).answer() < answer && !placed.has(i)) {
                return true;
            }
        }
        return false;
    }

    private void place(int number, int state) {
        int group = number - answered.size();
        Operation operation =
                group < 0 ? answered.get(number) : operations.unknown.get(group).get(0);
        boolean untold = group >= 0 || (here.untold && operation.kind() == Kind.APPEND);
        placed.add(number);
        here = new Place(here.size + 1, state, here.first, here.firstAnswer, here.teller, untold);
        settle();
    }

    /** Places what changes nothing and can be placed, and finds out what comes next. */
    private void settle() {
        budget.configuration();
        int first = here.first;
        int firstAnswer;
        int before;
        do {
            before = placed.size();
            first = placed.firstLeft(first);
            firstAnswer = placed.firstAnswer(first);
            for (int i = first; i < answered.size() && answered.get(i).call() < firstAnswer; i++) {
                if (!placed.has(i)
                        && Operations.changesNothing(answered.get(i))
                        && states.after(here.state, operations.shapes[i], answered.get(i)) == here.state) {
                    placed.add(i);
                }
            }
        } while (placed.size() > before);
        int size = placed.size();
        boolean untold = here.untold && size == here.size;
        int teller = lookahead.tellers(here.teller);
        here = new Place(size, here.state, first, firstAnswer, teller, untold);
        if (watcher.isPresent()) {
            watcher.get().at(firstAnswer, states.state(here.state), placed.answered());
        } else if (lookahead.isDoomed(here, states.state(here.state))) {
            here = new Place(size, states.number(Model.DOOMED), first, firstAnswer, teller, untold);
        }
    }

    /** Takes back what was placed since {@code place}. */
    private void back(Place place) {
        placed.back(place.size);
        here = place;
    }

    /** Whether this configuration may lead to the end, and was not seen before. */
    private boolean leads() {
        Object state = states.state(here.state);
        boolean mayLead = watcher.isPresent() || lookahead.nextAnswerIsPossible(here, state);
        return mayLead && visited.add(placed.key(here.first, here.state), placed.lacks(here.untold));
    }
}
