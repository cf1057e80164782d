package plumbline.checker.knownbug;

import static plumbline.core.PersistentState.NOBODY;

import java.util.List;
import plumbline.checker.property.Property;
import plumbline.checker.world.Bounds;
import plumbline.checker.world.StepFunction;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.PersistentState;
import plumbline.core.Raft;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerSet;
import plumbline.core.ServerState;
import plumbline.core.Step;

/** Broken rules of elections (§5.2, §5.4.1). */
final class ElectionBugs {
    /** A candidate without even its own vote: no server is ever that, so it can stand for one that is down. */
    private static final Role DOWN = new Role.Candidate(new ServerSet(0));

    static final List<KnownBug> ALL = List.of(
            KnownBug.breaking(
                    "E01",
                    "voter-grants-two-votes",
                    "A voter grants its vote although another candidate of this term has it.",
                    "Two candidates each find a majority, and the term has two leaders.",
                    Property.ELECTION_SAFETY,
                    Bounds.of(3, 1, 0, 0),
                    "akka-raft 45 to 47",
                    Broken.on(RequestVoteRequest.class, ElectionBugs::grantAgain)),
            KnownBug.breaking(
                    "E02",
                    "candidate-counts-stale-vote",
                    "A candidate counts a vote that it was granted in an earlier term.",
                    "The voter is free to vote for another in the new term, and both are elected.",
                    Property.ELECTION_SAFETY,
                    Bounds.of(3, 2, 0, 0),
                    "xraft 33, little-raft 44",
                    Broken.on(RequestVoteResponse.class, ElectionBugs::countStaleVote)),
            KnownBug.breaking(
                    "E06",
                    "heartbeat-clears-vote",
                    "A follower that hears from the leader of its term forgets its vote.",
                    "It votes again in the same term, for a candidate that missed the election.",
                    Property.ELECTION_SAFETY,
                    Bounds.of(3, 1, 0, 0),
                    "camunda 5356",
                    Broken.on(AppendEntriesRequest.class, ElectionBugs::forgetVoteWhenHearingLeader)),
            KnownBug.control(
                    "E08",
                    "candidate-stepping-down-clears-its-vote",
                    "A candidate that recognises the leader of its own term forgets that it voted for itself.",
                    "A control: the leader's majority voted without it, so no second leader can come of it.",
                    Bounds.of(3, 1, 1, 0),
                    "CCF 5891",
                    Broken.on(AppendEntriesRequest.class, ElectionBugs::forgetVoteWhenSteppingDown)),
            KnownBug.breaking(
                    "E09",
                    "voter-keeps-its-old-term",
                    "A voter notes its vote for a candidate of a higher term, but not the term.",
                    "The next request of that term looks like a new one, and is granted too.",
                    Property.ELECTION_SAFETY,
                    Bounds.of(3, 1, 0, 0),
                    "nebula 685",
                    Broken.on(RequestVoteRequest.class, ElectionBugs::voteWithoutAdoptingTerm)),
            KnownBug.breaking(
                    "E11",
                    "voter-ignores-the-log",
                    "A voter grants its vote without looking at the candidate's log.",
                    "A server without a committed entry is elected.",
                    Property.LEADER_COMPLETENESS,
                    Bounds.of(3, 2, 1, 0),
                    "jgroups-raft 251",
                    Broken.on(RequestVoteRequest.class, ElectionBugs::voteForAnyLog)),
            KnownBug.breaking(
                    "E13",
                    "voter-compares-terms-only",
                    "A voter compares the terms of the last entries, and not how long the logs are.",
                    "A candidate with a shorter log of the same term is elected without a committed entry.",
                    Property.LEADER_COMPLETENESS,
                    Bounds.of(3, 2, 2, 0),
                    "the paper, §5.4.1, read in part",
                    Broken.on(RequestVoteRequest.class, ElectionBugs::voteByTermOnly)),
            KnownBug.breaking(
                    "E14",
                    "voter-compares-lengths-only",
                    "A voter compares how long the logs are, and not the terms of their last entries.",
                    "A candidate with an old entry of equal index is elected without the committed one.",
                    Property.LEADER_COMPLETENESS,
                    Bounds.of(3, 3, 1, 0),
                    "the paper, §5.4.1, read in part",
                    Broken.on(RequestVoteRequest.class, ElectionBugs::voteByLengthOnly)),
            KnownBug.breaking(
                    "E17",
                    "voter-demands-later-term-and-longer-log",
                    "A voter wants the last term and the length of the candidate's log both to be at least its own's.",
                    "With one server down, a longer log and a later one refuse each other for ever.",
                    Property.CAN_REACH_LEADER,
                    Bounds.of(3, 4, 2, 1).withWindow(1),
                    "students' Rafts",
                    ElectionBugs.voteByTermAndLength()),
            KnownBug.breaking(
                    "E19",
                    "refused-vote-is-recorded",
                    "A voter refuses a candidate for its log, and notes the vote all the same.",
                    "When the request comes again, the vote is there and the answer is yes.",
                    Property.LEADER_COMPLETENESS,
                    Bounds.of(3, 2, 1, 0),
                    "openraft 1220",
                    Broken.on(RequestVoteRequest.class, ElectionBugs::recordRefusedVote)));

    private ElectionBugs() {}

    /** The vote does not count as taken. */
    static Step grantAgain(ServerState voter, RequestVoteRequest request) {
        if (request.term() != voter.currentTerm()) {
            return Raft.step(voter, request);
        }
        Step step = Raft.step(Broken.withVote(voter, NOBODY), request);
        return Broken.grantsVote(step) ? step : Broken.with(step, voter);
    }

    /** A vote counts in whatever term its candidate is by now. */
    static Step countStaleVote(ServerState candidate, RequestVoteResponse response) {
        boolean stale = response.term() < candidate.currentTerm();
        return Raft.step(
                candidate,
                stale
                        ? new RequestVoteResponse(
                                response.from(), response.to(), candidate.currentTerm(), response.voteGranted())
                        : response);
    }

    /** Hearing from the leader of the term frees the vote. */
    static Step forgetVoteWhenHearingLeader(ServerState follower, AppendEntriesRequest request) {
        Step step = Raft.step(follower, request);
        return request.term() == follower.currentTerm()
                ? Broken.with(step, Broken.withVote(step.state(), NOBODY))
                : step;
    }

    /** Only a candidate's own vote is freed: whoever leads the term has a majority without it. */
    static Step forgetVoteWhenSteppingDown(ServerState follower, AppendEntriesRequest request) {
        return follower.role() instanceof Role.Candidate
                ? forgetVoteWhenHearingLeader(follower, request)
                : Raft.step(follower, request);
    }

    /** The vote for a candidate of a higher term is written down beside the old term. */
    static Step voteWithoutAdoptingTerm(ServerState voter, RequestVoteRequest request) {
        Step step = Raft.step(voter, request);
        if (request.term() <= voter.currentTerm() || !Broken.grantsVote(step)) {
            return step;
        }
        ServerState adopted = step.state();
        return Broken.with(
                step,
                new ServerState(
                        voter.id(),
                        voter.cluster(),
                        new PersistentState(voter.currentTerm(), adopted.votedFor(), adopted.log()),
                        adopted.commitIndex(),
                        adopted.role()));
    }

    /** The log of the candidate does not matter. */
    static Step voteForAnyLog(ServerState voter, RequestVoteRequest request) {
        return Raft.step(voter, withBestLog(request));
    }

    /** The last term decides; the length does not. */
    static Step voteByTermOnly(ServerState voter, RequestVoteRequest request) {
        return Raft.step(
                voter,
                request.lastLogIndex() == 0
                        ? request
                        : new RequestVoteRequest(
                                request.from(), request.to(), request.term(), Long.MAX_VALUE, request.lastLogTerm()));
    }

    /** The length decides; the last term does not. */
    static Step voteByLengthOnly(ServerState voter, RequestVoteRequest request) {
        boolean atLeastAsLong = request.lastLogIndex() >= voter.log().lastIndex();
        return Raft.step(voter, atLeastAsLong ? withBestLog(request) : withEmptyLog(request));
    }

    /** Last term and length must both be at least as large; and a server that crashed is down for good. */
    static StepFunction voteByTermAndLength() {
        StepFunction steps = Broken.on(
                RequestVoteRequest.class,
                (voter, request) -> Raft.step(
                        voter, request.lastLogIndex() >= voter.log().lastIndex() ? request : withEmptyLog(request)));
        return downForGood(steps);
    }

    /**
     * {@code rules}, but a server that crashed is down for good. In the explorer's worlds every server comes back, and
     * then whoever was elected last can be elected again; some mistakes show only with a bare majority alive.
     */
    static StepFunction downForGood(StepFunction rules) {
        return Broken.stepAndRestart(
                (state, event) -> state.role().equals(DOWN) ? Broken.silent(state) : rules.step(state, event),
                state -> Broken.withRole(state, DOWN));
    }

    /** A refusal for the log takes the vote too, and whoever has the vote is granted it when asking again. */
    static Step recordRefusedVote(ServerState voter, RequestVoteRequest request) {
        if (request.term() == voter.currentTerm() && request.from() == voter.votedFor()) {
            return Raft.step(voter, withBestLog(request));
        }
        Step step = Raft.step(voter, request);
        ServerState after = step.state();
        return request.term() == after.currentTerm() && after.votedFor() == NOBODY
                ? Broken.with(step, Broken.withVote(after, request.from()))
                : step;
    }

    /** The same request from a candidate whose log is at least as up-to-date as anyone's. */
    private static RequestVoteRequest withBestLog(RequestVoteRequest request) {
        return new RequestVoteRequest(request.from(), request.to(), request.term(), Long.MAX_VALUE, request.term());
    }

    private static RequestVoteRequest withEmptyLog(RequestVoteRequest request) {
        return new RequestVoteRequest(request.from(), request.to(), request.term(), 0, 0);
    }
}
