package plumbline.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static plumbline.core.Scene.THREE;
import static plumbline.core.Scene.candidate;
import static plumbline.core.Scene.client;
import static plumbline.core.Scene.entries;
import static plumbline.core.Scene.follower;
import static plumbline.core.Scene.knowing;
import static plumbline.core.Scene.leader;
import static plumbline.core.Scene.log;
import static plumbline.core.Scene.matchIndex;
import static plumbline.core.Scene.nextIndex;
import static plumbline.core.Scene.server;
import static plumbline.core.Scene.when;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Figure 2 of the paper, box by box and rule by rule.
 *
 * <p>Timers, {@code lastApplied} and the answers to clients are the driver's, so their rules appear here as what the core
 * gives the driver to go by.
 */
@DisplayName("Figure 2")
final class Figure2Test {
    private static final ElectionTimeout ELECTION_TIMEOUT = new ElectionTimeout();
    private static final HeartbeatTimeout HEARTBEAT_TIMEOUT = new HeartbeatTimeout();

    @Nested
    @DisplayName("State: persistent on all servers")
    class PersistentStateBox {
        @Test
        @DisplayName("currentTerm: initialized to 0 on first boot")
        void currentTermStartsAtZero() {
            assertEquals(0, ServerState.initial(1, THREE).currentTerm());
        }

        @ParameterizedTest
        @MethodSource("plumbline.core.Figure2Test#messagesOfTerm2")
        @DisplayName("currentTerm: increases monotonically")
        void currentTermNeverDecreases(Message ofTerm2) {
            assertEquals(3, when(follower(3, log(1)), ofTerm2).state().currentTerm());
            assertEquals(3, when(candidate(3, log(1)), ofTerm2).state().currentTerm());
            assertEquals(3, when(leader(3, log(1)), ofTerm2).state().currentTerm());
        }

        @Test
        @DisplayName("votedFor: null if none")
        void votedForStartsAsNobody() {
            assertEquals(PersistentState.NOBODY, ServerState.initial(1, THREE).votedFor());
        }

        @Test
        @DisplayName("votedFor: the candidate that received the vote in the current term")
        void votedForNamesTheCandidate() {
            when(follower(2, log()), server(3).inTerm(2).asksForVote(0, 0))
                    .becomes(follower(2, log()).votingFor(3));
        }

        @Test
        @DisplayName("votedFor: belongs to the current term, so a new term starts without a vote")
        void votedForIsForgottenInANewTerm() {
            when(follower(2, log()).votingFor(3), server(2).inTerm(3).appends(0, 0, 0))
                    .becomes(follower(3, log()));
        }

        @Test
        @DisplayName("log[]: each entry has a command and the term when the leader received it; first index is 1")
        void logEntriesHaveCommandAndTerm() {
            ServerState after = when(leader(4, log()), client(4, 1, 1)).state();

            assertEquals(new Entry(4, Command.of("4.1")), after.log().get(1));
            assertEquals(1, after.log().lastIndex());
        }

        @Test
        @DisplayName("survives a crash: currentTerm, votedFor and log[]; nothing else does")
        void onlyPersistentStateSurvivesACrash() {
            ServerState before = leader(3, log(1, 3)).committedTo(2);

            ServerState after = ServerState.restart(1, THREE, before.persistent());

            assertSame(before.persistent(), after.persistent());
            assertEquals(follower(3, log(1, 3)).votingFor(1), after);
        }
    }

    @Nested
    @DisplayName("State: volatile")
    class VolatileStateBox {
        @Test
        @DisplayName("commitIndex: initialized to 0")
        void commitIndexStartsAtZero() {
            assertEquals(0, ServerState.initial(1, THREE).commitIndex());
            assertEquals(
                    0,
                    ServerState.restart(1, THREE, new PersistentState(3, 2, log(1, 3)))
                            .commitIndex());
        }

        @Test
        @DisplayName("commitIndex: increases monotonically")
        void commitIndexNeverDecreases() {
            ServerState committed = follower(2, log(1, 2, 2)).committedTo(3);

            when(committed, server(2).inTerm(2).appends(1, 1, 1)).staysAsItWas();
            assertEquals(
                    3,
                    when(committed, server(2).inTerm(3).asksForVote(3, 2))
                            .state()
                            .commitIndex());
            assertEquals(3, when(committed, ELECTION_TIMEOUT).state().commitIndex());
        }

        @Test
        @DisplayName("nextIndex[]: initialized to leader last log index + 1, after each election")
        void nextIndexStartsBehindTheLeadersLog() {
            ServerState elected = when(
                            candidate(3, log(1, 1, 2)), server(2).inTerm(3).votes(true))
                    .state();

            assertEquals(4, nextIndex(elected, 2));
            assertEquals(4, nextIndex(elected, 3));
        }

        @Test
        @DisplayName("matchIndex[]: initialized to 0, after each election")
        void matchIndexStartsAtZero() {
            ServerState deposed = when(
                            knowing(leader(1, log(1, 1, 1)), 2, 4, 3),
                            server(3).inTerm(2).votes(false))
                    .state();

            ServerState elected = when(deposed, ELECTION_TIMEOUT)
                    .then(server(3).inTerm(3).votes(true))
                    .state();

            assertEquals(0, matchIndex(elected, 2));
            assertEquals(0, matchIndex(elected, 3));
        }
    }

    @Nested
    @DisplayName("RequestVote RPC")
    class RequestVoteBox {
        @Test
        @DisplayName("arguments: term, candidateId, lastLogIndex, lastLogTerm")
        void arguments() {
            when(follower(4, log(1, 3)), ELECTION_TIMEOUT)
                    .sends(new RequestVoteRequest(1, 2, 5, 2, 3), new RequestVoteRequest(1, 3, 5, 2, 3));
        }

        @Test
        @DisplayName("arguments: a candidate with an empty log has lastLogIndex and lastLogTerm 0")
        void argumentsOfAnEmptyLog() {
            when(follower(0, log()), ELECTION_TIMEOUT)
                    .sends(new RequestVoteRequest(1, 2, 1, 0, 0), new RequestVoteRequest(1, 3, 1, 0, 0));
        }

        @Test
        @DisplayName("results: term, for the candidate to update itself; voteGranted")
        void results() {
            when(follower(2, log()), server(2).inTerm(5).asksForVote(0, 0))
                    .sends(new RequestVoteResponse(1, 2, 5, true));
        }

        @Test
        @DisplayName("1. Reply false if term < currentTerm (§5.1)")
        void refusesACandidateOfAPastTerm() {
            when(follower(3, log()), server(2).inTerm(2).asksForVote(0, 0))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(3).votes(false));
        }

        @Test
        @DisplayName("1. also if this server voted for that candidate in the current term")
        void refusesAPastTermOfTheCandidateItVotedFor() {
            when(follower(3, log()).votingFor(2), server(2).inTerm(2).asksForVote(0, 0))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(3).votes(false));
        }

        @Test
        @DisplayName("2. If votedFor is null, and the candidate's log is as up-to-date, grant vote (§5.2, §5.4)")
        void grantsItsFirstVote() {
            when(follower(3, log(1, 2)), server(2).inTerm(3).asksForVote(2, 2))
                    .becomes(follower(3, log(1, 2)).votingFor(2))
                    .sends(server(1).to(2).inTerm(3).votes(true));
        }

        @Test
        @DisplayName("2. If votedFor is candidateId, grant again")
        void repeatsItsVote() {
            when(follower(3, log()).votingFor(2), server(2).inTerm(3).asksForVote(0, 0))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(3).votes(true));
        }

        @Test
        @DisplayName("2. If votedFor is another candidate, refuse: one vote in a term")
        void refusesASecondCandidate() {
            when(follower(3, log()).votingFor(2), server(3).inTerm(3).asksForVote(0, 0))
                    .staysAsItWas()
                    .sends(server(1).to(3).inTerm(3).votes(false));
        }

        @Test
        @DisplayName("2. up-to-date: the later last term wins, however short the log")
        void aLaterLastTermIsMoreUpToDate() {
            when(follower(4, log(1, 1, 1)), server(2).inTerm(4).asksForVote(1, 3))
                    .becomes(follower(4, log(1, 1, 1)).votingFor(2))
                    .sends(server(1).to(2).inTerm(4).votes(true));
        }

        @Test
        @DisplayName("2. up-to-date: an earlier last term loses, however long the log")
        void anEarlierLastTermIsLessUpToDate() {
            when(follower(4, log(1, 3)), server(2).inTerm(4).asksForVote(9, 2))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(4).votes(false));
        }

        @Test
        @DisplayName("2. up-to-date: with the same last term, the longer log wins")
        void withTheSameLastTermTheLongerLogIsMoreUpToDate() {
            when(follower(4, log(1, 2)), server(2).inTerm(4).asksForVote(3, 2))
                    .becomes(follower(4, log(1, 2)).votingFor(2))
                    .sends(server(1).to(2).inTerm(4).votes(true));
        }

        @Test
        @DisplayName("2. up-to-date: with the same last term, a shorter log loses")
        void withTheSameLastTermAShorterLogIsLessUpToDate() {
            when(follower(4, log(1, 2, 2)), server(2).inTerm(4).asksForVote(2, 2))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(4).votes(false));
        }

        @Test
        @DisplayName("2. a refusal for the log leaves votedFor null, also when the term is new")
        void aRefusedCandidateDoesNotUseUpTheVote() {
            when(follower(3, log(1, 2)), server(2).inTerm(4).asksForVote(1, 1))
                    .becomes(follower(4, log(1, 2)))
                    .sends(server(1).to(2).inTerm(4).votes(false))
                    .then(server(3).inTerm(4).asksForVote(2, 2))
                    .becomes(follower(4, log(1, 2)).votingFor(3))
                    .sends(server(1).to(3).inTerm(4).votes(true));
        }
    }

    @Nested
    @DisplayName("AppendEntries RPC")
    class AppendEntriesBox {
        @Test
        @DisplayName("arguments: term, leaderId, prevLogIndex, prevLogTerm, entries[], leaderCommit")
        void arguments() {
            ServerState leader = knowing(leader(5, log(1, 4)), 2, 3, 2).committedTo(1);

            when(leader, client(5, 3, 1))
                    .sends(
                            new AppendEntriesRequest(1, 2, 5, 2, 4, entries(3, 5), 1),
                            new AppendEntriesRequest(1, 3, 5, 2, 4, entries(3, 5), 1));
        }

        @Test
        @DisplayName("arguments: prevLogIndex and prevLogTerm are 0 before the first entry")
        void argumentsBeforeTheFirstEntry() {
            when(leader(1, log()), client(1, 1, 1))
                    .sends(server(1).to(2).appends(0, 0, 0, 1), server(1).to(3).appends(0, 0, 0, 1));
        }

        @Test
        @DisplayName("arguments: entries[] may hold more than one, for efficiency")
        void severalEntriesTravelTogether() {
            when(leader(1, log()), client(1, 1, 3))
                    .sends(
                            server(1).to(2).appends(0, 0, 0, 1, 1, 1),
                            server(1).to(3).appends(0, 0, 0, 1, 1, 1));
        }

        @Test
        @DisplayName("arguments: entries[] is empty for a heartbeat")
        void entriesAreEmptyForAHeartbeat() {
            when(leader(5, log(1, 4)).committedTo(1), HEARTBEAT_TIMEOUT)
                    .staysAsItWas()
                    .sends(
                            new AppendEntriesRequest(1, 2, 5, 2, 4, List.of(), 1),
                            new AppendEntriesRequest(1, 3, 5, 2, 4, List.of(), 1));
        }

        @Test
        @DisplayName("results: term, for the leader to update itself; success")
        void results() {
            when(follower(2, log(1)), server(2).inTerm(5).appends(1, 1, 0, 5))
                    .sends(new AppendEntriesResponse(1, 2, 5, true, 2, 0, 0));
        }

        @Test
        @DisplayName("1. Reply false if term < currentTerm (§5.1)")
        void refusesALeaderOfAPastTerm() {
            when(follower(3, log(1)), server(2).inTerm(2).appends(1, 1, 1, 2))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(3).refusesAsStale());
            when(leader(3, log(1)), server(2).inTerm(2).appends(1, 1, 1, 2))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(3).refusesAsStale());
        }

        @Test
        @DisplayName("2. Reply false if log doesn't contain an entry at prevLogIndex")
        void refusesEntriesBehindAGap() {
            when(follower(2, log(1)), server(2).inTerm(2).appends(2, 1, 2, 2))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(2).conflicts(0, 2));
        }

        @Test
        @DisplayName("2. Reply false if the entry at prevLogIndex has another term than prevLogTerm (§5.3)")
        void refusesEntriesBehindAnEntryOfAnotherTerm() {
            when(follower(3, log(1, 1)), server(2).inTerm(3).appends(2, 2, 2, 3))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(3).conflicts(1, 1));
        }

        @Test
        @DisplayName("2. a refusal is of the leader's term, which the follower has adopted")
        void aRefusalAdoptsTheTerm() {
            when(follower(2, log(1)), server(2).inTerm(3).appends(2, 1, 2))
                    .becomes(follower(3, log(1)))
                    .sends(server(1).to(2).inTerm(3).conflicts(0, 2));
        }

        @Test
        @DisplayName(
                "3. If an entry conflicts with a new one (same index, other term), delete it and all that follow it")
        void deletesFromTheConflictOn() {
            when(follower(3, log(1, 2, 2, 2)), server(2).inTerm(3).appends(1, 1, 0, 3))
                    .becomes(follower(3, log(1, 3)))
                    .sends(server(1).to(2).inTerm(3).accepts(2));
        }

        @Test
        @DisplayName("3. only from the conflict on: equal entries before it stay")
        void keepsWhatIsBeforeTheConflict() {
            when(follower(3, log(1, 1, 2, 2)), server(2).inTerm(3).appends(0, 0, 0, 1, 1, 3))
                    .becomes(follower(3, log(1, 1, 3)))
                    .sends(server(1).to(2).inTerm(3).accepts(3));
        }

        @Test
        @DisplayName("3. only if there is one: what follows equal entries stays")
        void deletesNothingWithoutAConflict() {
            when(follower(2, log(1, 2, 2, 2)), server(2).inTerm(2).appends(1, 1, 0, 2))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(2).accepts(2));
        }

        @Test
        @DisplayName("3. only if there is one: a heartbeat deletes nothing, whatever follows prevLogIndex")
        void aHeartbeatDeletesNothing() {
            when(follower(3, log(1, 2, 2)), server(2).inTerm(3).appends(1, 1, 0))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(3).accepts(1));
        }

        @Test
        @DisplayName("4. Append any new entries not already in the log")
        void appendsWhatIsNew() {
            when(follower(2, log(1, 2)), server(2).inTerm(2).appends(1, 1, 0, 2, 2, 2))
                    .becomes(follower(2, log(1, 2, 2, 2)))
                    .sends(server(1).to(2).inTerm(2).accepts(4));
        }

        @Test
        @DisplayName("4. from the very first")
        void appendsToAnEmptyLog() {
            when(follower(2, log()), server(2).inTerm(2).appends(0, 0, 0, 1, 2))
                    .becomes(follower(2, log(1, 2)))
                    .sends(server(1).to(2).inTerm(2).accepts(2));
        }

        @Test
        @DisplayName("5. If leaderCommit > commitIndex, commitIndex = min(leaderCommit, ...): leaderCommit is lower")
        void commitsUpToLeaderCommit() {
            when(follower(2, log(1)), server(2).inTerm(2).appends(1, 1, 2, 2, 2))
                    .becomes(follower(2, log(1, 2, 2)).committedTo(2));
        }

        @Test
        @DisplayName("5. min(..., index of last new entry): not what the request does not vouch for")
        void commitsUpToTheLastNewEntry() {
            when(follower(3, log(1, 2, 2, 2)), server(2).inTerm(3).appends(0, 0, 9, 1, 2))
                    .becomes(follower(3, log(1, 2, 2, 2)).committedTo(2));
            when(follower(3, log(1, 2, 2, 2)), server(2).inTerm(3).appends(1, 1, 9))
                    .becomes(follower(3, log(1, 2, 2, 2)).committedTo(1));
        }

        @Test
        @DisplayName("5. otherwise commitIndex stays")
        void commitIndexStaysIfLeaderCommitIsLower() {
            when(follower(2, log(1, 2)).committedTo(2), server(2).inTerm(2).appends(2, 2, 1, 2))
                    .becomes(follower(2, log(1, 2, 2)).committedTo(2));
        }
    }

    @Nested
    @DisplayName("Rules for Servers: all servers")
    class AllServersBox {
        @Test
        @DisplayName("If commitIndex > lastApplied, apply: commitIndex is never beyond the log")
        void whatIsCommittedIsInTheLog() {
            ServerState after =
                    when(follower(1, log(1)), server(2).appends(1, 1, 7, 1)).state();

            assertEquals(2, after.commitIndex());
            assertEquals(entries(1, 1, 1), after.log().entries(1, after.commitIndex()));
        }

        @ParameterizedTest
        @MethodSource("plumbline.core.Figure2Test#messagesOfTerm2")
        @DisplayName("If RPC request or response contains term T > currentTerm: currentTerm = T, convert to follower")
        void aHigherTermMakesAFollower(Message ofTerm2) {
            for (ServerState before :
                    List.of(follower(1, log(1)).votingFor(3), candidate(1, log(1)), leader(1, log(1)))) {
                ServerState after = when(before, ofTerm2).state();

                assertEquals(2, after.currentTerm());
                assertEquals(new Role.Follower(), after.role());
                assertNotEquals(3, after.votedFor());
                assertNotEquals(1, after.votedFor());
            }
        }
    }

    /** One message of each kind from server 2 in term 2, of a sender whose log is {@code log(1)}. */
    static List<Message> messagesOfTerm2() {
        return List.of(
                server(2).inTerm(2).asksForVote(1, 1),
                server(2).inTerm(2).votes(true),
                server(2).inTerm(2).votes(false),
                server(2).inTerm(2).appends(1, 1, 0),
                server(2).inTerm(2).accepts(1),
                server(2).inTerm(2).conflicts(0, 1),
                server(2).inTerm(2).refusesAsStale());
    }

    @Nested
    @DisplayName("Rules for Servers: followers")
    class FollowersBox {
        @Test
        @DisplayName("Respond to RPCs from candidates and leaders")
        void respondToRequests() {
            ServerState follower = follower(1, log(1));

            when(follower, server(2).asksForVote(1, 1)).sends(server(1).to(2).votes(true));
            when(follower, server(2).appends(1, 1, 0))
                    .staysAsItWas()
                    .sends(server(1).to(2).accepts(1));
        }

        @Test
        @DisplayName("only to RPCs: answers, heartbeat timers and clients leave a follower as it is")
        void ignoreEverythingElse() {
            ServerState follower = follower(1, log(1));

            when(follower, server(2).votes(true)).staysAsItWas().sendsNothing();
            when(follower, server(2).accepts(1)).staysAsItWas().sendsNothing();
            when(follower, server(2).conflicts(0, 1)).staysAsItWas().sendsNothing();
            when(follower, HEARTBEAT_TIMEOUT).staysAsItWas().sendsNothing();
            when(follower, client(1, 2, 1)).staysAsItWas().sendsNothing();
        }

        @Test
        @DisplayName("If election timeout elapses without hearing from a leader or granting a vote: become candidate")
        void becomeCandidateOnTimeout() {
            when(follower(1, log(1)).votingFor(3), ELECTION_TIMEOUT).becomes(candidate(2, log(1)));
        }
    }

    @Nested
    @DisplayName("Rules for Servers: candidates")
    class CandidatesBox {
        @Test
        @DisplayName("On conversion to candidate, start election: increment currentTerm, vote for self")
        void voteForThemselvesInTheNextTerm() {
            ServerState after = when(follower(1, log(1)), ELECTION_TIMEOUT).state();

            assertEquals(2, after.currentTerm());
            assertEquals(1, after.votedFor());
            assertEquals(new Role.Candidate(ServerSet.of(1)), after.role());
        }

        @Test
        @DisplayName("On conversion to candidate, send RequestVote RPCs to all other servers")
        void askAllOthers() {
            when(follower(Cluster.of(5), 1, log(1)), ELECTION_TIMEOUT)
                    .sends(
                            server(1).to(2).inTerm(2).asksForVote(1, 1),
                            server(1).to(3).inTerm(2).asksForVote(1, 1),
                            server(1).to(4).inTerm(2).asksForVote(1, 1),
                            server(1).to(5).inTerm(2).asksForVote(1, 1));
        }

        @Test
        @DisplayName("If votes received from majority of servers: become leader")
        void aMajorityElects() {
            when(candidate(Cluster.of(5), 1, log()), server(2).votes(true))
                    .becomes(candidate(Cluster.of(5), 1, log())
                            .in(new Role.Candidate(ServerSet.of(1).with(2))))
                    .sendsNothing()
                    .then(server(5).votes(true))
                    .becomes(leader(Cluster.of(5), 1, log()));
        }

        @Test
        @DisplayName("If votes received from majority of servers: a repeated vote counts once")
        void aRepeatedVoteCountsOnce() {
            when(candidate(Cluster.of(5), 1, log()), server(2).votes(true))
                    .then(server(2).votes(true))
                    .staysAsItWas()
                    .sendsNothing();
        }

        @Test
        @DisplayName("If votes received from majority of servers: refusals do not count")
        void refusalsDoNotCount() {
            when(candidate(1, log()), server(2).votes(false)).staysAsItWas().sendsNothing();
        }

        @Test
        @DisplayName("If votes received from majority of servers: votes of an earlier term do not count")
        void votesOfAnEarlierTermDoNotCount() {
            when(candidate(2, log()), server(2).inTerm(1).votes(true))
                    .staysAsItWas()
                    .sendsNothing();
        }

        @Test
        @DisplayName("If AppendEntries RPC received from new leader: convert to follower")
        void followTheLeaderOfTheirTerm() {
            when(candidate(2, log(1)), server(2).inTerm(2).appends(1, 1, 0, 2))
                    .becomes(follower(2, log(1, 2)).votingFor(1))
                    .sends(server(1).to(2).inTerm(2).accepts(2));
        }

        @Test
        @DisplayName("If AppendEntries RPC received from new leader: also when its entries are refused")
        void followTheLeaderOfTheirTermThoughTheLogConflicts() {
            when(candidate(2, log(1)), server(2).inTerm(2).appends(2, 1, 0))
                    .becomes(follower(2, log(1)).votingFor(1))
                    .sends(server(1).to(2).inTerm(2).conflicts(0, 2));
        }

        @Test
        @DisplayName("If AppendEntries RPC received from new leader: not from one of an earlier term")
        void doNotFollowALeaderOfAnEarlierTerm() {
            when(candidate(2, log(1)), server(2).inTerm(1).appends(1, 1, 0))
                    .staysAsItWas()
                    .sends(server(1).to(2).inTerm(2).refusesAsStale());
        }

        @Test
        @DisplayName("If election timeout elapses: start new election")
        void startOverOnTimeout() {
            ServerState withAVote = candidate(Cluster.of(5), 2, log())
                    .in(new Role.Candidate(ServerSet.of(1).with(2)));

            when(withAVote, ELECTION_TIMEOUT)
                    .becomes(candidate(Cluster.of(5), 3, log()))
                    .sends(
                            server(1).to(2).inTerm(3).asksForVote(0, 0),
                            server(1).to(3).inTerm(3).asksForVote(0, 0),
                            server(1).to(4).inTerm(3).asksForVote(0, 0),
                            server(1).to(5).inTerm(3).asksForVote(0, 0));
        }

        @Test
        @DisplayName("only followers and candidates: clients and heartbeat timers leave a candidate as it is")
        void ignoreClientsAndHeartbeats() {
            when(candidate(1, log()), client(1, 1, 1)).staysAsItWas().sendsNothing();
            when(candidate(1, log()), HEARTBEAT_TIMEOUT).staysAsItWas().sendsNothing();
            when(candidate(1, log()), server(2).accepts(0)).staysAsItWas().sendsNothing();
        }
    }

    @Nested
    @DisplayName("Rules for Servers: leaders")
    class LeadersBox {
        @Test
        @DisplayName("Upon election: send initial empty AppendEntries RPCs (heartbeat) to each server")
        void areHeardUponElection() {
            when(candidate(3, log(1, 2)).committedTo(1), server(3).inTerm(3).votes(true))
                    .becomes(leader(3, log(1, 2)).committedTo(1))
                    .sends(
                            server(1).to(2).inTerm(3).appends(2, 2, 1),
                            server(1).to(3).inTerm(3).appends(2, 2, 1));
        }

        @Test
        @DisplayName("Upon election: once; a vote that comes late changes nothing")
        void lateVotesChangeNothing() {
            when(leader(3, log(1)), server(3).inTerm(3).votes(true))
                    .staysAsItWas()
                    .sendsNothing();
        }

        @Test
        @DisplayName("repeat during idle periods to prevent election timeouts (§5.2)")
        void areHeardDuringIdlePeriods() {
            ServerState leader = knowing(knowing(leader(3, log(1, 2, 3)), 2, 4, 3), 3, 2, 1);

            when(leader, HEARTBEAT_TIMEOUT)
                    .staysAsItWas()
                    .sends(
                            server(1).to(2).inTerm(3).appends(3, 3, 0),
                            server(1).to(3).inTerm(3).appends(1, 1, 0));
        }

        @Test
        @DisplayName("A leader's own election timeout means nothing")
        void ignoreTheElectionTimeout() {
            when(leader(3, log(1)), ELECTION_TIMEOUT).staysAsItWas().sendsNothing();
        }

        @Test
        @DisplayName("If command received from client: append entry to local log")
        void appendCommands() {
            assertEquals(
                    log(1, 3, 3),
                    when(leader(3, log(1)), client(3, 2, 2)).state().log());
        }

        @Test
        @DisplayName("If command received from client: respond after it is applied, so not before it is committed")
        void commitNothingAlone() {
            assertEquals(0, when(leader(3, log(1)), client(3, 2, 1)).state().commitIndex());
        }

        @Test
        @DisplayName("If last log index >= nextIndex for a follower: send the entries from nextIndex on")
        void sendFromNextIndexOn() {
            ServerState leader = knowing(leader(3, log(1, 1, 2)), 3, 2, 1);

            when(leader, client(3, 4, 1))
                    .becomes(knowing(knowing(leader(3, log(1, 1, 2, 3)), 2, 5, 0), 3, 5, 1))
                    .sends(
                            server(1).to(2).inTerm(3).appends(3, 2, 0, 3),
                            server(1).to(3).inTerm(3).appends(1, 1, 0, 1, 2, 3));
        }

        @Test
        @DisplayName("If successful: update nextIndex and matchIndex for the follower (§5.3)")
        void learnFromSuccess() {
            when(leader(3, log(1, 1, 2)), server(2).inTerm(3).accepts(3))
                    .becomes(knowing(leader(3, log(1, 1, 2)), 2, 4, 3))
                    .sendsNothing();
        }

        @Test
        @DisplayName("If AppendEntries fails because of log inconsistency: decrement nextIndex and retry (§5.3)")
        void retryFurtherBackOnConflict() {
            when(leader(3, log(1, 1, 2)), server(2).inTerm(3).conflicts(0, 2))
                    .becomes(leader(3, log(1, 1, 2)))
                    .sends(server(1).to(2).inTerm(3).appends(1, 1, 0, 1, 2));
        }

        @Test
        @DisplayName("If AppendEntries fails for its term: not of this term, so nothing to retry")
        void answersOfAnEarlierTermChangeNothing() {
            ServerState leader = leader(3, log(1, 1, 2));

            when(leader, server(2).inTerm(2).accepts(3)).staysAsItWas().sendsNothing();
            when(leader, server(2).inTerm(2).conflicts(0, 1)).staysAsItWas().sendsNothing();
        }

        @Test
        @DisplayName("If a majority of matchIndex >= N, and log[N].term == currentTerm: commitIndex = N (§5.3)")
        void commitWhatAMajorityStores() {
            Cluster five = Cluster.of(5);
            ServerState leader = leader(five, 1, log(1, 1, 1));

            Scene.Outcome one = when(leader, server(2).accepts(2));
            assertEquals(0, one.state().commitIndex());
            Scene.Outcome two = one.then(server(3).accepts(3));
            assertEquals(2, two.state().commitIndex());
            Scene.Outcome three = two.then(server(4).accepts(3));
            assertEquals(3, three.state().commitIndex());
        }

        @Test
        @DisplayName("If log[N].term is older: not by counting replicas (§5.4.2, Figure 8)")
        void doNotCommitOlderTermsByCounting() {
            when(leader(4, log(1, 2, 2)), server(2).inTerm(4).accepts(3))
                    .becomes(knowing(leader(4, log(1, 2, 2)), 2, 4, 3));
        }

        @Test
        @DisplayName("N > commitIndex of the current term commits all older entries before it (§5.4.2)")
        void olderTermsAreCommittedAlong() {
            ServerState leader = leader(4, log(1, 2, 4, 4));

            assertEquals(0, when(leader, server(2).inTerm(4).accepts(2)).state().commitIndex());
            assertEquals(3, when(leader, server(2).inTerm(4).accepts(3)).state().commitIndex());
        }

        @Test
        @DisplayName("commitIndex of a leader reaches the followers with the next AppendEntries RPC")
        void tellFollowersWhatIsCommitted() {
            Scene.Outcome committed = when(leader(1, log(1)), server(2).accepts(1));
            assertTrue(committed.step().messages().isEmpty());

            committed
                    .then(HEARTBEAT_TIMEOUT)
                    .sends(server(1).to(2).appends(1, 1, 1), server(1).to(3).appends(1, 1, 1));
        }
    }
}
