package plumbline.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import plumbline.core.ServerState;

/** Proposals that are in the log and not answered, in the order of the log. */
final class AppendedProposals {
    private record Appended(long index, long term, Proposal proposal) {}

    private final Deque<Appended> waiting = new ArrayDeque<>();

    /** {@code proposals} are the last entries of the log of {@code state}. */
    void append(List<Proposal> proposals, ServerState state) {
        long index = state.log().lastIndex() - proposals.size();
        for (Proposal proposal : proposals) {
            index++;
            waiting.addLast(new Appended(index, state.currentTerm(), proposal));
        }
    }

    /** How many there are. */
    int size() {
        return waiting.size();
    }

    /**
     * The server is in {@code state}: takes out what it can no longer answer, because it does not lead the term any more in
     * which it appended it. What is known to be committed stays.
     */
    void takeLost(ServerState state, Consumer<Proposal> taker) {
        while (!waiting.isEmpty()) {
            Appended last = waiting.getLast();
            boolean led = state.isLeader() && state.currentTerm() == last.term();
            if (led || isCommitted(last, state)) {
                return;
            }
            taker.accept(waiting.removeLast().proposal());
        }
    }

    private static boolean isCommitted(Appended appended, ServerState state) {
        return appended.index() <= state.commitIndex() && state.log().termAt(appended.index()) == appended.term();
    }

    /** Takes out who waits for the entry at {@code index}, now being applied, if anyone does. */
    void takeApplied(long index, Consumer<Proposal> taker) {
        if (!waiting.isEmpty() && waiting.getFirst().index() == index) {
            taker.accept(waiting.removeFirst().proposal());
        }
    }

    /** Takes all out. */
    void takeAll(Consumer<Proposal> taker) {
        while (!waiting.isEmpty()) {
            taker.accept(waiting.removeFirst().proposal());
        }
    }
}
