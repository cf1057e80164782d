package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static plumbline.core.Scene.extended;
import static plumbline.core.Scene.follower;
import static plumbline.core.Scene.knowing;
import static plumbline.core.Scene.leader;
import static plumbline.core.Scene.log;
import static plumbline.core.Scene.server;
import static plumbline.core.Scene.when;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rejection says where to try again, so that a leader backs up a term at a time (§5.3, last paragraphs). */
final class FastBackupTest {
    @Nested
    @DisplayName("A follower that rejects")
    class Rejecting {
        @Test
        void whoseLogIsTooShortNamesTheIndexPastItsEnd() {
            when(follower(5, log(1, 1, 4)), server(2).inTerm(5).appends(9, 5, 0))
                    .sends(server(1).to(2).inTerm(5).conflicts(0, 4));
        }

        @Test
        void whoseLogIsEmptyNamesTheFirstIndex() {
            when(follower(5, log()), server(2).inTerm(5).appends(1, 5, 0))
                    .sends(server(1).to(2).inTerm(5).conflicts(0, 1));
        }

        @Test
        void withAnotherTermAtPrevLogIndexNamesThatTermAndItsFirstIndex() {
            when(follower(5, log(1, 1, 4, 4, 4)), server(2).inTerm(5).appends(4, 5, 0))
                    .sends(server(1).to(2).inTerm(5).conflicts(4, 3));
        }

        @Test
        void withTheConflictingTermFromTheStartNamesIndexOne() {
            when(follower(5, log(2, 2, 4)), server(2).inTerm(5).appends(2, 1, 0))
                    .sends(server(1).to(2).inTerm(5).conflicts(2, 1));
        }

        @Test
        void looksAtPrevLogIndexNotAtItsLastEntry() {
            when(follower(5, log(1, 2, 3)), server(2).inTerm(5).appends(2, 1, 0))
                    .sends(server(1).to(2).inTerm(5).conflicts(2, 2));
        }
    }

    @Nested
    @DisplayName("A leader that is rejected")
    class Rejected {
        @Test
        void goesToTheEndOfALogThatIsTooShort() {
            when(leader(6, log(4, 5, 5, 6)), server(2).inTerm(6).conflicts(0, 2))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(6).appends(1, 4, 0, 5, 5, 6));
        }

        @Test
        void goesToJustAfterItsOwnLastEntryOfTheConflictingTerm() {
            when(leader(6, log(4, 4, 5, 5)), server(2).inTerm(6).conflicts(4, 1))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(6).appends(2, 4, 0, 5, 5));
        }

        @Test
        void goesToConflictIndexWhenItHasNoEntryOfTheConflictingTerm() {
            when(leader(6, log(3, 5, 5, 5)), server(2).inTerm(6).conflicts(4, 2))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(6).appends(1, 3, 0, 5, 5, 5));
        }

        @Test
        void goesToConflictIndexWhenItsWholeLogIsOfLaterTerms() {
            when(leader(6, log(5, 5)), server(2).inTerm(6).conflicts(2, 1))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(6).appends(0, 0, 0, 5, 5));
        }

        @Test
        void movesNextIndexBehindWhatItSendsAgain() {
            ServerState windowOfTwo = leader(new Cluster(3, 2), 6, log(5, 5, 5, 5, 5, 5));

            when(windowOfTwo, server(2).inTerm(6).conflicts(0, 2))
                    .becomes(knowing(windowOfTwo, 2, 4, 0))
                    .sends(server(1).to(2).inTerm(6).appends(1, 5, 0, 5, 5));
        }

        @Test
        void neverGoesToOrBelowWhatIsKnownToMatch() {
            ServerState leader = knowing(leader(6, log(5, 5, 5, 5, 6)), 2, 6, 3);

            when(leader, server(2).inTerm(6).conflicts(0, 1))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(6).appends(3, 5, 0, 5, 6));
            when(leader, server(2).inTerm(6).conflicts(5, 1))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(6).appends(4, 5, 0, 6));
        }

        @Test
        void sendsNothingWhenAllItSentIsKnownToMatch() {
            when(knowing(leader(6, log(5, 6)), 2, 3, 2), server(2).inTerm(6).conflicts(0, 1))
                    .staysAsItWas()
                    .sendsNothing();
        }

        @Test
        void neverGoesForward() {
            ServerState leader = knowing(leader(6, log(5, 5, 5, 5)), 2, 3, 0);

            when(leader, server(2).inTerm(6).conflicts(0, 3)).staysAsItWas().sendsNothing();
            when(leader, server(2).inTerm(6).conflicts(0, 4)).staysAsItWas().sendsNothing();
            when(leader, server(2).inTerm(6).conflicts(5, 1)).staysAsItWas().sendsNothing();
        }

        @Test
        void leavesTheOtherFollowersAlone() {
            ServerState leader = leader(new Cluster(3, 1), 6, log(5, 5));

            when(leader, server(3).inTerm(6).conflicts(0, 1)).becomes(knowing(leader, 3, 2, 0));
        }

        @Test
        void byAStaleTermDoesNotRetry() {
            when(leader(6, log(5)), server(2).inTerm(6).refusesAsStale())
                    .staysAsItWas()
                    .sendsNothing();
        }
    }

    /** The whole conversation: server 1 leads, server 2 has a long wrong tail. */
    @ParameterizedTest(name = "{0} wrong terms of {1} entries each take {2} rejections")
    @CsvSource({"1, 50, 1", "1, 1000, 1", "3, 50, 3", "10, 7, 10"})
    void aLongWrongTailCostsOneRejectionForEachOfItsTerms(int terms, int entriesEach, int rejections) {
        Log shared = log(1, 1, 1);
        Log wrong = shared;
        for (int i = 0; i < terms; i++) {
            wrong = extended(wrong, entriesEach, 2L + i);
        }
        Servers servers = new Servers(Cluster.of(3));
        servers.set(follower(20, extended(shared, terms * entriesEach, 15)));
        servers.set(ServerState.restart(2, servers.cluster(), new PersistentState(20, 0, wrong)));

        servers.elect(1);

        assertEquals(servers.state(1).log(), servers.state(2).log());
        assertEquals(rejections, rejectionsBy(2, servers));
    }

    @Test
    void aFollowerThatMissedEverythingCatchesUpAfterOneRejection() {
        Servers servers = new Servers(Cluster.of(3));
        servers.set(follower(2, extended(log(1), 1000, 2)));

        servers.elect(1);

        assertEquals(servers.state(1).log(), servers.state(2).log());
        assertEquals(1, rejectionsBy(2, servers));
    }

    private static long rejectionsBy(int server, Servers servers) {
        return servers.everSent().stream()
                .filter(message -> message.from() == server
                        && message instanceof AppendEntriesResponse response
                        && !response.success())
                .count();
    }
}
