package plumbline.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Raft's rules (Figure 2) as one pure function from a server's state and an event to its new state and the messages it
 * sends.
 *
 * <p>Each handler below is one kind of event and one action of {@code spec/Raft.tla}, under the same name.
 */
public final class Raft {
    private Raft() {}

    /**
     * One step of one server.
     *
     * <p>Nothing is kept between calls: equal arguments give equal results on any thread. When nothing changed,
     * {@link Step#state} is the object that was passed in.
     *
     * @throws IllegalArgumentException naming the field, if a message cannot have been sent to this server by a server of
     *     its cluster. The message should be dropped; the state is a value and stays as it was.
     */
    public static Step step(ServerState state, Event event) {
        if (event instanceof Message message) {
            checkAddress(state, message);
        }
        return event.match(new Handlers(state));
    }

    private static void checkAddress(ServerState state, Message message) {
        Check.that(message.to() == state.id(), "to", () -> "is " + message.to() + ", this is server " + state.id());
        Check.that(
                state.cluster().contains(message.from()),
                "from",
                () -> "is " + message.from() + ", the servers are 1 to "
                        + state.cluster().size());
    }

    /** The rules for one server that is in {@code state}. */
    private record Handlers(ServerState state) implements Event.Cases<Step> {

        // Elections (§5.2, §5.4.1)

        /** Followers and candidates, Rules: the election timeout elapsed, so start an election (§5.2). */
        @Override
        public Step electionTimeout(ElectionTimeout timeout) {
            if (state.isLeader()) {
                return Step.silent(state);
            }
            // Increment currentTerm, vote for self, ask all other servers (§5.2).
            ServerState candidate = state.adopt(state.currentTerm() + 1)
                    .votingFor(state.id())
                    .in(new Role.Candidate(ServerSet.of(state.id())));
            if (state.cluster().majority() == 1) {
                return becomeLeader(candidate);
            }
            Log log = candidate.log();
            return new Step(
                    candidate,
                    toEachPeer(peer -> new RequestVoteRequest(
                            state.id(), peer, candidate.currentTerm(), log.lastIndex(), log.lastTerm())));
        }

        /** RequestVote RPC, receiver implementation. */
        @Override
        public Step handleRequestVoteRequest(RequestVoteRequest request) {
            ServerState voter = state.adopt(request.term());
            boolean granted =
                    // 1. Reply false if term < currentTerm (§5.1).
                    request.term() == voter.currentTerm()
                            // 2. At most one vote in a term, first come first served (§5.2),
                            && (voter.votedFor() == PersistentState.NOBODY || voter.votedFor() == request.from())
                            // and only to a candidate whose log is at least as up-to-date (§5.4.1).
                            && atLeastAsUpToDate(request, voter.log());
            return Step.replying(
                    granted ? voter.votingFor(request.from()) : voter,
                    new RequestVoteResponse(state.id(), request.from(), voter.currentTerm(), granted));
        }

        /** The later last term wins; with the same last term the longer log (§5.4.1). */
        private static boolean atLeastAsUpToDate(RequestVoteRequest candidate, Log log) {
            return candidate.lastLogTerm() > log.lastTerm()
                    || (candidate.lastLogTerm() == log.lastTerm() && candidate.lastLogIndex() >= log.lastIndex());
        }

        /** Candidates, Rules: votes from a majority make a leader (§5.2). */
        @Override
        public Step handleRequestVoteResponse(RequestVoteResponse response) {
            ServerState receiver = state.adopt(response.term());
            if (!(receiver.role() instanceof Role.Candidate candidate)
                    || response.term() < receiver.currentTerm()
                    || !response.voteGranted()
                    || candidate.votesGranted().contains(response.from())) {
                return Step.silent(receiver);
            }
            ServerSet votesGranted = candidate.votesGranted().with(response.from());
            return votesGranted.size() >= state.cluster().majority()
                    ? becomeLeader(receiver)
                    : Step.silent(receiver.in(new Role.Candidate(votesGranted)));
        }

        /** Leaders, Rules: upon election reinitialise the indices and send a heartbeat to each server (§5.2). */
        private Step becomeLeader(ServerState elected) {
            int servers = state.cluster().size();
            ServerState leader = elected.in(new Role.Leader(
                    IndexByServer.ofPeers(servers, state.id(), elected.log().lastIndex() + 1),
                    IndexByServer.ofPeers(servers, state.id(), 0)));
            return heartbeats(leader);
        }

        // Replication (§5.3)

        /** Leaders, Rules: be heard during idle periods, to prevent election timeouts (§5.2). */
        @Override
        public Step heartbeatTimeout(HeartbeatTimeout timeout) {
            return state.isLeader() ? heartbeats(state) : Step.silent(state);
        }

        private Step heartbeats(ServerState leader) {
            Role.Leader role = (Role.Leader) leader.role();
            return new Step(leader, toEachPeer(peer -> {
                long next = role.nextIndex().get(peer);
                return appendEntries(leader, peer, next, next - 1);
            }));
        }

        /** Leaders, Rules: append the commands to the local log and send them on (§5.3). */
        @Override
        public Step clientRequest(ClientRequest request) {
            if (!state.isLeader()) {
                return Step.silent(state);
            }
            long term = state.currentTerm();
            List<Entry> entries = request.commands().stream()
                    .map(command -> new Entry(term, command))
                    .toList();
            ServerState leader = advanceCommitIndex(state.withLog(state.log().append(entries)));
            List<Message> messages = new ArrayList<>();
            for (int peer = 1; peer <= state.cluster().size(); peer++) {
                if (peer != state.id()) {
                    leader = sendWithinWindow(leader, peer, messages);
                }
            }
            return new Step(leader, messages);
        }

        /** AppendEntries RPC, receiver implementation. */
        @Override
        public Step handleAppendEntriesRequest(AppendEntriesRequest request) {
            // 1. Reply false if term < currentTerm (§5.1).
            if (request.term() < state.currentTerm()) {
                return Step.replying(
                        state, AppendEntriesResponse.stale(state.id(), request.from(), state.currentTerm()));
            }
            Check.that(
                    !(state.isLeader() && request.term() == state.currentTerm()),
                    "from",
                    () -> "is " + request.from() + ", which says it leads term " + request.term()
                            + "; so does this server");
            // A candidate recognises the leader of its term (§5.2).
            ServerState follower = state.adopt(request.term()).following();
            Log log = follower.log();
            // 2. Reply false if the log has no entry at prevLogIndex whose term is prevLogTerm (§5.3).
            if (request.prevLogIndex() > log.lastIndex()
                    || log.termAt(request.prevLogIndex()) != request.prevLogTerm()) {
                return Step.replying(follower, conflict(log, request));
            }
            // 3. and 4. Delete from the first conflicting entry on, append what is not in the log (§5.3).
            // 5. leaderCommit counts only up to the last entry that this request vouches for.
            return Step.replying(
                    follower.withLog(merge(log, request.prevLogIndex(), request.entries()))
                            .committedTo(Math.min(request.leaderCommit(), request.lastNewIndex())),
                    AppendEntriesResponse.accepted(state.id(), request.from(), request.term(), request.lastNewIndex()));
        }

        /** Where the leader should try next, so that it skips a term at a time (§5.3, last paragraphs). */
        private AppendEntriesResponse conflict(Log log, AppendEntriesRequest request) {
            boolean tooShort = request.prevLogIndex() > log.lastIndex();
            long conflictTerm = tooShort ? 0 : log.termAt(request.prevLogIndex());
            long conflictIndex = tooShort ? log.lastIndex() + 1 : log.lastIndexUpToTerm(conflictTerm - 1) + 1;
            return AppendEntriesResponse.conflicting(
                    state.id(), request.from(), request.term(), conflictTerm, conflictIndex);
        }

        private static Log merge(Log log, long prevLogIndex, List<Entry> entries) {
            int present = 0;
            while (present < entries.size()
                    && prevLogIndex + present < log.lastIndex()
                    && log.termAt(prevLogIndex + present + 1)
                            == entries.get(present).term()) {
                present++;
            }
            // A request that is wholly present deletes nothing: it may be older than what follows it.
            return present == entries.size()
                    ? log
                    : log.prefix(prevLogIndex + present).append(entries.subList(present, entries.size()));
        }

        /** Leaders, Rules: an answer to AppendEntries moves nextIndex and matchIndex (§5.3). */
        @Override
        public Step handleAppendEntriesResponse(AppendEntriesResponse response) {
            ServerState receiver = state.adopt(response.term());
            if (!(receiver.role() instanceof Role.Leader leader) || response.term() < receiver.currentTerm()) {
                return Step.silent(receiver);
            }
            return response.success()
                    ? acknowledged(leader, response.from(), response.matchIndex())
                    : rejected(leader, response);
        }

        private Step acknowledged(Role.Leader leader, int follower, long index) {
            Check.that(
                    index <= state.log().lastIndex(),
                    "matchIndex",
                    () -> "is " + index + ", this leader's log ends at "
                            + state.log().lastIndex());
            // Answers may be repeated or come in any order, so neither index ever moves back here.
            ServerState updated = state.in(leader.with(
                    follower,
                    Math.max(leader.nextIndex().get(follower), index + 1),
                    Math.max(leader.matchIndex().get(follower), index)));
            List<Message> messages = new ArrayList<>();
            ServerState sent = sendWithinWindow(advanceCommitIndex(updated), follower, messages);
            return new Step(sent, messages);
        }

        private Step rejected(Role.Leader leader, AppendEntriesResponse response) {
            int follower = response.from();
            long match = leader.matchIndex().get(follower);
            long next = leader.nextIndex().get(follower);
            // Skip to just after our own last entry of the conflicting term, if we have one, else to where the
            // follower says (§5.3, last paragraphs); but never into what is known to match.
            Log log = state.log();
            long ours = log.lastIndexUpToTerm(response.conflictTerm());
            boolean weHaveIt = response.conflictTerm() > 0 && log.termAt(ours) == response.conflictTerm();
            long retry = Math.max(match + 1, weHaveIt ? ours + 1 : response.conflictIndex());
            if (response.conflictIndex() == 0 || retry >= next) {
                return Step.silent(state);
            }
            long last = Math.min(log.lastIndex(), retry - 1 + state.cluster().window());
            return Step.replying(
                    state.in(leader.with(follower, last + 1, match)), appendEntries(state, follower, retry, last));
        }

        /** Leaders, Rules: what a majority stores is committed, if it is of the current term (§5.3, §5.4.2). */
        private static ServerState advanceCommitIndex(ServerState state) {
            Role.Leader leader = (Role.Leader) state.role();
            int servers = state.cluster().size();
            long[] stored = new long[servers];
            for (int server = 1; server <= servers; server++) {
                stored[server - 1] = server == state.id()
                        ? state.log().lastIndex()
                        : leader.matchIndex().get(server);
            }
            Arrays.sort(stored);
            // The highest N that a majority stores. Terms never decrease along the log, so if this one's entry is
            // of an older term, those before it are too, and none may be committed by counting (§5.4.2, Figure 8).
            long majorityStores = stored[servers - state.cluster().majority()];
            return state.log().termAt(majorityStores) == state.currentTerm()
                    ? state.committedTo(majorityStores)
                    : state;
        }

        /** Sends what {@code peer} has not been sent yet, as far as the window reaches, and moves nextIndex past it. */
        private static ServerState sendWithinWindow(ServerState leader, int peer, List<Message> messages) {
            Role.Leader role = (Role.Leader) leader.role();
            long next = role.nextIndex().get(peer);
            long match = role.matchIndex().get(peer);
            long last =
                    Math.min(leader.log().lastIndex(), match + leader.cluster().window());
            if (last < next) {
                return leader;
            }
            messages.add(appendEntries(leader, peer, next, last));
            return leader.in(role.with(peer, last + 1, match));
        }

        /** Entries {@code first} to {@code last} for {@code peer}; none, if {@code last} is just before {@code first}. */
        private static AppendEntriesRequest appendEntries(ServerState leader, int peer, long first, long last) {
            Log log = leader.log();
            return new AppendEntriesRequest(
                    leader.id(),
                    peer,
                    leader.currentTerm(),
                    first - 1,
                    log.termAt(first - 1),
                    log.entries(first, last),
                    leader.commitIndex());
        }

        private List<Message> toEachPeer(IntFunction<Message> message) {
            List<Message> messages = new ArrayList<>(state.cluster().size() - 1);
            for (int peer = 1; peer <= state.cluster().size(); peer++) {
                if (peer != state.id()) {
                    messages.add(message.apply(peer));
                }
            }
            return messages;
        }
    }
}
