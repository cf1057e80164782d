package plumbline.checker.trace;

import java.util.List;
import java.util.stream.Collectors;
import plumbline.core.AppendEntriesRequest;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Entry;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.RequestVoteResponse;

/** Messages in words. */
final class MessageWords {
    private MessageWords() {}

    /** The name of its kind. */
    static String type(Message message) {
        return message.getClass().getSimpleName();
    }

    /** What it says, sender and receiver aside. */
    static String content(Message message) {
        String term = "term " + message.term() + ", ";
        if (message instanceof RequestVoteRequest request) {
            return term + "log up to " + position(request.lastLogIndex(), request.lastLogTerm());
        }
        if (message instanceof AppendEntriesRequest request) {
            return term
                    + (request.entries().isEmpty() ? "no entries" : entries(request.entries()))
                    + " after " + position(request.prevLogIndex(), request.prevLogTerm())
                    + ", leaderCommit " + request.leaderCommit();
        }
        return term + verdict(message);
    }

    /** What a response says, its term aside. */
    static String verdict(Message response) {
        if (response instanceof RequestVoteResponse vote) {
            return vote.voteGranted() ? "yes" : "no";
        }
        AppendEntriesResponse answer = (AppendEntriesResponse) response;
        if (answer.success()) {
            return "yes, matches up to " + answer.matchIndex();
        }
        if (answer.conflictIndex() == 0) {
            return "no";
        }
        return answer.conflictTerm() == 0
                ? "no, log too short, try " + answer.conflictIndex()
                : "no, conflict with term " + answer.conflictTerm() + " from " + answer.conflictIndex();
    }

    /** Entries as in {@code [1:c1, 2:c2]}: term and command. */
    static String entries(List<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.term() + ":" + Commands.show(entry.command()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String position(long index, long term) {
        return index == 0 ? "0" : index + " of term " + term;
    }
}
