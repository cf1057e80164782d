package plumbline.core;

/**
 * What servers send each other: the arguments and results of the two RPCs in Figure 2, each with its sender and receiver.
 * The sender is what Figure 2 calls {@code candidateId} or {@code leaderId}.
 *
 * <p>A message checks itself when it is made; {@link Raft#step} checks what only the receiver can.
 */
public sealed interface Message extends Event
        permits RequestVoteRequest, RequestVoteResponse, AppendEntriesRequest, AppendEntriesResponse {
    /** The sender. */
    int from();

    /** The receiver; another server than the sender. */
    int to();

    /** The sender's {@code currentTerm} when it sent this; 1 or more. */
    long term();
}
