package plumbline.checker.property;

import java.util.List;
import java.util.Optional;
import plumbline.checker.world.Committed;
import plumbline.checker.world.History;
import plumbline.core.Entry;
import plumbline.core.Log;
import plumbline.core.Role;
import plumbline.core.ServerState;

/** The properties of a world at one moment: of a server, of two servers, of the cluster. */
public final class WorldProperties {
    private WorldProperties() {}

    /** Why {@code property} fails for this server beside this history, if it does. */
    public static Optional<String> explain(Property property, ServerState server, History history) {
        return switch (property) {
            case ELECTION_SAFETY -> electionSafety(server, history);
            case LEADER_COMPLETENESS -> leaderCompleteness(server, history);
            case STATE_MACHINE_SAFETY -> stateMachineSafety(server, history);
            case NEXT_INDEX_ABOVE_MATCH_INDEX -> nextIndexAboveMatchIndex(server);
            default -> Optional.empty();
        };
    }

    private static Optional<String> electionSafety(ServerState server, History history) {
        int first = history.leaderOf(server.currentTerm());
        return !server.isLeader() || first == server.id()
                ? Optional.empty()
                : Optional.of("server " + server.id() + " was elected in term " + server.currentTerm()
                        + (first == 0
                                ? ", in which there is no election"
                                : ", in which server " + first + " was elected before"));
    }

    private static Optional<String> leaderCompleteness(ServerState server, History history) {
        if (!server.isLeader()) {
            return Optional.empty();
        }
        for (int index = 1; index <= history.committed().size(); index++) {
            Committed committed = history.committed().get(index - 1);
            if (committed.committedIn() < server.currentTerm() && !holds(server.log(), index, committed.entry())) {
                return Optional.of("server " + server.id() + " leads term " + server.currentTerm() + " without entry "
                        + show(index, committed.entry()) + ", which was committed in term " + committed.committedIn()
                        + "; its log is " + server.log());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> stateMachineSafety(ServerState server, History history) {
        for (int index = 1; index <= server.commitIndex(); index++) {
            if (index > server.log().lastIndex()) {
                return Optional.of("server " + server.id() + " has commitIndex " + server.commitIndex()
                        + ", past the end of its log " + server.log());
            }
            Entry mine = server.log().get(index);
            // The history holds whatever was committed first, so a lookup past its end cannot happen.
            Entry first = history.committed().get(index - 1).entry();
            if (!mine.equals(first)) {
                return Optional.of("server " + server.id() + " has committed entry " + show(index, mine)
                        + ", but entry " + show(index, first) + " was committed before");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> nextIndexAboveMatchIndex(ServerState server) {
        if (server.role() instanceof Role.Leader leader) {
            for (int peer = 1; peer <= server.cluster().size(); peer++) {
                long next = leader.nextIndex().get(peer);
                long match = leader.matchIndex().get(peer);
                if (peer != server.id()
                        && (next <= match || match > server.log().lastIndex())) {
                    return Optional.of("leader " + server.id() + " has nextIndex " + next + " and matchIndex " + match
                            + " for server " + peer + ", with a log of "
                            + server.log().lastIndex());
                }
            }
        }
        return Optional.empty();
    }

    /** Why the logs of two servers break LogMatching, if they do. */
    public static Optional<String> explainLogMatching(ServerState one, ServerState other) {
        long shared = Math.min(one.log().lastIndex(), other.log().lastIndex());
        boolean agreeLater = false;
        for (long index = shared; index >= 1; index--) {
            Entry mine = one.log().get(index);
            Entry theirs = other.log().get(index);
            agreeLater |= mine.term() == theirs.term();
            if (agreeLater && !mine.equals(theirs)) {
                return Optional.of("servers " + one.id() + " and " + other.id()
                        + " agree on the term of an entry, but not on index " + index + ": their logs are " + one.log()
                        + " and " + other.log());
            }
        }
        return Optional.empty();
    }

    /** Why some committed entry is not on a majority of the servers, if so. */
    public static Optional<String> explainCommittedOnMajority(List<ServerState> servers, History history) {
        int majority = servers.get(0).cluster().majority();
        for (int index = 1; index <= history.committed().size(); index++) {
            Entry entry = history.committed().get(index - 1).entry();
            List<Integer> holders = holders(servers, index, entry);
            if (holders.size() < majority) {
                return Optional.of("entry " + show(index, entry) + " was committed, but only servers " + holders
                        + " of " + servers.size() + " have it");
            }
        }
        return Optional.empty();
    }

    private static List<Integer> holders(List<ServerState> servers, int index, Entry entry) {
        return servers.stream()
                .filter(server -> holds(server.log(), index, entry))
                .map(ServerState::id)
                .toList();
    }

    /** Whether {@code log} has {@code entry} at {@code index}. */
    public static boolean holds(Log log, long index, Entry entry) {
        return index <= log.lastIndex() && log.get(index).equals(entry);
    }

    private static String show(long index, Entry entry) {
        return entry.command() + " (index " + index + ", term " + entry.term() + ")";
    }
}
