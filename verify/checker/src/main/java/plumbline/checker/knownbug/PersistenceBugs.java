package plumbline.checker.knownbug;

import java.util.List;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.core.IndexByServer;
import plumbline.core.Log;
import plumbline.core.PersistentState;
import plumbline.core.Role;
import plumbline.core.ServerState;

/** Broken promises about what survives a crash (Figure 2, "Persistent state on all servers"). */
final class PersistenceBugs {
    static final List<KnownBug> ALL = List.of(
            KnownBug.breaking(
                    "P01",
                    "voter-forgets-its-vote",
                    "A voter crashes, and comes back without votedFor.",
                    "It votes again in the same term, and the term has two leaders.",
                    Property.ELECTION_SAFETY,
                    Bounds.of(3, 1, 0, 1),
                    "cornerstone 65",
                    Broken.restart(PersistenceBugs::loseVote)),
            KnownBug.breaking(
                    "P02",
                    "server-forgets-its-term",
                    "A server crashes, and comes back without currentTerm.",
                    "It lives through a term twice and votes in it twice.",
                    Property.ELECTION_SAFETY,
                    Bounds.of(3, 1, 0, 1),
                    "raft-java 57",
                    Broken.restart(PersistenceBugs::loseTerm)),
            KnownBug.breaking(
                    "P03",
                    "follower-acknowledges-before-it-persists",
                    "A follower acknowledges an entry that is not durable yet; the crash loses it.",
                    "The leader has committed an entry that only itself stores.",
                    Property.COMMITTED_ON_MAJORITY,
                    Bounds.of(3, 1, 1, 1),
                    "etcd 14143, tikv 994",
                    Broken.restart(PersistenceBugs::loseAcknowledgedEntry)),
            KnownBug.breaking(
                    "P05",
                    "leader-resumes-after-a-crash",
                    "A leader crashes, and comes back leading the same term without its last entry.",
                    "It fills the index again, with something else than it sent before.",
                    Property.LEADER_APPEND_ONLY,
                    Bounds.of(3, 1, 1, 1),
                    "KAFKA-10527",
                    Broken.restart(PersistenceBugs::resumeLeadership)));

    private PersistenceBugs() {}

    /** votedFor was never written. */
    static ServerState loseVote(ServerState server) {
        return Broken.restarted(
                server, new PersistentState(server.currentTerm(), PersistentState.NOBODY, server.log()));
    }

    /** currentTerm was never written; what is left of it is the term of the last entry. */
    static ServerState loseTerm(ServerState server) {
        return Broken.restarted(server, new PersistentState(server.log().lastTerm(), server.votedFor(), server.log()));
    }

    /** The last entry that a follower took from the leader of its term was acknowledged, not yet written. */
    static ServerState loseAcknowledgedEntry(ServerState server) {
        boolean unwritten =
                server.role() instanceof Role.Follower && server.log().lastTerm() == server.currentTerm();
        return Broken.restarted(
                server,
                unwritten
                        ? new PersistentState(server.currentTerm(), server.votedFor(), withoutLast(server.log()))
                        : server.persistent());
    }

    /** A leader comes back as the leader of the same term, without its last entry. */
    static ServerState resumeLeadership(ServerState server) {
        if (!server.isLeader()) {
            return Broken.restarted(server, server.persistent());
        }
        Log log = withoutLast(server.log());
        int servers = server.cluster().size();
        Role leader = new Role.Leader(
                IndexByServer.ofPeers(servers, server.id(), log.lastIndex() + 1),
                IndexByServer.ofPeers(servers, server.id(), 0));
        PersistentState persistent = new PersistentState(server.currentTerm(), server.votedFor(), log);
        return Broken.withRole(Broken.restarted(server, persistent), leader);
    }

    private static Log withoutLast(Log log) {
        return log.prefix(Math.max(0, log.lastIndex() - 1));
    }
}
