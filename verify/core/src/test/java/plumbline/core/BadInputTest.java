package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static plumbline.core.Scene.THREE;
import static plumbline.core.Scene.candidate;
import static plumbline.core.Scene.entries;
import static plumbline.core.Scene.extended;
import static plumbline.core.Scene.follower;
import static plumbline.core.Scene.knowing;
import static plumbline.core.Scene.leader;
import static plumbline.core.Scene.log;
import static plumbline.core.Scene.server;
import static plumbline.core.Scene.when;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever makes or hands over nonsense is told which field is wrong, and nothing is lost. */
final class BadInputTest {
    private static final long MOST = Long.MAX_VALUE;

    /**
     * Nonsense of some kind.
     *
     * @param field how the refusal must begin
     */
    private record Nonsense(String story, String field, Executable made) {
        @Override
        public String toString() {
            return story + " is refused for its " + field;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void aMessageThatContradictsItselfCannotBeMade(Nonsense message) {
        assertRefused(message);
    }

    static List<Nonsense> messages() {
        List<Nonsense> all = new ArrayList<>();
        for (Envelopes kind : envelopes()) {
            all.add(new Nonsense(kind.name + " from server 0", "from", () -> kind.make(0, 1, 1)));
            all.add(new Nonsense(kind.name + " from server -1", "from", () -> kind.make(-1, 1, 1)));
            all.add(new Nonsense(kind.name + " to server 0", "to", () -> kind.make(2, 0, 1)));
            all.add(new Nonsense(kind.name + " to server -1", "to", () -> kind.make(2, -1, 1)));
            all.add(new Nonsense(kind.name + " to its sender", "to", () -> kind.make(2, 2, 1)));
            all.add(new Nonsense(kind.name + " in term 0", "term", () -> kind.make(2, 1, 0)));
            all.add(new Nonsense(kind.name + " in term -1", "term", () -> kind.make(2, 1, -1)));
        }
        all.addAll(voteRequests());
        all.addAll(appendRequests());
        all.addAll(appendResponses());
        return all;
    }

    private static List<Nonsense> voteRequests() {
        return List.of(
                voteRequest("an index below 0", "lastLogIndex", -1, 1),
                voteRequest("a last term below 0", "lastLogTerm", 1, -1),
                voteRequest("both below 0", "lastLogIndex", -1, -1),
                voteRequest("an index without a term", "lastLogTerm", 1, 0),
                voteRequest("a last term without an entry", "lastLogTerm", 0, 1),
                voteRequest("a last term above its own", "lastLogTerm", 1, 6));
    }

    private static Nonsense voteRequest(String story, String field, long lastLogIndex, long lastLogTerm) {
        return new Nonsense(
                "RequestVoteRequest with " + story,
                field,
                () -> new RequestVoteRequest(2, 1, 5, lastLogIndex, lastLogTerm));
    }

    private static List<Nonsense> appendRequests() {
        return List.of(
                appendRequest("an index below 0", "prevLogIndex", -1, 1, 0),
                appendRequest("a term below 0", "prevLogTerm", 1, -1, 0),
                appendRequest("an index without a term", "prevLogTerm", 1, 0, 0),
                appendRequest("a term without an entry", "prevLogTerm", 0, 1, 0),
                appendRequest("a previous term above its own", "prevLogTerm", 1, 6, 0),
                appendRequest("a commit index below 0", "leaderCommit", 1, 1, -1),
                appendRequest("entries whose terms decrease", "entries", 1, 1, 0, 1, 3, 2),
                appendRequest("a first entry older than the one before it", "entries", 1, 3, 0, 2),
                appendRequest("an entry above its own term", "entries", 1, 1, 0, 1, 6));
    }

    private static Nonsense appendRequest(
            String story, String field, long prevLogIndex, long prevLogTerm, long leaderCommit, long... terms) {
        List<Entry> entries = entries(Math.max(prevLogIndex, 0) + 1, terms);
        return new Nonsense(
                "AppendEntriesRequest with " + story,
                field,
                () -> new AppendEntriesRequest(2, 1, 5, prevLogIndex, prevLogTerm, entries, leaderCommit));
    }

    private static List<Nonsense> appendResponses() {
        return List.of(
                appendResponse("an index below 0", "matchIndex", true, -1, 0, 0),
                appendResponse("a term below 0", "conflictTerm", false, 0, -1, 1),
                appendResponse("a conflict index below 0", "conflictIndex", false, 0, 0, -1),
                appendResponse("a match in a rejection", "matchIndex", false, 1, 0, 1),
                appendResponse("a conflict in an acceptance", "conflictIndex", true, 1, 0, 1),
                appendResponse("a conflicting term in an acceptance", "conflictTerm", true, 1, 1, 0),
                appendResponse("a conflicting term that is nowhere", "conflictTerm", false, 0, 1, 0),
                appendResponse("a conflicting term above its own", "conflictTerm", false, 0, 6, 1));
    }

    private static Nonsense appendResponse(
            String story, String field, boolean success, long matchIndex, long conflictTerm, long conflictIndex) {
        return new Nonsense(
                "AppendEntriesResponse with " + story,
                field,
                () -> new AppendEntriesResponse(2, 1, 5, success, matchIndex, conflictTerm, conflictIndex));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void valuesOutOfRangeCannotBeMade(Nonsense value) {
        assertRefused(value);
    }

    static List<Nonsense> valuesOutOfRangeCannotBeMade() {
        return List.of(
                new Nonsense("a cluster of 0", "size", () -> Cluster.of(0)),
                new Nonsense("a cluster of -1", "size", () -> Cluster.of(-1)),
                new Nonsense("a cluster of 64", "size", () -> Cluster.of(64)),
                new Nonsense("a cluster with no window", "window", () -> new Cluster(3, 0)),
                new Nonsense("a cluster with window -1", "window", () -> new Cluster(3, -1)),
                new Nonsense("server 0", "id", () -> ServerState.initial(0, THREE)),
                new Nonsense("server 4 of 3", "id", () -> ServerState.initial(4, THREE)),
                new Nonsense("term -1", "currentTerm", () -> new PersistentState(-1, 0, log())),
                new Nonsense("a vote for -1", "votedFor", () -> new PersistentState(1, -1, log())),
                new Nonsense(
                        "a vote for 4 of 3",
                        "votedFor",
                        () -> ServerState.restart(1, THREE, new PersistentState(1, 4, log()))),
                new Nonsense(
                        "commit index -1",
                        "commitIndex",
                        () -> new ServerState(1, THREE, PersistentState.INITIAL, -1, new Role.Follower())),
                new Nonsense("an entry of term 0", "entry.term", () -> new Entry(0, Command.of(""))),
                new Nonsense("an entry of term -1", "entry.term", () -> new Entry(-1, Command.of(""))),
                new Nonsense("a request without commands", "commands", () -> new ClientRequest(List.of())),
                new Nonsense(
                        "a log too long to count",
                        "entries",
                        () -> log(1).append(Collections.nCopies(Integer.MAX_VALUE, new Entry(1, Command.of(""))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aMessageThatCannotHaveBeenSentIsRefused(Nonsense step) {
        assertRefused(step);
    }

    static List<Nonsense> aMessageThatCannotHaveBeenSentIsRefused() {
        List<Nonsense> all = new ArrayList<>();
        for (Envelopes kind : envelopes()) {
            for (ServerState receiver : List.of(follower(3, log(1)), candidate(3, log(1)), leader(3, log(1)))) {
                String name = kind.name + " to a " + receiver.role().getClass().getSimpleName();
                all.add(step(name + " that is for server 3", "to", receiver, kind.make(2, 3, 4)));
                all.add(step(name + " from server 4 of 3", "from", receiver, kind.make(4, 1, 4)));
                all.add(step(name + " from server 4 of 3 in a past term", "from", receiver, kind.make(4, 1, 1)));
            }
        }
        ServerState leader = leader(3, log(1, 3));
        all.add(step(
                "a second leader of one term",
                "from",
                leader,
                server(2).inTerm(3).appends(0, 0, 0)));
        all.add(step(
                "a second leader of one term with entries",
                "from",
                leader,
                server(2).inTerm(3).appends(2, 3, 0, 3)));
        all.add(step(
                "a match past the log",
                "matchIndex",
                leader,
                server(2).inTerm(3).accepts(3)));
        all.add(step(
                "a match far past the log",
                "matchIndex",
                leader,
                server(2).inTerm(3).accepts(MOST)));
        return all;
    }

    private static Nonsense step(String story, String field, ServerState state, Message message) {
        return new Nonsense(story, field, () -> Raft.step(state, message));
    }

    @Test
    void aRefusalLeavesTheStateAsItWas() {
        ServerState state = leader(3, log(1, 3));
        Message tooFar = server(2).inTerm(3).accepts(3);

        assertThrows(IllegalArgumentException.class, () -> Raft.step(state, tooFar));

        assertEquals(leader(3, log(1, 3)), state);
        when(state, server(2).inTerm(3).accepts(2))
                .becomes(knowing(leader(3, log(1, 3)), 2, 3, 2).committedTo(2));
    }

    @Test
    void indicesAtTheEdgeOfTheirRangeAreNoNonsense() {
        when(follower(3, log(1)), server(2).inTerm(3).appends(MOST, 3, MOST))
                .staysAsItWas()
                .sends(server(1).to(2).inTerm(3).conflicts(0, 2));
        when(follower(3, log(1)), server(2).inTerm(3).appends(MOST, 3, MOST, 3))
                .staysAsItWas()
                .sends(server(1).to(2).inTerm(3).conflicts(0, 2));
        when(follower(3, log(1)), server(2).inTerm(3).asksForVote(MOST, 1))
                .becomes(follower(3, log(1)).votingFor(2));
        when(leader(3, log(1)), server(2).inTerm(3).conflicts(3, MOST))
                .staysAsItWas()
                .sendsNothing();
    }

    @Test
    void theLargestClusterAndTheLongestWindowWork() {
        assertEquals(63, new Cluster(Cluster.MOST_SERVERS, Cluster.UNLIMITED).size());
        when(leader(Cluster.of(63), 1, extended(log(), 40, 1)), server(63).accepts(40))
                .becomes(knowing(leader(Cluster.of(63), 1, extended(log(), 40, 1)), 63, 41, 40));
    }

    private static void assertRefused(Nonsense nonsense) {
        String reason =
                assertThrows(IllegalArgumentException.class, nonsense.made).getMessage();
        assertTrue(reason.startsWith(nonsense.field + " "), reason);
    }

    /** One kind of message, sound but perhaps for its envelope. */
    private record Envelopes(String name, Sealing sealing) {
        Message make(int from, int to, long term) {
            return sealing.seal(from, to, term);
        }
    }

    private interface Sealing {
        Message seal(int from, int to, long term);
    }

    private static List<Envelopes> envelopes() {
        return List.of(
                new Envelopes("RequestVoteRequest", (from, to, term) -> new RequestVoteRequest(from, to, term, 0, 0)),
                new Envelopes("RequestVoteResponse", (from, to, term) -> new RequestVoteResponse(from, to, term, true)),
                new Envelopes(
                        "AppendEntriesRequest",
                        (from, to, term) -> new AppendEntriesRequest(from, to, term, 0, 0, List.of(), 0)),
                new Envelopes(
                        "AppendEntriesResponse, accepted",
                        (from, to, term) -> AppendEntriesResponse.accepted(from, to, term, 0)),
                new Envelopes(
                        "AppendEntriesResponse, conflicting",
                        (from, to, term) -> AppendEntriesResponse.conflicting(from, to, term, 0, 1)),
                new Envelopes("AppendEntriesResponse, stale", AppendEntriesResponse::stale));
    }
}
