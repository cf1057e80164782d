package plumbline.core;

/**
 * The answer to a {@link RequestVoteRequest} (Figure 2, "RequestVote RPC", results).
 *
 * @param from the voter
 * @param to the candidate
 * @param term the voter's term, for the candidate to update itself; 1 or more
 * @param voteGranted whether the candidate has this voter's vote in {@code term}
 */
public record RequestVoteResponse(int from, int to, long term, boolean voteGranted) implements Message {
    /** @throws IllegalArgumentException naming the field that is out of range */
    public RequestVoteResponse {
        Check.envelope(from, to, term);
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.handleRequestVoteResponse(this);
    }
}
