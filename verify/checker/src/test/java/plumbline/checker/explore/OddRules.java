package plumbline.checker.explore;

import java.util.List;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.ClientRequest;
import plumbline.core.Event;
import plumbline.core.PersistentState;
import plumbline.core.Raft;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** Broken cores that nobody ships, made to lead reductions astray. */
final class OddRules {
    /** Server 1 is deaf to vote requests; the others are not. */
    static final StepFunction TREATS_SERVER_ONE_DIFFERENTLY =
            (state, event) -> state.id() == 1 && event instanceof RequestVoteRequest
                    ? new Step(state, List.of())
                    : Raft.step(state, event);

    /** What a voter answers to an old request depends on whom it votes for by now. */
    static final StepFunction ANSWERS_OLD_REQUESTS_BY_ITS_VOTE =
            (state, event) -> event instanceof RequestVoteRequest request && request.term() < state.currentTerm()
                    ? new Step(
                            state,
                            List.of(new RequestVoteResponse(
                                    state.id(),
                                    request.from(),
                                    state.votedFor() == request.from() ? request.term() : state.currentTerm(),
                                    state.votedFor() != state.id())))
                    : Raft.step(state, event);

    /** Each request of its term, heard again, moves the vote on or back: states come again. */
    static final StepFunction SWITCHES_ITS_VOTE = (state, event) -> {
        if (event instanceof RequestVoteRequest request
                && request.term() == state.currentTerm()
                && state.role() instanceof Role.Follower) {
            return Raft.step(voting(state, state.votedFor() == request.from() ? request.from() : 0), event);
        }
        return event instanceof AppendEntriesRequest && state.votedFor() != 0
                ? new Step(voting(state, 0), List.of())
                : Raft.step(state, event);
    };

    /** The request of term 1 does nothing to whoever is new, and frees the vote of whoever has heard of later terms. */
    static final StepFunction HEARS_THE_FIRST_REQUEST_LATE = (state, event) -> {
        if (!(event instanceof RequestVoteRequest request) || request.term() > 1 || state.currentTerm() == 1) {
            return Raft.step(state, event);
        }
        return new Step(state.currentTerm() == 0 ? state : voting(state, 0), List.of());
    };

    /** Who voted for another in term 1 hears nothing any more until it restarts. */
    static final StepFunction DEAF_UNTIL_RESTARTED = new StepFunction() {
        private boolean deaf(ServerState state) {
            return state.currentTerm() == 1 && state.votedFor() != 0 && state.votedFor() != state.id();
        }

        @Override
        public Step step(ServerState state, Event event) {
            return deaf(state) ? new Step(state, List.of()) : Raft.step(state, event);
        }

        @Override
        public ServerState restart(ServerState state) {
            return deaf(state) ? voting(state, state.id()) : state;
        }
    };

    /** Refuses clients, and cannot restart as a candidate. */
    static final StepFunction REFUSES_CLIENTS_AND_RESTARTS = new StepFunction() {
        @Override
        public Step step(ServerState state, Event event) {
            if (event instanceof ClientRequest) {
                throw new IllegalArgumentException("no clients here");
            }
            return Raft.step(state, event);
        }

        @Override
        public ServerState restart(ServerState state) {
            if (state.role() instanceof Role.Candidate) {
                throw new IllegalArgumentException("no restarts here");
            }
            return StepFunction.RAFT.restart(state);
        }
    };

    private OddRules() {}

    static ServerState voting(ServerState state, int votedFor) {
        return new ServerState(
                state.id(),
                state.cluster(),
                new PersistentState(state.currentTerm(), votedFor, state.log()),
                state.commitIndex(),
                state.role());
    }
}
