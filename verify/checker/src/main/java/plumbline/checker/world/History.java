package plumbline.checker.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import plumbline.core.ServerState;

/**
 * What happened, where the servers' states and the network no longer tell: the history variables of
 * {@code spec/Raft.tla}. Servers never see it; properties do.
 *
 * @param leaderOf the first server that led term 1, 2, ...; 0 where there was none; ends with the last term that had one
 * @param committed every entry ever committed, from index 1 on; where two servers committed different ones, the first
 */
public record History(List<Integer> leaderOf, List<Committed> committed) {
    /** Nothing happened yet. */
    public static final History EMPTY = new History(List.of(), List.of());

    /** Keeps unmodifiable copies. */
    public History {
        leaderOf = List.copyOf(leaderOf);
        committed = List.copyOf(committed);
    }

    /** The first server that led {@code term}, or 0. */
    public int leaderOf(long term) {
        return 1 <= term && term <= leaderOf.size() ? leaderOf.get((int) term - 1) : 0;
    }

    /** Whether a step to {@code state} adds anything: {@link #after} would give another history. */
    public boolean changesAt(ServerState state) {
        return isFirstLeader(state) || committedBy(state) > committed.size();
    }

    /** A mutant may lead term 0, in which nobody ever can be elected. */
    private boolean isFirstLeader(ServerState state) {
        return state.isLeader() && state.currentTerm() > 0 && leaderOf(state.currentTerm()) == 0;
    }

    /** How far {@code state} has committed; a mutant may hold a commit index past the end of its log. */
    public static int committedBy(ServerState state) {
        return (int) Math.min(state.commitIndex(), state.log().lastIndex());
    }

    /** This history after a server stepped to {@code state}; this very object when that adds nothing. */
    public History after(ServerState state) {
        if (!changesAt(state)) {
            return this;
        }
        List<Integer> leaders = new ArrayList<>(leaderOf);
        if (isFirstLeader(state)) {
            int term = Math.toIntExact(state.currentTerm());
            leaders.addAll(Collections.nCopies(Math.max(0, term - leaders.size()), 0));
            leaders.set(term - 1, state.id());
        }
        List<Committed> entries = new ArrayList<>(committed);
        for (int index = committed.size() + 1; index <= committedBy(state); index++) {
            entries.add(new Committed(state.log().get(index), state.currentTerm()));
        }
        return new History(leaders, entries);
    }
}
