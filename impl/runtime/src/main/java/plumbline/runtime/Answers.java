package plumbline.runtime;

import java.util.ArrayList;
import java.util.List;

/** Outcomes that are known, until the turn comes to answering. */
final class Answers {
    private record Answer(Proposal proposal, ProposalOutcome outcome) {}

    private final List<Answer> known = new ArrayList<>();
    private final Bound pending;
    private final Clock clock;
    private final RuntimeListener listener;

    Answers(Bound pending, Clock clock, RuntimeListener listener) {
        this.pending = pending;
        this.clock = clock;
        this.listener = listener;
    }

    void add(Proposal proposal, ProposalOutcome outcome) {
        known.add(new Answer(proposal, outcome));
    }

    /** Tells the clients. What they have waiting on an answer runs here and now, so it had better be short. */
    void give() {
        if (known.isEmpty()) {
            return;
        }
        List<Answer> given = List.copyOf(known);
        known.clear();
        long now = clock.nanoTime();
        for (Answer answer : given) {
            pending.giveBack(answer.proposal().size());
            answer.proposal().outcome().complete(answer.outcome());
        }
        for (Answer answer : given) {
            listener.answered(answer.outcome(), now - answer.proposal().proposedAt());
        }
    }
}
