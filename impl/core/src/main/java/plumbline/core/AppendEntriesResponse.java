package plumbline.core;

/**
 * The answer to an {@link AppendEntriesRequest} (Figure 2, "AppendEntries RPC", results), in one of three forms:
 * {@linkplain #accepted accepted}, {@linkplain #conflicting conflicting} and {@linkplain #stale stale}.
 *
 * <p>Beyond Figure 2 an acceptance names the index that it acknowledges, so that what a leader learns from it never
 * depends on what was sent since, and a rejection says where to try again (§5.3, last paragraphs).
 *
 * @param from the follower
 * @param to the leader
 * @param term the follower's term, for the leader to update itself; 1 or more
 * @param success whether the follower's log held an entry at {@code prevLogIndex} with {@code prevLogTerm}
 * @param matchIndex if accepted, {@code prevLogIndex} plus the number of entries: up to here the logs are equal; else 0
 * @param conflictTerm if conflicting, the term of the follower's entry at {@code prevLogIndex}, or 0 if its log is too
 *     short to have one; else 0
 * @param conflictIndex if conflicting, the first index of the follower's log with {@code conflictTerm}, or the index just
 *     past its end if it is too short; else 0
 */
public record AppendEntriesResponse(
        int from, int to, long term, boolean success, long matchIndex, long conflictTerm, long conflictIndex)
        implements Message {
    /** @throws IllegalArgumentException naming the field that is negative or contradicts another */
    public AppendEntriesResponse {
        Check.envelope(from, to, term);
        Check.atLeast(0, matchIndex, "matchIndex");
        Check.atLeast(0, conflictTerm, "conflictTerm");
        Check.atLeast(0, conflictIndex, "conflictIndex");
        Check.that(success || matchIndex == 0, "matchIndex", () -> "is " + matchIndex + " in a rejection, must be 0");
        Check.that(
                !success || conflictIndex == 0,
                "conflictIndex",
                () -> "is " + conflictIndex + " in an acceptance, must be 0");
        Check.that(
                conflictTerm == 0 || conflictIndex > 0,
                "conflictTerm",
                () -> "is " + conflictTerm + " without a conflictIndex");
        Check.that(
                conflictTerm <= term,
                "conflictTerm",
                () -> "is " + conflictTerm + ", above the message's term " + term);
    }

    /** The follower's log equals the leader's up to {@code matchIndex}. */
    public static AppendEntriesResponse accepted(int from, int to, long term, long matchIndex) {
        return new AppendEntriesResponse(from, to, term, true, matchIndex, 0, 0);
    }

    /** The follower's log does not reach {@code prevLogIndex}, or has another term there. */
    public static AppendEntriesResponse conflicting(
            int from, int to, long term, long conflictTerm, long conflictIndex) {
        return new AppendEntriesResponse(from, to, term, false, 0, conflictTerm, conflictIndex);
    }

    /** The request was of a past term; the follower did not look at its log. */
    public static AppendEntriesResponse stale(int from, int to, long term) {
        return new AppendEntriesResponse(from, to, term, false, 0, 0, 0);
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.handleAppendEntriesResponse(this);
    }
}
