package plumbline.checker.validate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import plumbline.checker.validate.LogLine.LogMessage;
import plumbline.core.Log;

/** Whether a message that arrives can have been sent by now, and what it must have said where the log leaves that out. */
final class Arrival {
    private final Sent sent;
    private final LogServer[] servers;

    /** @param servers by number; there is none of number 0 */
    Arrival(Sent sent, LogServer[] servers) {
        this.sent = sent;
        this.servers = servers;
    }

    /** What {@code line} waits for, in words; null if it need not wait. */
    @Nullable
    String waitsFor(LogLine line) throws ImpossibleLineException {
        if (line.message().isEmpty()) {
            return null;
        }
        LogMessage message = line.message().get();
        if (sent.isForgotten(message.term())) {
            return null;
        }
        return switch (line.event()) {
            case HANDLE_REQUEST_VOTE_REQUEST -> waitsForCandidate(message);
            case HANDLE_REQUEST_VOTE_RESPONSE -> waitsForVote(line.node(), message);
            case HANDLE_APPEND_ENTRIES_REQUEST -> waitsForLeader(message);
            default -> waitsForAnswer(message);
        };
    }

    private @Nullable String waitsForCandidate(LogMessage message) throws ImpossibleLineException {
        Optional<Sent.Term> term = sent.find(message.term());
        int from = message.from();
        if (term.isEmpty() || term.get().askedWith[from] == 0) {
            return "server " + from + " asks for no votes in term " + message.term();
        }
        require("lastLogIndex", message.lastLogIndex(), term.get().askedWith[from] - 1);
        require("lastLogTerm", message.lastLogTerm(), term.get().askedTerm[from]);
        return null;
    }

    private @Nullable String waitsForVote(int candidate, LogMessage message) throws ImpossibleLineException {
        int from = message.from();
        if (!message.voteGranted()) {
            return waitsForTerm(message);
        }
        int vote = sent.find(message.term()).map(term -> term.votes[from]).orElse(0);
        if (vote != 0 && vote != candidate) {
            throw new ImpossibleLineException(
                    "message.voteGranted",
                    "is true, the core allows false: in term " + message.term() + " server " + from
                            + " votes for server " + vote);
        }
        return vote == candidate
                ? null
                : "server " + from + " does not vote for server " + candidate + " in term " + message.term();
    }

    private @Nullable String waitsForTerm(LogMessage message) {
        return servers[message.from()].state().currentTerm() >= message.term()
                ? null
                : "server " + message.from() + " is never in term " + message.term();
    }

    private @Nullable String waitsForAnswer(LogMessage message) {
        if (!message.success()) {
            return waitsForTerm(message);
        }
        long acknowledged = sent.find(message.term())
                .map(term -> term.acknowledged[message.from()])
                .orElse(0L);
        return acknowledged > message.matchIndex().orElse(0)
                ? null
                : "server " + message.from() + " accepts "
                        + (acknowledged == 0 ? "nothing" : "nothing beyond index " + (acknowledged - 1)) + " in term "
                        + message.term();
    }

    private @Nullable String waitsForLeader(LogMessage message) throws ImpossibleLineException {
        Optional<Sent.Term> found = sent.find(message.term());
        int from = message.from();
        if (found.isEmpty() || found.get().leader == 0) {
            return "server " + from + " does not lead term " + message.term();
        }
        Sent.Term term = found.get();
        if (term.leader != from) {
            throw new ImpossibleLineException(
                    "message.from",
                    "is " + from + ", the core allows " + term.leader + ", which leads term " + message.term());
        }
        Log log = log(term);
        long last = term.base + log.lastIndex();
        if (message.prevLogIndex() + message.entries() > last) {
            return "the log of server " + from + " ends at " + last + " in term " + message.term();
        }
        if (message.leaderCommit().orElse(0) > term.commit) {
            return "server " + from + " commits up to " + term.commit + " in term " + message.term();
        }
        checkEntries(message, term, log);
        return null;
    }

    private static void checkEntries(LogMessage message, Sent.Term term, Log log) throws ImpossibleLineException {
        long prev = message.prevLogIndex() - term.base;
        if (message.prevLogTerm().isPresent() && (prev > 0 || message.prevLogIndex() == 0)) {
            require("prevLogTerm", message.prevLogTerm().getAsLong(), prev == 0 ? 0 : log.termAt(prev));
        }
        if (message.terms().isPresent()) {
            List<Long> terms = message.terms().get();
            for (int i = 0; i < terms.size(); i++) {
                if (prev + 1 + i > 0) {
                    require("entries[" + i + "]", terms.get(i), log.termAt(prev + 1 + i));
                }
            }
        }
    }

    private static void require(String field, long given, long allowed) throws ImpossibleLineException {
        if (given != allowed) {
            throw new ImpossibleLineException("message." + field, "is " + given + ", the core allows " + allowed);
        }
    }

    /** The terms of the entries that come with {@code line}: those of its sender's log. */
    List<Long> terms(LogLine line) {
        if (line.event() != LogEvent.HANDLE_APPEND_ENTRIES_REQUEST) {
            return List.of();
        }
        LogMessage message = line.message().orElseThrow();
        if (message.terms().isPresent()) {
            return message.terms().get();
        }
        Optional<Sent.Term> term = sent.find(message.term());
        if (term.isEmpty()) {
            // Of a term long past: it is refused, whatever comes with it.
            return Collections.nCopies(message.entries(), message.term());
        }
        Log log = log(term.get());
        List<Long> terms = new ArrayList<>(message.entries());
        for (int i = 1; i <= message.entries(); i++) {
            long index = message.prevLogIndex() + i - term.get().base;
            // What lies before the base all servers have, and it is not looked at.
            terms.add(index > 0 ? log.termAt(index) : 1);
        }
        return terms;
    }

    /** {@code line} with all that its message must have said. */
    LogLine whole(LogLine line) {
        if (line.message().isEmpty()) {
            return line;
        }
        LogMessage message = line.message().get();
        Optional<Sent.Term> term = sent.find(message.term());
        if (term.isEmpty()) {
            return line;
        }
        if (line.event() == LogEvent.HANDLE_APPEND_ENTRIES_REQUEST) {
            return line.with(message.with(
                    OptionalLong.of(message.prevLogTerm().orElse(prevLogTerm(message, term.get()))),
                    OptionalLong.of(message.leaderCommit().orElse(term.get().commit)),
                    message.matchIndex()));
        }
        if (message.success()) {
            long acknowledged = Math.max(0, term.get().acknowledged[message.from()] - 1);
            return line.with(message.with(
                    message.prevLogTerm(),
                    message.leaderCommit(),
                    OptionalLong.of(message.matchIndex().orElse(acknowledged))));
        }
        return line;
    }

    private static long prevLogTerm(LogMessage message, Sent.Term term) {
        long prev = message.prevLogIndex() - term.base;
        return prev > 0 ? log(term).termAt(prev) : 0;
    }

    private static Log log(Sent.Term term) {
        return Objects.requireNonNull(term.log);
    }
}
