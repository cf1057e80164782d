package plumbline.checker.conform;

/** The rules that an answer can break: Figure 2's, and the few that the core adds to it. */
public enum Rule {
    /** §5.1. */
    HIGHER_TERM(
            "Figure 2, Rules for Servers, All Servers, 2 (§5.1)",
            "whoever hears of a higher term adopts it, has not voted in it, and becomes a follower"),
    /** §5.1. */
    OLD_ANSWER(
            "Figure 2, Rules for Servers (§5.1)",
            "an answer counts only for who asked, in the role and term in which it was asked"),
    /** §5.2. */
    FOLLOWER_RESPONDS(
            "Figure 2, Rules for Servers, Followers, 1 (§5.2)", "each request of another server is answered, once"),
    /** §5.1. */
    ANSWER_TERM(
            "Figure 2, RPCs, Results: term (§5.1)",
            "an answer carries the answering server's currentTerm as it is then"),
    /** §5.2. */
    START_ELECTION(
            "Figure 2, Rules for Servers, Candidates, 1 (§5.2)",
            "an election begins with a new term, a vote for oneself, and a vote request to each other server"),
    /** §5.4.1. */
    VOTE_REQUEST_ARGUMENTS(
            "Figure 2, RequestVote RPC, Arguments (§5.4.1)",
            "a vote request tells index and term of the candidate's last log entry"),
    /** §5.2. */
    VOTE_MAJORITY(
            "Figure 2, Rules for Servers, Candidates, 2 (§5.2)",
            "granted votes of the current term are counted, one for each server; a majority of all servers makes a leader"),
    /** §5.2. */
    RECOGNISE_LEADER(
            "Figure 2, Rules for Servers, Candidates, 3 (§5.2)",
            "a candidate that hears from the leader of its term becomes a follower"),
    /** §5.1. */
    VOTE_STALE("Figure 2, RequestVote RPC, Receiver, 1 (§5.1)", "a request of an earlier term gets no vote"),
    /** §5.2. */
    VOTE_ONCE(
            "Figure 2, RequestVote RPC, Receiver, 2 (§5.2)",
            "one vote in a term, and the same vote again for the same candidate"),
    /** §5.4.1. */
    VOTE_UP_TO_DATE(
            "Figure 2, RequestVote RPC, Receiver, 2 (§5.4.1)",
            "a vote only for a log at least as up-to-date: a later last term, or the same and no shorter a log"),
    /** §5.3. */
    REINITIALISE(
            "Figure 2, State, Volatile state on leaders (§5.3)",
            "a new leader begins with nextIndex just past its log and matchIndex 0 for each other server"),
    /** §5.2. */
    HEARTBEATS(
            "Figure 2, Rules for Servers, Leaders, 1 (§5.2)",
            "once elected and whenever idle, an empty AppendEntries to each other server"),
    /** §5.3. */
    CLIENT_COMMAND(
            "Figure 2, Rules for Servers, Leaders, 2 (§5.3)",
            "a leader, and nobody else, appends a client's commands to its log, in its term"),
    /** §5.3. */
    SEND_ENTRIES(
            "Figure 2, Rules for Servers, Leaders, 3 (§5.3)",
            "entries from nextIndex on are sent in the step that makes it possible; nextIndex moves past what was sent"),
    /** §5.3. */
    APPEND_ARGUMENTS(
            "Figure 2, AppendEntries RPC, Arguments (§5.3)",
            "prevLogIndex and prevLogTerm are of the entry just before the new ones, leaderCommit is commitIndex"),
    /** §5.3. */
    ACKNOWLEDGED(
            "Figure 2, Rules for Servers, Leaders, 3, success (§5.3)",
            "only an acceptance moves matchIndex, to what it acknowledges; neither index moves back by it"),
    /** §5.3. */
    REJECTED(
            "Figure 2, Rules for Servers, Leaders, 3, failure (§5.3)",
            "a rejection takes nextIndex back, never to matchIndex or below, and sends again from there"),
    /** §5.4.2. */
    LEADER_COMMITS(
            "Figure 2, Rules for Servers, Leaders, 4 (§5.3, §5.4.2)",
            "commitIndex moves to the highest index that a majority stores, if that entry is of the current term"),
    /** §5.1. */
    APPEND_STALE(
            "Figure 2, AppendEntries RPC, Receiver, 1 (§5.1)",
            "a request of an earlier term is refused and changes nothing"),
    /** §5.3. */
    APPEND_CONSISTENCY(
            "Figure 2, AppendEntries RPC, Receiver, 2 (§5.3)",
            "accepted if and only if the log holds an entry at prevLogIndex of term prevLogTerm"),
    /** §5.3. */
    APPEND_CONFLICT(
            "Figure 2, AppendEntries RPC, Receiver, 3 (§5.3)",
            "an entry that conflicts is deleted with all that follow it, and no other"),
    /** §5.3. */
    APPEND_NEW("Figure 2, AppendEntries RPC, Receiver, 4 (§5.3)", "entries that are not in the log are appended"),
    /** §5.3. */
    FOLLOWER_COMMITS(
            "Figure 2, AppendEntries RPC, Receiver, 5 (§5.3)",
            "commitIndex moves up to leaderCommit, but not past the last entry that the request vouches for"),
    /** Beyond Figure 2. */
    ACKNOWLEDGEMENT(
            "spec/README.md, Departures: an acceptance names the index (§5.3)",
            "matchIndex in an acceptance is prevLogIndex plus the number of entries"),
    /** §5.3. */
    CONFLICT_HINT(
            "spec/README.md, Departures: a rejection says where to try next (§5.3)",
            "the conflicting term and its first index, or the index past the end of a log that is too short"),
    /** §5.1. */
    PERSISTENT(
            "Figure 2, State, Persistent state on all servers (§5.1)", "currentTerm, votedFor and log survive a crash"),
    /** §5.2. */
    VOLATILE(
            "Figure 2, State, Volatile state on all servers (§5.2)",
            "a restarted server is a follower with commitIndex 0, and sends nothing");

    private final String source;
    private final String statement;

    Rule(String source, String statement) {
        this.source = source;
        this.statement = statement;
    }

    /** Where the rule stands. */
    public String source() {
        return source;
    }

    /** What it says, without a full stop. */
    public String statement() {
        return statement;
    }
}
