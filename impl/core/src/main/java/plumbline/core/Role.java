package plumbline.core;

/**
 * What a server is at the moment, with what only that role keeps (§5.1, Figure 4). None of it survives a crash.
 */
public sealed interface Role {
    /** Answers requests; starts an election when it hears from no leader (§5.2). */
    record Follower() implements Role {}

    /**
     * Asks for votes (§5.2).
     *
     * @param votesGranted the servers whose vote it has in this term, itself included
     */
    record Candidate(ServerSet votesGranted) implements Role {}

    /**
     * Takes client requests and replicates its log (§5.3).
     *
     * @param nextIndex for each server the index of the next entry to send to it; above {@code matchIndex}
     * @param matchIndex for each server the highest index up to which its log is known to equal the leader's
     */
    record Leader(IndexByServer nextIndex, IndexByServer matchIndex) implements Role {
        Leader with(int server, long next, long match) {
            IndexByServer nexts = nextIndex.with(server, next);
            IndexByServer matches = matchIndex.with(server, match);
            return nexts == nextIndex && matches == matchIndex ? this : new Leader(nexts, matches);
        }
    }
}
