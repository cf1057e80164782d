package plumbline.core;

/**
 * What can happen to a server. Time is an event; so is the arrival of a message. A crash is not: it is
 * {@link ServerState#restart}.
 *
 * <p>{@link #match} hands an event to the case for its kind. The cases are an interface, so that the compiler refuses
 * whoever forgets one.
 */
public sealed interface Event permits ElectionTimeout, HeartbeatTimeout, ClientRequest, Message {
    /** Calls the case for this kind of event. */
    <R> R match(Cases<R> cases);

    /**
     * One method for each kind of event, named like the action of {@code spec/Raft.tla}.
     *
     * @param <R> what each case gives
     */
    interface Cases<R> {
        /** Time passed without a word from a leader. */
        R electionTimeout(ElectionTimeout timeout);

        /** It is time for a leader to be heard. */
        R heartbeatTimeout(HeartbeatTimeout timeout);

        /** A client asks. */
        R clientRequest(ClientRequest request);

        /** A candidate asks for a vote. */
        R handleRequestVoteRequest(RequestVoteRequest request);

        /** A voter answers. */
        R handleRequestVoteResponse(RequestVoteResponse response);

        /** A leader replicates, or is just heard. */
        R handleAppendEntriesRequest(AppendEntriesRequest request);

        /** A follower answers. */
        R handleAppendEntriesResponse(AppendEntriesResponse response);
    }
}
