package plumbline.checker.explore;

import java.util.List;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Event;
import plumbline.core.Message;
import plumbline.core.Raft;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerSet;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * The core, gone wrong at random steps in random ways, yet always in the same way for the same seed.
 *
 * @param symmetric whether servers' numbers have no say in what goes wrong
 * @param oneIn how many steps there are to one that goes wrong
 */
record RandomRules(long seed, boolean symmetric, int oneIn) implements StepFunction {
    @Override
    public Step step(ServerState state, Event event) {
        long chance = chance(features(state), features(state, event));
        return chance % oneIn == 0 ? wrong(state, event, (int) (chance / oneIn % 11)) : Raft.step(state, event);
    }

    private static Step wrong(ServerState state, Event event, int way) {
        if (way == 0) {
            throw new IllegalArgumentException("not this one");
        }
        if (way == 1) {
            return new Step(state, List.of());
        }
        Step step = Raft.step(state, event);
        ServerState after = step.state();
        List<Message> sent = step.messages();
        return switch (way) {
            case 2 -> new Step(state, sent);
            case 3 -> new Step(after, List.of());
            case 4, 5 ->
                new Step(after, sent.stream().map(RandomRules::reversed).toList());
            case 6 -> new Step(OddRules.voting(after, 0), sent);
            case 7 -> new Step(event instanceof Message m ? OddRules.voting(after, m.from()) : after, sent);
            case 8 -> new Step(with(after, 0, after.role()), sent);
            default -> new Step(with(after, after.commitIndex(), new Role.Follower()), sent);
        };
    }

    @Override
    public ServerState restart(ServerState state) {
        ServerState right = StepFunction.RAFT.restart(state);
        return switch ((int) (chance(features(state), 1) % 7)) {
            case 0 -> throw new IllegalArgumentException("not from here");
            case 1 -> state;
            case 2 -> OddRules.voting(right, 0);
            case 3 -> with(right, 0, new Role.Candidate(new ServerSet(0)));
            default -> right;
        };
    }

    private static Message reversed(Message message) {
        if (message instanceof RequestVoteResponse m) {
            return new RequestVoteResponse(m.from(), m.to(), m.term(), !m.voteGranted());
        }
        return message instanceof AppendEntriesResponse m && !m.success()
                ? new AppendEntriesResponse(m.from(), m.to(), m.term(), true, 0, 0, 0)
                : message;
    }

    private static ServerState with(ServerState state, long commitIndex, Role role) {
        return new ServerState(state.id(), state.cluster(), state.persistent(), commitIndex, role);
    }

    private long features(ServerState state) {
        int vote = state.votedFor() == state.id() ? 1 : state.votedFor() == 0 ? 0 : 2;
        return chance(
                state.currentTerm(),
                vote,
                state.role().getClass().getSimpleName().hashCode(),
                state.log().toString().hashCode(),
                state.commitIndex(),
                symmetric ? 0 : 10 * state.id() + state.votedFor());
    }

    private long features(ServerState state, Event event) {
        if (!(event instanceof Message message)) {
            return event.toString().hashCode();
        }
        long content = message instanceof RequestVoteRequest m
                ? chance(m.lastLogIndex(), m.lastLogTerm(), state.votedFor() == m.from() ? 1 : 0)
                : message instanceof RequestVoteResponse m
                        ? (m.voteGranted() ? 2 : 3)
                        : message instanceof AppendEntriesRequest m
                                ? chance(
                                        m.prevLogIndex(),
                                        m.prevLogTerm(),
                                        m.entries().toString().hashCode(),
                                        m.leaderCommit())
                                : message instanceof AppendEntriesResponse m
                                        ? chance(
                                                m.success() ? 1 : 0,
                                                m.matchIndex(),
                                                m.conflictTerm(),
                                                m.conflictIndex())
                                        : 0;
        return chance(
                message.getClass().getSimpleName().hashCode(), message.term(), content, symmetric ? 0 : message.from());
    }

    /** A number, 0 or more, that looks drawn at random. */
    private long chance(long... of) {
        long hash = seed;
        for (long part : of) {
            hash = KeyTable.mix(hash + part);
            hash ^= hash >>> 29;
        }
        return hash >>> 1;
    }
}
