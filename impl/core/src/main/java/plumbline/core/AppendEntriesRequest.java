package plumbline.core;

import java.util.List;

/**
 * A leader replicates entries, or with none is just heard (Figure 2, "AppendEntries RPC", arguments; §5.3).
 *
 * @param from the leader ({@code leaderId})
 * @param to the follower
 * @param term the leader's term; 1 or more
 * @param prevLogIndex index of the entry just before the new ones; 0 if they start the log
 * @param prevLogTerm term of that entry; 0 if there is none
 * @param entries the new entries, from index {@code prevLogIndex + 1} on; empty for a heartbeat; their terms never
 *     decrease and none is above {@code term}
 * @param leaderCommit the leader's {@code commitIndex}; 0 or more
 */
public record AppendEntriesRequest(
        int from, int to, long term, long prevLogIndex, long prevLogTerm, List<Entry> entries, long leaderCommit)
        implements Message {
    /** @throws IllegalArgumentException naming the field that is negative or contradicts another */
    public AppendEntriesRequest {
        entries = List.copyOf(entries);
        Check.envelope(from, to, term);
        Check.position(prevLogIndex, prevLogTerm, term, "prevLogIndex", "prevLogTerm");
        Check.atLeast(0, leaderCommit, "leaderCommit");
        long before = prevLogTerm;
        for (Entry entry : entries) {
            if (entry.term() < before || entry.term() > term) {
                throw Check.refusal(
                        "entries",
                        "have term " + entry.term() + " after term " + before + ", in a message of term " + term);
            }
            before = entry.term();
        }
    }

    /** Index of the last entry that the follower's log is known to share once this request succeeded. */
    public long lastNewIndex() {
        return prevLogIndex + entries.size();
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.handleAppendEntriesRequest(this);
    }
}
