package plumbline.checker;

import plumbline.checker.world.StepFunction;
import plumbline.core.PersistentState;
import plumbline.core.Raft;
import plumbline.core.RequestVoteRequest;
import plumbline.core.Role;
import plumbline.core.ServerState;

/** The core with one rule broken. */
public final class Mutants {
    /** A follower gives its vote to whoever asks last, whomever it voted for before. */
    public static final StepFunction VOTES_TWICE =
            (state, event) -> event instanceof RequestVoteRequest && state.role() instanceof Role.Follower
                    ? Raft.step(withoutVote(state), event)
                    : Raft.step(state, event);

    private Mutants() {}

    private static ServerState withoutVote(ServerState state) {
        return new ServerState(
                state.id(),
                state.cluster(),
                new PersistentState(state.currentTerm(), PersistentState.NOBODY, state.log()),
                state.commitIndex(),
                state.role());
    }
}
