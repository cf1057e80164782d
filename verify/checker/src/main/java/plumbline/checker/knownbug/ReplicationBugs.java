package plumbline.checker.knownbug;

import java.util.List;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Entry;
import plumbline.core.Log;
import plumbline.core.Raft;
import plumbline.core.Role;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** Broken rules of replication (§5.3): the follower's first, then the leader's. */
final class ReplicationBugs {
    static final List<KnownBug> ALL = List.of(
            KnownBug.breaking(
                    "R01",
                    "follower-truncates-without-conflict",
                    "A follower deletes all that follows prevLogIndex, whether it conflicts or not.",
                    "An old heartbeat comes late and takes away what was acknowledged since.",
                    Property.COMMITTED_ON_MAJORITY,
                    Bounds.of(3, 1, 1, 0),
                    "raftos 26, CCF 5991",
                    Broken.on(AppendEntriesRequest.class, ReplicationBugs::truncateAlways)),
            KnownBug.breaking(
                    "R03",
                    "follower-acknowledges-its-whole-log",
                    "A follower acknowledges its own last index instead of the last entry of the request.",
                    "The leader counts an entry of another term as its own, and commits alone.",
                    Property.COMMITTED_ON_MAJORITY,
                    Bounds.of(3, 2, 1, 0),
                    "CCF 6001",
                    Broken.on(AppendEntriesRequest.class, ReplicationBugs::acknowledgeWholeLog)),
            KnownBug.breaking(
                    "R05",
                    "leader-takes-rejection-for-success",
                    "A leader does not look at success: any answer acknowledges all that was sent.",
                    "It commits an entry that the follower has refused.",
                    Property.COMMITTED_ON_MAJORITY,
                    Bounds.of(3, 1, 2, 0),
                    "students' Rafts",
                    Broken.on(AppendEntriesResponse.class, ReplicationBugs::takeRejectionForSuccess)),
            KnownBug.breaking(
                    "R08",
                    "follower-keeps-conflicting-entry",
                    "A follower keeps its own entry where the leader's conflicts with it, and acknowledges.",
                    "When that index is committed, the two apply different commands.",
                    Property.STATE_MACHINE_SAFETY,
                    Bounds.of(3, 2, 1, 0),
                    "raft-rs 428",
                    Broken.on(AppendEntriesRequest.class, ReplicationBugs::keepConflictingEntry)),
            KnownBug.breaking(
                    "R09",
                    "follower-keeps-tail-behind-conflict",
                    "A follower overwrites a conflicting entry in place and keeps what followed it.",
                    "Its log agrees with another's on the tail, and not on what is before.",
                    Property.LOG_MATCHING,
                    Bounds.of(3, 4, 2, 0),
                    "mofa 1151",
                    Broken.on(AppendEntriesRequest.class, ReplicationBugs::overwriteInPlace)),
            KnownBug.breaking(
                    "R11",
                    "leader-credits-its-own-length",
                    "A leader that is answered takes the length of its own log for what the follower stores.",
                    "The answer was to an earlier request, and an entry is committed that nobody else has.",
                    Property.COMMITTED_ON_MAJORITY,
                    Bounds.of(3, 1, 1, 0),
                    "labs",
                    Broken.on(AppendEntriesResponse.class, ReplicationBugs::creditOwnLength)),
            KnownBug.breaking(
                    "R13",
                    "leader-lowers-match-index",
                    "A leader sets matchIndex to what the answer says, not to the larger of the two.",
                    "An old answer comes late and takes back what was known.",
                    Property.MATCH_INDEX_MONOTONIC,
                    Bounds.of(3, 1, 1, 0),
                    "raftos 25, PySyncObj 167",
                    Broken.on(AppendEntriesResponse.class, ReplicationBugs::assignMatchIndex)));

    private ReplicationBugs() {}

    /** Whatever follows prevLogIndex is deleted, conflict or not. */
    static Step truncateAlways(ServerState follower, AppendEntriesRequest request) {
        Log log = follower.log();
        boolean accepted = request.term() >= follower.currentTerm()
                && request.prevLogIndex() <= log.lastIndex()
                && log.termAt(request.prevLogIndex()) == request.prevLogTerm();
        return Raft.step(accepted ? Broken.withLog(follower, log.prefix(request.prevLogIndex())) : follower, request);
    }

    /** The follower acknowledges all it has, not only what the request vouches for. */
    static Step acknowledgeWholeLog(ServerState follower, AppendEntriesRequest request) {
        Step step = Raft.step(follower, request);
        ServerState after = step.state();
        return Broken.acceptsEntries(step)
                ? Broken.replying(
                        after,
                        AppendEntriesResponse.accepted(
                                after.id(),
                                request.from(),
                                request.term(),
                                after.log().lastIndex()))
                : step;
    }

    /** Where there is an entry already it stays, whatever its term. */
    static Step keepConflictingEntry(ServerState follower, AppendEntriesRequest request) {
        Step step = Raft.step(follower, request);
        if (!Broken.acceptsEntries(step)) {
            return step;
        }
        Log log = follower.log();
        List<Entry> entries = request.entries();
        int present = (int) Math.min(entries.size(), log.lastIndex() - request.prevLogIndex());
        Log kept = log.append(entries.subList(present, entries.size()));
        return Broken.with(step, Broken.withLog(step.state(), kept));
    }

    /** Entries are overwritten one by one; the old ones behind them stay. */
    static Step overwriteInPlace(ServerState follower, AppendEntriesRequest request) {
        Step step = Raft.step(follower, request);
        if (!Broken.acceptsEntries(step)) {
            return step;
        }
        Log log = follower.log();
        Log overwritten = log.prefix(request.prevLogIndex())
                .append(request.entries())
                .append(log.entries(request.lastNewIndex() + 1, log.lastIndex()));
        return Broken.with(step, Broken.withLog(step.state(), overwritten));
    }

    /** The leader does not look at success: any answer acknowledges all that was sent. */
    static Step takeRejectionForSuccess(ServerState server, AppendEntriesResponse response) {
        boolean rejected = !response.success() && response.term() == server.currentTerm();
        if (rejected && server.role() instanceof Role.Leader leader) {
            long sent = leader.nextIndex().get(response.from()) - 1;
            return acknowledge(server, response, sent);
        }
        return Raft.step(server, response);
    }

    /** The leader takes the length of its own log, as it is by now, for what the follower acknowledged. */
    static Step creditOwnLength(ServerState server, AppendEntriesResponse response) {
        boolean accepted = response.success() && response.term() == server.currentTerm();
        return accepted && server.isLeader()
                ? acknowledge(server, response, server.log().lastIndex())
                : Raft.step(server, response);
    }

    private static Step acknowledge(ServerState leader, AppendEntriesResponse response, long index) {
        return Raft.step(
                leader, AppendEntriesResponse.accepted(response.from(), response.to(), response.term(), index));
    }

    /** matchIndex becomes what the answer says, even if a later answer came earlier. */
    static Step assignMatchIndex(ServerState server, AppendEntriesResponse response) {
        boolean accepted = response.success() && response.term() == server.currentTerm();
        if (accepted
                && server.role() instanceof Role.Leader leader
                && response.matchIndex() < leader.matchIndex().get(response.from())) {
            Role lowered = new Role.Leader(
                    leader.nextIndex(), leader.matchIndex().with(response.from(), response.matchIndex()));
            return Raft.step(Broken.withRole(server, lowered), response);
        }
        return Raft.step(server, response);
    }
}
