package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Words to tell short stories with: a server in some state, what happens to it, what becomes of it.
 *
 * <p>Where a test says nothing else, the story is about server 1 of 3. The command of an entry follows from its term and
 * index, so that two logs agree about an entry exactly when they agree about its term, as Log Matching has it.
 */
final class Scene {
    static final Cluster THREE = Cluster.of(3);

    private Scene() {}

    // Logs

    /** A log with entries of these terms, from index 1 on. */
    static Log log(long... terms) {
        return Log.EMPTY.append(entries(1, terms));
    }

    /** {@code log} and {@code count} entries of {@code term} behind it. */
    static Log extended(Log log, int count, long term) {
        long[] terms = new long[count];
        Arrays.fill(terms, term);
        return log.append(entries(log.lastIndex() + 1, terms));
    }

    /** Entries of these terms, as they are at indices {@code first} and following. */
    static List<Entry> entries(long first, long... terms) {
        List<Entry> entries = new ArrayList<>();
        for (long term : terms) {
            entries.add(new Entry(term, Command.of(term + "." + (first + entries.size()))));
        }
        return entries;
    }

    /** The commands that fill indices {@code first} and following in {@code term}, as {@link #entries} has them. */
    static ClientRequest client(long term, long first, int count) {
        return new ClientRequest(IntStream.range(0, count)
                .mapToObj(i -> Command.of(term + "." + (first + i)))
                .toList());
    }

    // Servers

    /** A follower that has not voted in {@code term}. */
    static ServerState follower(long term, Log log) {
        return follower(THREE, term, log);
    }

    static ServerState follower(Cluster cluster, long term, Log log) {
        return ServerState.restart(1, cluster, new PersistentState(term, PersistentState.NOBODY, log));
    }

    /** A candidate with no vote but its own. */
    static ServerState candidate(long term, Log log) {
        return candidate(THREE, term, log);
    }

    static ServerState candidate(Cluster cluster, long term, Log log) {
        return follower(cluster, term, log).votingFor(1).in(new Role.Candidate(ServerSet.of(1)));
    }

    /** A leader that was just elected. */
    static ServerState leader(long term, Log log) {
        return leader(THREE, term, log);
    }

    static ServerState leader(Cluster cluster, long term, Log log) {
        return follower(cluster, term, log)
                .votingFor(1)
                .in(new Role.Leader(
                        IndexByServer.ofPeers(cluster.size(), 1, log.lastIndex() + 1),
                        IndexByServer.ofPeers(cluster.size(), 1, 0)));
    }

    /** {@code leader} with these indices for one of its followers. */
    static ServerState knowing(ServerState leader, int follower, long nextIndex, long matchIndex) {
        return leader.in(((Role.Leader) leader.role()).with(follower, nextIndex, matchIndex));
    }

    static long nextIndex(ServerState leader, int follower) {
        return ((Role.Leader) leader.role()).nextIndex().get(follower);
    }

    static long matchIndex(ServerState leader, int follower) {
        return ((Role.Leader) leader.role()).matchIndex().get(follower);
    }

    // Messages

    static Envelope server(int number) {
        return new Envelope(number, 1, 1);
    }

    /** A message that only lacks its contents; to server 1 in term 1 unless it says otherwise. */
    record Envelope(int from, int receiver, long term) {
        Envelope to(int server) {
            return new Envelope(from, server, term);
        }

        Envelope inTerm(long number) {
            return new Envelope(from, receiver, number);
        }

        RequestVoteRequest asksForVote(long lastLogIndex, long lastLogTerm) {
            return new RequestVoteRequest(from, receiver, term, lastLogIndex, lastLogTerm);
        }

        RequestVoteResponse votes(boolean voteGranted) {
            return new RequestVoteResponse(from, receiver, term, voteGranted);
        }

        /** Entries of these terms behind {@code prevLogIndex}; a heartbeat, if there are none. */
        AppendEntriesRequest appends(long prevLogIndex, long prevLogTerm, long leaderCommit, long... terms) {
            return new AppendEntriesRequest(
                    from, receiver, term, prevLogIndex, prevLogTerm, entries(prevLogIndex + 1, terms), leaderCommit);
        }

        AppendEntriesResponse accepts(long matchIndex) {
            return AppendEntriesResponse.accepted(from, receiver, term, matchIndex);
        }

        AppendEntriesResponse conflicts(long conflictTerm, long conflictIndex) {
            return AppendEntriesResponse.conflicting(from, receiver, term, conflictTerm, conflictIndex);
        }

        AppendEntriesResponse refusesAsStale() {
            return AppendEntriesResponse.stale(from, receiver, term);
        }
    }

    // What becomes of it

    static Outcome when(ServerState state, Event event) {
        return new Outcome(state, Raft.step(state, event));
    }

    record Outcome(ServerState before, Step step) {
        Outcome becomes(ServerState expected) {
            assertEquals(expected, step.state());
            return this;
        }

        Outcome staysAsItWas() {
            assertSame(before, step.state());
            return this;
        }

        Outcome sends(Message... expected) {
            assertEquals(List.of(expected), step.messages());
            return this;
        }

        Outcome sendsNothing() {
            return sends();
        }

        Outcome then(Event next) {
            return when(step.state(), next);
        }

        ServerState state() {
            return step.state();
        }
    }
}
