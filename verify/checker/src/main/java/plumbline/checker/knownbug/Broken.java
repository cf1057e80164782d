package plumbline.checker.knownbug;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Event;
import plumbline.core.Log;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.Raft;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** The core's rules with one of them replaced, and states with one field changed. */
final class Broken {
    private Broken() {}

    /** The core, but for one kind of event. */
    static <E extends Event> StepFunction on(Class<E> kind, BiFunction<ServerState, E, Step> handler) {
        return (state, event) ->
                kind.isInstance(event) ? handler.apply(state, kind.cast(event)) : Raft.step(state, event);
    }

    /** The core, but for what a server is after a crash. */
    static StepFunction restart(UnaryOperator<ServerState> restart) {
        return stepAndRestart(StepFunction.RAFT, restart);
    }

    /** Steps of one kind and restarts of another. */
    static StepFunction stepAndRestart(StepFunction steps, UnaryOperator<ServerState> restart) {
        return new StepFunction() {
            @Override
            public Step step(ServerState state, Event event) {
                return steps.step(state, event);
            }

            @Override
            public ServerState restart(ServerState state) {
                return restart.apply(state);
            }
        };
    }

    /** Whether the step answers that the vote is granted. */
    static boolean grantsVote(Step step) {
        return step.messages().stream()
                .anyMatch(message -> message instanceof RequestVoteResponse response && response.voteGranted());
    }

    /** Whether the step answers that the entries were accepted. */
    static boolean acceptsEntries(Step step) {
        return step.messages().stream()
                .anyMatch(message -> message instanceof AppendEntriesResponse response && response.success());
    }

    static Step with(Step step, ServerState state) {
        return new Step(state, step.messages());
    }

    static Step silent(ServerState state) {
        return new Step(state, List.of());
    }

    static Step replying(ServerState state, Message reply) {
        return new Step(state, List.of(reply));
    }

    static ServerState withVote(ServerState state, int votedFor) {
        return withPersistent(state, new PersistentState(state.currentTerm(), votedFor, state.log()));
    }

    static ServerState withLog(ServerState state, Log log) {
        return withPersistent(state, new PersistentState(state.currentTerm(), state.votedFor(), log));
    }

    private static ServerState withPersistent(ServerState state, PersistentState persistent) {
        return new ServerState(state.id(), state.cluster(), persistent, state.commitIndex(), state.role());
    }

    static ServerState withRole(ServerState state, Role role) {
        return new ServerState(state.id(), state.cluster(), state.persistent(), state.commitIndex(), role);
    }

    static ServerState withCommitIndex(ServerState state, long commitIndex) {
        return new ServerState(state.id(), state.cluster(), state.persistent(), commitIndex, state.role());
    }

    /** {@code state} after a crash of which it remembers {@code persistent}. */
    static ServerState restarted(ServerState state, PersistentState persistent) {
        return ServerState.restart(state.id(), state.cluster(), persistent);
    }
}
