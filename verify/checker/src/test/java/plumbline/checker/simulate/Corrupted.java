package plumbline.checker.simulate;

import plumbline.checker.world.StepFunction;
import plumbline.core.Command;
import plumbline.core.Entry;
import plumbline.core.Event;
import plumbline.core.IndexByServer;
import plumbline.core.Log;
import plumbline.core.PersistentState;
import plumbline.core.Raft;
import plumbline.core.Role;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** The core, but now and then a step leaves one field wrong, or fails. Pure: the state and the event say which. */
record Corrupted(int salt, int rarity) implements StepFunction {
    @Override
    public Step step(ServerState state, Event event) {
        Step step = Raft.step(state, event);
        int dice = new java.util.Random(31L * state.hashCode() + 7L * event.hashCode() + salt).nextInt(rarity);
        if (dice == 0) {
            throw new IllegalStateException("this step fails");
        }
        return new Step(corrupted(step.state(), dice), step.messages());
    }

    private static ServerState corrupted(ServerState state, int dice) {
        PersistentState kept = state.persistent();
        Log log = kept.log();
        long last = log.lastIndex();
        return switch (dice) {
            case 1 -> with(state, new PersistentState(Math.max(0, kept.currentTerm() - 1), kept.votedFor(), log));
            case 2 -> with(state, new PersistentState(kept.currentTerm(), PersistentState.NOBODY, log));
            case 3 -> with(state, new PersistentState(kept.currentTerm(), state.id(), log));
            case 4 -> withLog(state, log.prefix(last / 2));
            case 5 ->
                last == 0
                        ? state
                        : withLog(state, log.prefix(last - 1).append(new Entry(log.lastTerm(), Command.of("c1"))));
            case 6 -> last < 2 ? state : withLog(state, Log.of(log.get(1)).append(log.entries(1, last - 1)));
            case 7 ->
                new ServerState(state.id(), state.cluster(), kept, Math.max(0, state.commitIndex() - 1), state.role());
            case 8 -> new ServerState(state.id(), state.cluster(), kept, state.commitIndex() + 1, state.role());
            case 9 -> leading(state, last + 1, 0);
            case 10 -> leading(state, last + 1, last + 1);
            case 11 -> leading(state, 1, 0);
            default -> state;
        };
    }

    private static ServerState leading(ServerState state, long next, long match) {
        int servers = state.cluster().size();
        return new ServerState(
                state.id(),
                state.cluster(),
                state.persistent(),
                state.commitIndex(),
                new Role.Leader(
                        IndexByServer.ofPeers(servers, state.id(), next),
                        IndexByServer.ofPeers(servers, state.id(), match)));
    }

    private static ServerState withLog(ServerState state, Log log) {
        return with(state, new PersistentState(state.currentTerm(), state.votedFor(), log));
    }

    private static ServerState with(ServerState state, PersistentState persistent) {
        return new ServerState(state.id(), state.cluster(), persistent, state.commitIndex(), state.role());
    }
}
