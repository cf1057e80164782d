package plumbline.checker.property;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything that is checked, in the order in which it is reported. The first five are Figure 3's.
 *
 * <p>What a property looks at decides where it is checked: on one step of one server, on one server's state beside the
 * history, on each pair of servers, on the whole cluster, or on the finished graph.
 */
public enum Property {
    /** At most one leader is elected in a term (§5.2), ever, not only at the same time. */
    ELECTION_SAFETY("ElectionSafety", Scope.SERVER, "at most one leader can be elected in a given term"),
    /** A leader never overwrites or deletes entries of its log, a restart included (§5.3). */
    LEADER_APPEND_ONLY("LeaderAppendOnly", Scope.STEP, "a leader only appends to its log"),
    /** Logs that share an entry with the same index and term are equal up to there (§5.3). */
    LOG_MATCHING("LogMatching", Scope.PAIR, "logs that agree on an entry's index and term agree up to it"),
    /** An entry committed in a term is in the logs of the leaders of all later terms (§5.4). */
    LEADER_COMPLETENESS("LeaderCompleteness", Scope.SERVER, "leaders of later terms have every committed entry"),
    /** No two servers ever commit, and so apply, different entries at one index (§5.4.3). */
    STATE_MACHINE_SAFETY("StateMachineSafety", Scope.SERVER, "one index is never committed with two entries"),
    /** Every committed entry is in the logs of a majority, and stays there (§5.3). */
    COMMITTED_ON_MAJORITY("CommittedOnMajority", Scope.CLUSTER, "every committed entry is stored by a majority"),
    /** In one term a server votes for one candidate, even across a restart (§5.2). */
    ONE_VOTE_PER_TERM("OneVotePerTerm", Scope.STEP, "a server votes for at most one candidate in a term"),
    /** currentTerm never decreases, even across a restart (§5.1). */
    TERM_MONOTONIC("TermMonotonic", Scope.STEP, "currentTerm never decreases"),
    /** commitIndex never decreases while a server is up. */
    COMMIT_INDEX_MONOTONIC("CommitIndexMonotonic", Scope.STEP, "commitIndex never decreases but in a restart"),
    /** What a server has applied stays at the front of its log, even across a restart. */
    APPLIED_PREFIX_STABLE("AppliedPrefixStable", Scope.STEP, "applied entries stay in the log as they are"),
    /** For a leader nextIndex is above matchIndex, which is within its log. */
    NEXT_INDEX_ABOVE_MATCH_INDEX(
            "NextIndexAboveMatchIndex", Scope.SERVER, "nextIndex is above matchIndex for every follower"),
    /** Within one leadership matchIndex never decreases. */
    MATCH_INDEX_MONOTONIC("MatchIndexMonotonic", Scope.STEP, "matchIndex never decreases while a leader leads"),
    /** No message that was sent to a server is refused by it as impossible. */
    NO_MESSAGE_REFUSED("NoMessageRefused", Scope.STEP, "no server refuses a message that was sent to it"),
    /**
     * Wherever the bounds leave room for one more term, some server can still be elected: the cluster has not wedged
     * itself.
     */
    CAN_REACH_LEADER("canReachLeader", Scope.GRAPH, "a leader can still be elected"),
    /**
     * Wherever the bounds leave room, and a leader is there or can be elected, one more entry can still be committed.
     */
    CAN_REACH_COMMIT("canReachCommit", Scope.GRAPH, "one more entry can still be committed");

    /** What a property is a statement about. */
    public enum Scope {
        /** One step of one server: before, event, after, messages. */
        STEP,
        /** One server's state beside the history. */
        SERVER,
        /** Two servers' states. */
        PAIR,
        /** All servers' states beside the history. */
        CLUSTER,
        /** The finished graph of worlds. */
        GRAPH
    }

    private final String title;
    private final Scope scope;
    private final String statement;

    Property(String title, Scope scope, String statement) {
        this.title = title;
        this.scope = scope;
        this.statement = statement;
    }

    /** The name in Figure 3's manner, as in the spec and on the command line. */
    public String title() {
        return title;
    }

    /** What it is a statement about. */
    public Scope scope() {
        return scope;
    }

    /** The property in a short sentence. */
    public String statement() {
        return statement;
    }

    /** All of them. */
    public static List<Property> all() {
        return List.of(values());
    }

    /** The property called {@code title}. */
    public static Optional<Property> named(String title) {
        return Arrays.stream(values())
                .filter(property -> property.title.equals(title))
                .findFirst();
    }

    /** The names of all, for messages. */
    public static String titles() {
        return Arrays.stream(values()).map(Property::title).collect(Collectors.joining(", "));
    }
}
