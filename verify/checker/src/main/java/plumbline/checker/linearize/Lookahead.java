package plumbline.checker.linearize;

import org.jspecify.annotations.Nullable;

/** What can still come about, given what the next answers tell: the reasons for which a search leaves a configuration. */
final class Lookahead {
    private final Model model;
    private final Operations operations;
    private final Placed placed;

    Lookahead(Model model, Operations operations, Placed placed) {
        this.model = model;
        this.operations = operations;
        this.placed = placed;
    }

    /** How many of the answers that tell the state are placed, in their order, before the first that is not. */
    int tellers(int from) {
        int teller = from;
        while (teller < operations.tellers.length && placed.has(operations.tellers[teller])) {
            teller++;
        }
        return teller;
    }

    private boolean hasTeller(Search.Place at) {
        return at.teller() < operations.tellers.length;
    }

    private Operation teller(Search.Place at) {
        return operations.answered.get(operations.tellers[at.teller()]);
    }

    /** Whether a state is what the next answer tells, or grows into it. */
    boolean leadsToNextAnswer(Search.Place at, @Nullable Object state) {
        return !hasTeller(at)
                || growsInto(at, state, Operations.told(teller(at)), teller(at).answer());
    }

    /** Whether what the next answer tells can come about at all. */
    boolean nextAnswerIsPossible(Search.Place at, @Nullable Object state) {
        if (leadsToNextAnswer(at, state)) {
            return true;
        }
        Operation teller = teller(at);
        Object told = Operations.told(teller);
        return placed.anyLeft(
                at.first(),
                teller.answer(),
                operation -> operation != teller
                        && Operations.sets(operation)
                        && growsInto(at, model.state(operation.argument()), told, teller.answer()));
    }

    /**
     * Whether the state, a text, will certainly be overwritten before any operation can tell what it was. Then it does not
     * matter what it is, and neither does in which order it was made.
     */
    boolean isDoomed(Search.Place at, @Nullable Object state) {
        if (!hasTeller(at) || !(state instanceof Text text)) {
            return false;
        }
        int limit = teller(at).answer();
        return !placed.anyLeft(
                at.first(),
                limit,
                operation -> Operations.tells(operation)
                        ? growsInto(at, text, Operations.told(operation), limit)
                        : operation.kind() == Kind.CAS
                                && operation.expected() instanceof String expected
                                && text.isStartOf(expected));
    }

    /** Whether a state is what is told, or grows into it by what can be appended before event {@code limit}. */
    private boolean growsInto(Search.Place at, @Nullable Object state, @Nullable Object told, int limit) {
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
        return placed.anyLeft(
                at.first(),
                limit,
                operation -> operation.kind() == Kind.APPEND
                        && whole.startsWith(String.valueOf(operation.argument()), from));
    }
}
