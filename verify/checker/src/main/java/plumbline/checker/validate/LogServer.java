package plumbline.checker.validate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import plumbline.checker.validate.LogLine.LogMessage;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.Cluster;
import plumbline.core.Command;
import plumbline.core.ElectionTimeout;
import plumbline.core.Entry;
import plumbline.core.Event;
import plumbline.core.HeartbeatTimeout;
import plumbline.core.IndexByServer;
import plumbline.core.Log;
import plumbline.core.PersistentState;
import plumbline.core.Raft;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * One server of the log, as the core. What commands are is not in the log and does not matter; that of an entry here is
 * always the same.
 *
 * <p>Entries that every server has committed are left out, so indices in the core's state count from {@link #base} on. At
 * least one that all have committed stays, so that no log here is empty that is not.
 */
final class LogServer {
    private static final Command SOME = Command.of("");

    private ServerState state;
    private long base;
    /** As far as the core would have committed; the log may be behind. */
    private long mayCommit;
    /** As far as it has ever committed. */
    private long committed;

    LogServer(int id, Cluster cluster) {
        state = ServerState.initial(id, cluster);
    }

    ServerState state() {
        return state;
    }

    long base() {
        return base;
    }

    long committed() {
        return committed;
    }

    long lastIndex() {
        return base + state.log().lastIndex();
    }

    /**
     * Takes {@code line}, whose message was sent.
     *
     * @param terms the terms of the entries that come with AppendEntries
     * @return whether it accepts AppendEntries, so that its log holds all that the request vouches for
     */
    boolean take(LogLine line, List<Long> terms) throws ImpossibleLineException {
        ServerState before = state;
        Step step = step(line, terms);
        ServerState after = step.state();
        if (after.isLeader() && line.lastLogIndex().isPresent()) {
            after = appended(line, after);
        }
        boolean restarted = line.event() == LogEvent.RESTART;
        long most = Math.max(restarted ? 0 : mayCommit, after.commitIndex() == 0 ? 0 : base + after.commitIndex());
        compare(line, after);
        long least = restarted || before.commitIndex() == 0 ? 0 : base + before.commitIndex();
        long commit = line.commitIndex().orElse(most);
        if (commit < least || commit > most) {
            throw new ImpossibleLineException(
                    "commitIndex",
                    "is " + commit + ", the core allows " + (least == most ? least + "" : least + " to " + most));
        }
        mayCommit = most;
        committed = Math.max(committed, commit);
        long shifted = Math.max(0, commit - base);
        state = shifted == after.commitIndex()
                ? after
                : new ServerState(after.id(), after.cluster(), after.persistent(), shifted, after.role());
        return step.messages().stream()
                .anyMatch(message -> message instanceof AppendEntriesResponse answer && answer.success());
    }

    private Step step(LogLine line, List<Long> terms) throws ImpossibleLineException {
        if (line.event() == LogEvent.RESTART) {
            return new Step(ServerState.restart(state.id(), state.cluster(), state.persistent()), List.of());
        }
        try {
            return Raft.step(state, event(line, terms));
        } catch (IllegalArgumentException refused) {
            throw new ImpossibleLineException("message", "is refused by the core: its " + refused.getMessage());
        }
    }

    private Event event(LogLine line, List<Long> terms) {
        int to = state.id();
        return switch (line.event()) {
            case ELECTION_TIMEOUT -> new ElectionTimeout();
            case CLIENT_REQUEST, HEARTBEAT_TIMEOUT, RESTART -> new HeartbeatTimeout();
            case HANDLE_REQUEST_VOTE_REQUEST -> {
                LogMessage message = line.message().orElseThrow();
                long last = Math.max(0, message.lastLogIndex() - base);
                yield new RequestVoteRequest(
                        message.from(), to, message.term(), last, last == 0 ? 0 : message.lastLogTerm());
            }
            case HANDLE_REQUEST_VOTE_RESPONSE -> {
                LogMessage message = line.message().orElseThrow();
                yield new RequestVoteResponse(message.from(), to, message.term(), message.voteGranted());
            }
            case HANDLE_APPEND_ENTRIES_REQUEST -> appendEntries(line.message().orElseThrow(), to, terms);
            case HANDLE_APPEND_ENTRIES_RESPONSE -> {
                LogMessage message = line.message().orElseThrow();
                yield message.success()
                        ? AppendEntriesResponse.accepted(
                                message.from(),
                                to,
                                message.term(),
                                Math.max(0, message.matchIndex().orElse(0) - base))
                        : AppendEntriesResponse.stale(message.from(), to, message.term());
            }
        };
    }

    private AppendEntriesRequest appendEntries(LogMessage message, int to, List<Long> terms) {
        int known = (int) Math.min(terms.size(), Math.max(0, base - message.prevLogIndex()));
        List<Entry> entries = new ArrayList<>(terms.size() - known);
        for (long term : terms.subList(known, terms.size())) {
            Entry last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
            entries.add(last != null && last.term() == term ? last : new Entry(term, SOME));
        }
        long prev = Math.max(0, message.prevLogIndex() - base);
        return new AppendEntriesRequest(
                message.from(),
                to,
                message.term(),
                prev,
                prev == 0 ? 0 : message.prevLogTerm().orElse(0),
                entries,
                Math.max(0, message.leaderCommit().orElse(0) - base));
    }

    /** A leader's log may grow at any time, whether or not the log says that a client asked. */
    private ServerState appended(LogLine line, ServerState leader) throws ImpossibleLineException {
        long more = line.lastLogIndex().orElse(0) - base - leader.log().lastIndex();
        if (more > LogLine.MOST_ENTRIES) {
            throw new ImpossibleLineException(
                    "lastLogIndex",
                    "grows by " + more + ", at most " + LogLine.MOST_ENTRIES + " at once can be followed");
        }
        return more <= 0
                ? leader
                : Raft.step(leader, new ClientRequest(Collections.nCopies((int) more, SOME)))
                        .state();
    }

    private void compare(LogLine line, ServerState after) throws ImpossibleLineException {
        check("currentTerm", line.term(), after.currentTerm(), false);
        if (line.role().isPresent()) {
            String role = after.role().getClass().getSimpleName();
            if (!line.role().get().equals(role)) {
                throw new ImpossibleLineException(
                        "role", "is " + line.role().get() + ", the core allows " + role + why(after));
            }
        }
        check("votedFor", line.votedFor(), after.votedFor(), true);
        check("lastLogIndex", line.lastLogIndex(), base + after.log().lastIndex(), false);
        check("lastLogTerm", line.lastLogTerm(), after.log().lastTerm(), false);
    }

    private static String why(ServerState state) {
        return state.role() instanceof Role.Candidate candidate
                ? ": in term " + state.currentTerm() + " it has the votes of " + candidate.votesGranted()
                        + " and needs " + state.cluster().majority()
                : "";
    }

    private static void check(String field, OptionalLong given, long allowed, boolean vote)
            throws ImpossibleLineException {
        if (given.isPresent() && given.getAsLong() != allowed) {
            throw new ImpossibleLineException(
                    field, "is " + show(given.getAsLong(), vote) + ", the core allows " + show(allowed, vote));
        }
    }

    private static String show(long value, boolean vote) {
        return vote && value == 0 ? "null" : value + "";
    }

    /** Leaves out entries up to index {@code to}, which every server has committed. */
    void rebase(long to) {
        long shift = to - base;
        Log log = Log.EMPTY.append(state.log().entries(shift + 1, state.log().lastIndex()));
        PersistentState persistent = new PersistentState(state.currentTerm(), state.votedFor(), log);
        Role role = state.role();
        if (role instanceof Role.Leader leader) {
            role = new Role.Leader(shifted(leader.nextIndex(), shift, 1), shifted(leader.matchIndex(), shift, 0));
        }
        state = new ServerState(
                state.id(), state.cluster(), persistent, Math.max(0, state.commitIndex() - shift), role);
        base = to;
    }

    private IndexByServer shifted(IndexByServer indices, long shift, long least) {
        IndexByServer shifted = indices;
        for (int server = 1; server <= indices.servers(); server++) {
            if (server != state.id()) {
                shifted = shifted.with(server, Math.max(least, indices.get(server) - shift));
            }
        }
        return shifted;
    }
}
