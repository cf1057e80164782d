package plumbline.simulation.swarm;

import java.util.Optional;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ElectionTimeout;
import plumbline.core.Event;
import plumbline.core.Log;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerState;
import plumbline.core.Step;
import plumbline.simulation.SimulatedDisk;
import plumbline.simulation.StepRecorder;

/** Recognises rare events in the steps of one run, and counts the steps. */
final class RareEvents implements StepRecorder {
    private static final int LONG = 10;

    private final Coverage coverage = new Coverage();
    private final boolean[] leads;
    private long steps;

    RareEvents(int servers) {
        leads = new boolean[servers + 1];
    }

    Coverage coverage() {
        return coverage;
    }

    long steps() {
        return steps;
    }

    private void happened(RareEvent event, boolean did) {
        if (did) {
            coverage.happened(event, 1);
        }
    }

    @Override
    public void stepped(ServerState before, Event event, Step step) {
        steps++;
        ServerState after = step.state();
        if (event instanceof ElectionTimeout) {
            happened(RareEvent.ELECTION_WITHOUT_WINNER, before.role() instanceof Role.Candidate);
        } else if (event instanceof RequestVoteRequest request) {
            voteAsked(before, request, step);
        } else if (event instanceof RequestVoteResponse response) {
            happened(
                    RareEvent.STALE_VOTE,
                    response.voteGranted()
                            && response.term() < before.currentTerm()
                            && before.role() instanceof Role.Candidate);
        } else if (event instanceof AppendEntriesRequest request) {
            entriesArrived(before, request, step);
        } else if (event instanceof AppendEntriesResponse response) {
            answered(before, response, after);
        }
        if (after != before) {
            changed(before, after);
        }
    }

    private void voteAsked(ServerState before, RequestVoteRequest request, Step step) {
        boolean granted = step.messages().stream()
                .anyMatch(message -> message instanceof RequestVoteResponse response && response.voteGranted());
        happened(
                RareEvent.VOTE_GRANTED_AGAIN,
                granted && before.currentTerm() == request.term() && before.votedFor() == request.from());
        ServerState after = step.state();
        happened(
                RareEvent.VOTE_REFUSED_FOR_LOG,
                !granted && request.term() == after.currentTerm() && after.votedFor() == 0);
    }

    private void entriesArrived(ServerState before, AppendEntriesRequest request, Step step) {
        happened(RareEvent.STALE_APPEND_ENTRIES, request.term() < before.currentTerm());
        happened(
                RareEvent.CANDIDATE_STEPPED_DOWN,
                before.role() instanceof Role.Candidate && request.term() == before.currentTerm());
        for (Message message : step.messages()) {
            if (message instanceof AppendEntriesResponse response) {
                happened(
                        RareEvent.ENTRIES_ALREADY_PRESENT,
                        response.success()
                                && !request.entries().isEmpty()
                                && step.state().log() == before.log());
                boolean rejected = !response.success() && response.conflictIndex() > 0;
                happened(RareEvent.REJECTED_AS_TOO_SHORT, rejected && response.conflictTerm() == 0);
                happened(RareEvent.REJECTED_FOR_TERM, rejected && response.conflictTerm() > 0);
            }
        }
        conflict(before.log(), step.state().log(), request.prevLogIndex());
    }

    private void conflict(Log before, Log after, long from) {
        if (before == after) {
            return;
        }
        long kept = Math.min(from, before.lastIndex());
        while (kept < Math.min(before.lastIndex(), after.lastIndex())
                && before.termAt(kept + 1) == after.termAt(kept + 1)) {
            kept++;
        }
        long removed = before.lastIndex() - kept;
        happened(RareEvent.CONFLICT_REMOVED, removed > 0);
        happened(RareEvent.LONG_CONFLICT_REMOVED, removed >= LONG);
        happened(RareEvent.CONFLICT_OF_TERMS_REMOVED, removed > 0 && before.termAt(kept + 1) != before.lastTerm());
    }

    private void answered(ServerState before, AppendEntriesResponse response, ServerState after) {
        if (!(before.role() instanceof Role.Leader leader) || response.term() != before.currentTerm()) {
            return;
        }
        happened(
                RareEvent.LATE_ACKNOWLEDGEMENT,
                response.success()
                        && response.matchIndex() < leader.matchIndex().get(response.from()));
        if (after.commitIndex() > before.commitIndex()) {
            happened(
                    RareEvent.OLDER_TERM_COMMITTED, after.log().termAt(before.commitIndex() + 1) < after.currentTerm());
        } else if (after != before && after.role() instanceof Role.Leader now) {
            long stored = storedByMajority(after, now);
            happened(
                    RareEvent.FIGURE_8,
                    stored > after.commitIndex() && after.log().termAt(stored) < after.currentTerm());
        }
    }

    private static long storedByMajority(ServerState state, Role.Leader leader) {
        int servers = state.cluster().size();
        long[] stored = new long[servers];
        for (int server = 1; server <= servers; server++) {
            stored[server - 1] = server == state.id()
                    ? state.log().lastIndex()
                    : leader.matchIndex().get(server);
        }
        java.util.Arrays.sort(stored);
        return stored[servers - state.cluster().majority()];
    }

    private void changed(ServerState before, ServerState after) {
        if (before.isLeader() && !after.isLeader()) {
            happened(RareEvent.LEADER_DEPOSED, true);
            happened(
                    RareEvent.LEADER_DEPOSED_WITH_UNCOMMITTED_ENTRIES,
                    before.log().lastIndex() > before.commitIndex());
        }
        if (after.role() instanceof Role.Leader leader && after.log() != before.log()) {
            for (int peer = 1; peer <= after.cluster().size(); peer++) {
                happened(
                        RareEvent.WINDOW_FULL,
                        peer != after.id()
                                && leader.nextIndex().get(peer) <= after.log().lastIndex());
            }
        }
        leads(after);
    }

    private void leads(ServerState after) {
        boolean was = leads[after.id()];
        leads[after.id()] = after.isLeader();
        if (after.isLeader() && !was) {
            int leaders = 0;
            for (boolean each : leads) {
                leaders += each ? 1 : 0;
            }
            happened(RareEvent.TWO_LEADERS, leaders > 1);
        }
    }

    @Override
    public void restarted(ServerState before, ServerState after, Optional<SimulatedDisk.Fate> disk) {
        happened(RareEvent.LEADER_CRASHED, before.isLeader());
        happened(RareEvent.WRITE_LOST, disk.equals(Optional.of(SimulatedDisk.Fate.LOST)));
        happened(RareEvent.WRITE_TORN, disk.equals(Optional.of(SimulatedDisk.Fate.TORN)));
        happened(RareEvent.WRITE_KEPT, disk.equals(Optional.of(SimulatedDisk.Fate.KEPT)));
        leads(after);
    }
}
