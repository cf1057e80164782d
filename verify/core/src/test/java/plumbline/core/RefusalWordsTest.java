package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static plumbline.core.Scene.THREE;
import static plumbline.core.Scene.leader;
import static plumbline.core.Scene.log;

import java.util.AbstractList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A refusal says which field is wrong, what it is, and what it should be: each in full, as a person reads it. */
final class RefusalWordsTest {
    private static final Command COMMAND = Command.of("x");

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void aRefusalSaysWhatIsWrong(String words, Executable refused) {
        assertEquals(
                words, assertThrows(IllegalArgumentException.class, refused).getMessage());
    }

    private static Arguments refusal(String words, Executable refused) {
        return Arguments.of(words, refused);
    }

    static Stream<Arguments> refusals() {
        return Stream.concat(ofMessages(), ofServers());
    }

    private static Stream<Arguments> ofMessages() {
        return Stream.of(
                refusal("from is 0, must be at least 1", () -> new RequestVoteResponse(0, 1, 1, true)),
                refusal("to is the sender itself, 2", () -> new RequestVoteResponse(2, 2, 1, true)),
                refusal(
                        "lastLogTerm is 1 at lastLogIndex 0, only index 0 has term 0",
                        () -> new RequestVoteRequest(1, 2, 1, 0, 1)),
                refusal("lastLogTerm is 3, above the message's term 2", () -> new RequestVoteRequest(1, 2, 2, 1, 3)),
                refusal(
                        "entries have term 1 after term 2, in a message of term 3",
                        () -> new AppendEntriesRequest(1, 2, 3, 1, 2, List.of(new Entry(1, COMMAND)), 0)),
                refusal(
                        "matchIndex is 1 in a rejection, must be 0",
                        () -> new AppendEntriesResponse(1, 2, 3, false, 1, 0, 0)),
                refusal(
                        "conflictIndex is 4 in an acceptance, must be 0",
                        () -> new AppendEntriesResponse(1, 2, 3, true, 1, 0, 4)),
                refusal(
                        "conflictTerm is 2 without a conflictIndex",
                        () -> new AppendEntriesResponse(1, 2, 3, false, 0, 2, 0)),
                refusal(
                        "conflictTerm is 4, above the message's term 3",
                        () -> new AppendEntriesResponse(1, 2, 3, false, 0, 4, 1)),
                refusal("commands is empty, must hold at least one command", () -> new ClientRequest(List.of())));
    }

    private static Stream<Arguments> ofServers() {
        ServerState leader = leader(3, log(1, 3));
        return Stream.of(
                refusal("size is 64, must be at most 63", () -> Cluster.of(64)),
                refusal("id is 4, must be 1 to 3", () -> ServerState.initial(4, THREE)),
                refusal(
                        "votedFor is 5, must be at most 3",
                        () -> ServerState.restart(1, THREE, new PersistentState(1, 5, Log.EMPTY))),
                refusal("entries do not fit: the log has 2", () -> log(1, 3).append(new HugeList())),
                refusal("to is 3, this is server 1", () -> Raft.step(leader, new RequestVoteResponse(2, 3, 3, true))),
                refusal(
                        "from is 9, the servers are 1 to 3",
                        () -> Raft.step(leader, new RequestVoteResponse(9, 1, 3, true))),
                refusal(
                        "from is 2, which says it leads term 3; so does this server",
                        () -> Raft.step(leader, new AppendEntriesRequest(2, 1, 3, 0, 0, List.of(), 0))),
                refusal(
                        "matchIndex is 7, this leader's log ends at 2",
                        () -> Raft.step(leader, AppendEntriesResponse.accepted(2, 1, 3, 7))));
    }

    /** As long as a list can be. */
    private static final class HugeList extends AbstractList<Entry> {
        @Override
        public Entry get(int index) {
            return new Entry(3, COMMAND);
        }

        @Override
        public int size() {
            return Integer.MAX_VALUE;
        }
    }
}
