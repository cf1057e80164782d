package plumbline.simulation.swarm;

/** What a swarm had better see: a run in which it does not happen says little about the code that handles it. */
public enum RareEvent {
    /** An election without a winner. */
    ELECTION_WITHOUT_WINNER("an election ended without a winner"),
    /** Two leaders at a time. */
    TWO_LEADERS("two servers led at a time, of different terms"),
    /** A leader steps down. */
    LEADER_DEPOSED("a leader stepped down"),
    /** With entries that are not committed. */
    LEADER_DEPOSED_WITH_UNCOMMITTED_ENTRIES("a leader stepped down with entries that were not committed"),
    /** A candidate hears from the leader of its term. */
    CANDIDATE_STEPPED_DOWN("a candidate recognised the leader of its own term"),
    /** Refused for the log. */
    VOTE_REFUSED_FOR_LOG("a vote was refused to a candidate with an older log"),
    /** Granted again to the same. */
    VOTE_GRANTED_AGAIN("a vote was granted again to the same candidate"),
    /** Came late. */
    STALE_VOTE("a candidate was granted a vote of an earlier term"),
    /** From a deposed leader. */
    STALE_APPEND_ENTRIES("a request of a deposed leader arrived"),
    /** Late or repeated. */
    ENTRIES_ALREADY_PRESENT("entries arrived that were there already"),
    /** Late. */
    LATE_ACKNOWLEDGEMENT("an acknowledgement arrived after a later one"),
    /** The log was too short. */
    REJECTED_AS_TOO_SHORT("entries were rejected: the log was too short for them"),
    /** Another term. */
    REJECTED_FOR_TERM("entries were rejected: another term at prevLogIndex"),
    /** Removed. */
    CONFLICT_REMOVED("a follower removed conflicting entries"),
    /** Ten or more. */
    LONG_CONFLICT_REMOVED("a follower removed ten conflicting entries or more"),
    /** Of more than one term. */
    CONFLICT_OF_TERMS_REMOVED("a follower removed conflicting entries of several terms"),
    /** On a majority and not committed. */
    FIGURE_8("an entry of an older term was on a majority and not committed (Figure 8)"),
    /** By a later one. */
    OLDER_TERM_COMMITTED("an entry of an older term was committed along with one of the leader's"),
    /** No more than the window. */
    WINDOW_FULL("a leader held entries back from a follower whose window was full"),
    /** A leader. */
    LEADER_CRASHED("a leader crashed"),
    /** Nothing of it. */
    WRITE_LOST("a crash lost a write that was not synced"),
    /** Recognised by its checksum. */
    WRITE_TORN("a crash tore a write that was not synced"),
    /** All of it. */
    WRITE_KEPT("a write outlived a crash that came before its sync"),
    /** It was. */
    UNKNOWN_APPLIED("a client did not learn that its command was applied"),
    /** It was not. */
    UNKNOWN_NOT_APPLIED("a client did not learn that its command was lost"),
    /** Its client gave it again. */
    WRITE_APPLIED_AGAIN("a write was in the log again, to be done once all the same"),
    /** For want of room. */
    SESSION_FORGOTTEN("the store forgot a client's session"),
    /** On the way. */
    MESSAGES_LOST("messages were lost"),
    /** On the way. */
    MESSAGES_REPEATED("messages arrived twice"),
    /** Too many unknown outcomes. */
    HISTORY_NOT_JUDGED("a history took too long to find an order for by itself, without the log's"),
    /** For want of room. */
    MESSAGES_DROPPED("messages were dropped, their link being full");

    private final String inWords;

    RareEvent(String inWords) {
        this.inWords = inWords;
    }

    /** What happened, in words. */
    public String inWords() {
        return inWords;
    }
}
