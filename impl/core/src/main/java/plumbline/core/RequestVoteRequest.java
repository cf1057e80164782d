package plumbline.core;

/**
 * A candidate asks for a vote (Figure 2, "RequestVote RPC", arguments; §5.2).
 *
 * @param from the candidate ({@code candidateId})
 * @param to the server whose vote is asked for
 * @param term the candidate's term; 1 or more
 * @param lastLogIndex index of the candidate's last log entry; 0 if it has none
 * @param lastLogTerm term of that entry; 0 if there is none (§5.4.1)
 */
public record RequestVoteRequest(int from, int to, long term, long lastLogIndex, long lastLogTerm) implements Message {
    /** @throws IllegalArgumentException naming the field that is negative or contradicts another */
    public RequestVoteRequest {
        Check.envelope(from, to, term);
        Check.position(lastLogIndex, lastLogTerm, term, "lastLogIndex", "lastLogTerm");
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.handleRequestVoteRequest(this);
    }
}
