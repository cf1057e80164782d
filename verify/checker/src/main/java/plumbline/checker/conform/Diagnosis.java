package plumbline.checker.conform;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import plumbline.checker.explore.LocalTransition;
import plumbline.checker.world.Choice;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.ClientRequest;
import plumbline.core.ElectionTimeout;
import plumbline.core.Event;
import plumbline.core.HeartbeatTimeout;
import plumbline.core.Log;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerState;

/**
 * Which rule an answer breaks: the one that says what the first wrong field should be, given the state and the event. First
 * is the field from which the others follow.
 */
final class Diagnosis implements Event.Cases<Rule> {
    private static final List<String> CAUSES_FIRST =
            List.of("currentTerm", "role", "votedFor", "log", "matchIndex", "commitIndex", "votesGranted", "nextIndex");
    private static final Set<String> TERM_STATE = Set.of("currentTerm", "role", "votedFor");
    private static final Set<String> ARGUMENTS = Set.of("prevLogIndex", "prevLogTerm", "leaderCommit");

    private final ServerState before;
    private final ServerState after;
    private final List<Message> messages;
    private final Difference first;

    private Diagnosis(LocalTransition transition, Difference first) {
        messages = transition.messages();
        before = transition.before();
        after = transition.after();
        this.first = first;
    }

    /** Of {@code differences}, the one that the others follow from. */
    static Difference first(List<Difference> differences) {
        return differences.stream()
                .min(Comparator.comparingInt(difference -> {
                    int place = CAUSES_FIRST.indexOf(difference.kind());
                    return place < 0 ? CAUSES_FIRST.size() : place;
                }))
                .orElseThrow();
    }

    /** The rule that {@code first} breaks. */
    static Rule of(LocalTransition transition, Difference first) {
        Diagnosis diagnosis = new Diagnosis(transition, first);
        Choice choice = transition.choice();
        if (choice instanceof Choice.Deliver deliver) {
            return deliver.message().match(diagnosis);
        }
        return choice instanceof Choice.Internal internal ? internal.event().match(diagnosis) : diagnosis.restart();
    }

    private boolean isIn(String field) {
        return first.kind().equals(field);
    }

    private boolean isInMessage(String field) {
        return first.kind().endsWith("." + field);
    }

    private boolean isAboutMessages() {
        return first.kind().contains(".") || first.kind().endsWith("sent");
    }

    private boolean isAboutArguments() {
        return ARGUMENTS.stream().anyMatch(this::isInMessage);
    }

    private Rule restart() {
        return isIn("currentTerm") || isIn("votedFor") || isIn("log") ? Rule.PERSISTENT : Rule.VOLATILE;
    }

    @Override
    public Rule electionTimeout(ElectionTimeout timeout) {
        if (isInMessage("lastLogIndex") || isInMessage("lastLogTerm")) {
            return Rule.VOTE_REQUEST_ARGUMENTS;
        }
        return before.cluster().majority() == 1 && isIn("role") ? Rule.VOTE_MAJORITY : Rule.START_ELECTION;
    }

    @Override
    public Rule heartbeatTimeout(HeartbeatTimeout timeout) {
        return isAboutArguments() ? Rule.APPEND_ARGUMENTS : Rule.HEARTBEATS;
    }

    @Override
    public Rule clientRequest(ClientRequest request) {
        if (isIn("commitIndex")) {
            return Rule.LEADER_COMMITS;
        }
        if (isAboutArguments()) {
            return Rule.APPEND_ARGUMENTS;
        }
        return isIn("nextIndex") || isAboutMessages() ? Rule.SEND_ENTRIES : Rule.CLIENT_COMMAND;
    }

    @Override
    public Rule handleRequestVoteRequest(RequestVoteRequest request) {
        boolean kept =
                before.votedFor() != PersistentState.NOBODY && first.actual().equals(String.valueOf(before.votedFor()));
        if (isAboutTerm(request) && (!isIn("votedFor") || kept)) {
            return Rule.HIGHER_TERM;
        }
        if (isInMessage("term")) {
            return Rule.ANSWER_TERM;
        }
        if (isAboutMessages() && !isInMessage("voteGranted")) {
            return Rule.FOLLOWER_RESPONDS;
        }
        if (request.term() < before.currentTerm()) {
            return Rule.VOTE_STALE;
        }
        boolean granted = messages.stream()
                .anyMatch(message -> message instanceof RequestVoteResponse vote && vote.voteGranted());
        boolean mayVote = request.term() > before.currentTerm()
                || before.votedFor() == PersistentState.NOBODY
                || before.votedFor() == request.from();
        if (!granted) {
            return mayVote ? Rule.VOTE_UP_TO_DATE : Rule.VOTE_ONCE;
        }
        boolean logsMatter = request.lastLogIndex() > 0 || before.log().lastIndex() > 0;
        return logsMatter && before.votedFor() != request.from() ? Rule.VOTE_UP_TO_DATE : Rule.VOTE_ONCE;
    }

    @Override
    public Rule handleRequestVoteResponse(RequestVoteResponse response) {
        if (isAboutTerm(response)) {
            return Rule.HIGHER_TERM;
        }
        if (response.term() < before.currentTerm() || !(before.role() instanceof Role.Candidate)) {
            return Rule.OLD_ANSWER;
        }
        if (isIn("nextIndex") || isIn("matchIndex")) {
            return Rule.REINITIALISE;
        }
        if (isAboutArguments()) {
            return Rule.APPEND_ARGUMENTS;
        }
        return isAboutMessages() ? Rule.HEARTBEATS : Rule.VOTE_MAJORITY;
    }

    @Override
    public Rule handleAppendEntriesRequest(AppendEntriesRequest request) {
        if (isAboutTerm(request)) {
            return Rule.HIGHER_TERM;
        }
        if (isInMessage("term")) {
            return Rule.ANSWER_TERM;
        }
        if (first.kind().endsWith("sent")) {
            return Rule.FOLLOWER_RESPONDS;
        }
        if (request.term() < before.currentTerm()) {
            return Rule.APPEND_STALE;
        }
        if (isIn("role")) {
            return Rule.RECOGNISE_LEADER;
        }
        if (isInMessage("success") || !isConsistent(request)) {
            return isInMessage("conflictTerm") || isInMessage("conflictIndex")
                    ? Rule.CONFLICT_HINT
                    : Rule.APPEND_CONSISTENCY;
        }
        if (isIn("commitIndex")) {
            return Rule.FOLLOWER_COMMITS;
        }
        if (isIn("log")) {
            return conflicts(request) || after.log().equals(before.log()) ? Rule.APPEND_CONFLICT : Rule.APPEND_NEW;
        }
        return isInMessage("matchIndex") ? Rule.ACKNOWLEDGEMENT : Rule.APPEND_CONSISTENCY;
    }

    private boolean isConsistent(AppendEntriesRequest request) {
        return request.prevLogIndex() <= before.log().lastIndex()
                && before.log().termAt(request.prevLogIndex()) == request.prevLogTerm();
    }

    /** Whether some entry of the request has another term than the one in the log at its index. */
    private boolean conflicts(AppendEntriesRequest request) {
        Log log = before.log();
        for (int i = 0; i < request.entries().size(); i++) {
            long index = request.prevLogIndex() + i + 1;
            if (index <= log.lastIndex()
                    && log.termAt(index) != request.entries().get(i).term()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Rule handleAppendEntriesResponse(AppendEntriesResponse response) {
        if (isAboutTerm(response)) {
            return Rule.HIGHER_TERM;
        }
        if (response.term() < before.currentTerm() || !before.isLeader()) {
            return Rule.OLD_ANSWER;
        }
        if (isIn("commitIndex")) {
            return Rule.LEADER_COMMITS;
        }
        if (isIn("matchIndex")) {
            return Rule.ACKNOWLEDGED;
        }
        if (isAboutArguments()) {
            return Rule.APPEND_ARGUMENTS;
        }
        if (!response.success()) {
            return Rule.REJECTED;
        }
        return isAboutMessages() ? Rule.SEND_ENTRIES : Rule.ACKNOWLEDGED;
    }

    private boolean isAboutTerm(Message message) {
        return message.term() > before.currentTerm() && TERM_STATE.contains(first.kind());
    }
}
