package plumbline.checker.world;

import java.util.ArrayList;
import java.util.List;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.IndexByServer;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerSet;
import plumbline.core.ServerState;

/** Gives servers other numbers, wherever a value names them. Server {@code s} becomes {@code to[s - 1] + 1}. */
public final class Renaming {
    private final int[] to;

    /** @param to for each server its new number, counted from 0 */
    public Renaming(int[] to) {
        this.to = to.clone();
    }

    private int of(int server) {
        return server == PersistentState.NOBODY ? server : to[server - 1] + 1;
    }

    /** {@code state} with other numbers. */
    public ServerState of(ServerState state) {
        return new ServerState(
                of(state.id()),
                state.cluster(),
                new PersistentState(state.currentTerm(), of(state.votedFor()), state.log()),
                state.commitIndex(),
                of(state.role()));
    }

    private Role of(Role role) {
        if (role instanceof Role.Candidate candidate) {
            ServerSet votes = new ServerSet(0);
            for (int server = 1; server <= to.length; server++) {
                if (candidate.votesGranted().contains(server)) {
                    votes = votes.with(of(server));
                }
            }
            return new Role.Candidate(votes);
        }
        if (role instanceof Role.Leader leader) {
            return new Role.Leader(of(leader.nextIndex()), of(leader.matchIndex()));
        }
        return role;
    }

    private IndexByServer of(IndexByServer indices) {
        IndexByServer renamed = indices;
        for (int server = 1; server <= to.length; server++) {
            renamed = renamed.with(of(server), indices.get(server));
        }
        return renamed;
    }

    /** {@code message} with other numbers. */
    public Message of(Message message) {
        int from = of(message.from());
        int receiver = of(message.to());
        if (message instanceof RequestVoteRequest m) {
            return new RequestVoteRequest(from, receiver, m.term(), m.lastLogIndex(), m.lastLogTerm());
        }
        if (message instanceof RequestVoteResponse m) {
            return new RequestVoteResponse(from, receiver, m.term(), m.voteGranted());
        }
        if (message instanceof AppendEntriesRequest m) {
            return new AppendEntriesRequest(
                    from, receiver, m.term(), m.prevLogIndex(), m.prevLogTerm(), m.entries(), m.leaderCommit());
        }
        AppendEntriesResponse m = (AppendEntriesResponse) message;
        return new AppendEntriesResponse(
                from, receiver, m.term(), m.success(), m.matchIndex(), m.conflictTerm(), m.conflictIndex());
    }

    /** {@code history} with other numbers. */
    public History of(History history) {
        List<Integer> leaders = new ArrayList<>();
        history.leaderOf().forEach(leader -> leaders.add(of(leader)));
        return new History(leaders, history.committed());
    }

    /** {@code choice} with other numbers. */
    public Choice of(Choice choice) {
        if (choice instanceof Choice.Deliver deliver) {
            return new Choice.Deliver(of(deliver.message()), deliver.kept());
        }
        if (choice instanceof Choice.Drop drop) {
            return new Choice.Drop(of(drop.message()));
        }
        return choice instanceof Choice.Internal internal
                ? new Choice.Internal(of(internal.server()), internal.event())
                : new Choice.Restart(of(choice.server()));
    }
}
