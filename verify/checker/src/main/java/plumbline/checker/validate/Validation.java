package plumbline.checker.validate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import plumbline.checker.validate.LogLine.LogMessage;
import plumbline.core.Cluster;
import plumbline.core.Log;

/**
 * Reads logs of a running Raft and says whether the core could have done what they say.
 *
 * <p>Each file is in order; between files the order is that of cause and effect. A line that receives a message waits until
 * the sender's lines have come so far that it can have sent it. If in the end all wait, some message was never sent.
 */
public final class Validation {
    private static final int ENTRIES_BETWEEN_REBASES = 1 << 14;

    private final Sent sent;
    private final LogServer[] servers;
    private final int count;
    private final LongConsumer progress;
    private long lines;

    private Validation(int count, LongConsumer progress) {
        this.count = count;
        this.progress = progress;
        sent = new Sent(count);
        servers = new LogServer[count + 1];
        for (int id = 1; id <= count; id++) {
            servers[id] = new LogServer(id, Cluster.of(count));
        }
    }

    /**
     * What was found.
     *
     * @param lines how many lines the core could have done
     * @param impossible the first line that it could not, if there is one
     */
    public record Result(long lines, Optional<Impossible> impossible) {}

    /**
     * A line that says what the core cannot do.
     *
     * @param file where it is
     * @param line its number there
     * @param field the field that is impossible
     * @param reason what it is, and what the core allows, as the rest of a sentence that begins with the field
     */
    public record Impossible(Path file, long line, String field, String reason) {
        /** As in {@code a.jsonl: line 7: votedFor is 2, the core allows 1}. */
        @Override
        public String toString() {
            return file + ": line " + line + ": " + field + " " + reason;
        }
    }

    /**
     * Validates logs of one cluster.
     *
     * @param files together they hold all that its servers did since their first boot
     * @param servers how many servers the cluster has; 1 to {@link Cluster#MOST_SERVERS}
     * @param progress is told how many lines were taken
     * @throws plumbline.checker.trace.TraceFormatException naming file, line and field, if a file is no log
     * @throws IOException if a file cannot be read
     */
    public static Result validate(List<Path> files, int servers, LongConsumer progress) throws IOException {
        List<LogFile> open = new ArrayList<>();
        try {
            for (Path file : files) {
                open.add(new LogFile(file, servers));
            }
            return new Validation(servers, progress).run(open);
        } finally {
            for (LogFile file : open) {
                file.close();
            }
        }
    }

    private Result run(List<LogFile> files) throws IOException {
        for (LogFile file : files) {
            file.advance();
        }
        boolean moved = true;
        while (moved) {
            moved = false;
            for (LogFile file : files) {
                while (file.next != null && !hasEarlierLines(file.next.node(), file, files)) {
                    try {
                        if (waitsFor(file.next) != null) {
                            break;
                        }
                        take(file.next);
                    } catch (ImpossibleLineException e) {
                        return new Result(
                                lines, Optional.of(new Impossible(file.path, file.line(), e.field(), e.reason())));
                    }
                    moved = true;
                    progress.accept(++lines);
                    file.advance();
                }
            }
        }
        return new Result(lines, stuck(files));
    }

    /** Whether a file before {@code file} still holds lines of server {@code node}: one server's files come in turn. */
    private static boolean hasEarlierLines(int node, LogFile file, List<LogFile> files) {
        for (LogFile earlier : files) {
            if (earlier == file) {
                return false;
            }
            if (earlier.next != null && earlier.tellsOf(node)) {
                return true;
            }
        }
        return false;
    }

    /** All that is left waits: of what was never sent, the first. */
    private Optional<Impossible> stuck(List<LogFile> files) {
        Optional<Impossible> found = Optional.empty();
        for (LogFile file : files) {
            if (file.next != null && found.isEmpty()) {
                String missing;
                try {
                    missing = String.valueOf(waitsFor(file.next));
                } catch (ImpossibleLineException e) {
                    missing = e.reason();
                }
                found = Optional.of(new Impossible(file.path, file.line(), "message", "was never sent: " + missing));
            }
        }
        return found;
    }

    private void take(LogLine line) throws ImpossibleLineException {
        LogServer server = servers[line.node()];
        long termBefore = server.state().currentTerm();
        LogLine whole = line;
        List<Long> terms = List.of();
        OptionalLong leaderCommit = OptionalLong.empty();
        if (line.event() == LogEvent.HANDLE_APPEND_ENTRIES_REQUEST) {
            LogMessage message = line.message().orElseThrow();
            terms = terms(message);
            leaderCommit = message.leaderCommit();
            if (leaderCommit.isEmpty()) {
                leaderCommit = sent.find(message.term())
                        .map(term -> OptionalLong.of(term.commit))
                        .orElse(leaderCommit);
            }
            whole = withPrevLogTerm(line, message);
        } else if (line.event() == LogEvent.HANDLE_APPEND_ENTRIES_RESPONSE) {
            whole = withMatchIndex(line, line.message().orElseThrow());
        }
        boolean accepted = server.take(whole, terms, leaderCommit);
        note(line, server, termBefore, accepted);
    }

    /** What the server can have sent from now on. */
    private void note(LogLine line, LogServer server, long termBefore, boolean accepted) {
        int id = line.node();
        var state = server.state();
        long term = state.currentTerm();
        if (term == 0) {
            return;
        }
        Sent.Term now = sent.at(term);
        if (line.event() == LogEvent.ELECTION_TIMEOUT && term > termBefore) {
            now.askedWith[id] = 1 + server.lastIndex();
            now.askedTerm[id] = state.log().lastTerm();
        }
        now.votes[id] = state.votedFor();
        if (state.isLeader()) {
            now.leader = id;
            now.log = state.log();
            now.base = server.base();
            now.commit = Math.max(now.commit, state.commitIndex() == 0 ? 0 : server.base() + state.commitIndex());
        } else if (accepted) {
            LogMessage message = line.message().orElseThrow();
            long last = message.prevLogIndex() + message.entries();
            now.acknowledged[id] = Math.max(now.acknowledged[id], 1 + last);
        }
        rebase();
    }

    private void rebase() {
        long least = Long.MAX_VALUE;
        for (int id = 1; id <= count; id++) {
            least = Math.min(least, servers[id].committed());
        }
        if (least - 1 - servers[1].base() >= ENTRIES_BETWEEN_REBASES) {
            for (int id = 1; id <= count; id++) {
                servers[id].rebase(least - 1);
            }
        }
    }

    /** What {@code line} waits for, in words; null if it need not wait. */
    private @Nullable String waitsFor(LogLine line) throws ImpossibleLineException {
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
        Log log = Objects.requireNonNull(term.log);
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

    /** The terms of the entries that the message carries: those of its sender's log. */
    private List<Long> terms(LogMessage message) {
        if (message.terms().isPresent()) {
            return message.terms().get();
        }
        Sent.Term term = sent.find(message.term()).orElseThrow();
        Log log = Objects.requireNonNull(term.log);
        List<Long> terms = new ArrayList<>(message.entries());
        for (int i = 1; i <= message.entries(); i++) {
            long index = message.prevLogIndex() + i - term.base;
            terms.add(index > 0 ? log.termAt(index) : 1);
        }
        return terms;
    }

    private LogLine withPrevLogTerm(LogLine line, LogMessage message) {
        Optional<Sent.Term> term = sent.find(message.term());
        if (message.prevLogTerm().isPresent() || term.isEmpty()) {
            return line;
        }
        long prev = message.prevLogIndex() - term.get().base;
        long prevTerm = prev > 0 ? Objects.requireNonNull(term.get().log).termAt(prev) : 0;
        return line.with(message.withPrevLogTerm(prevTerm));
    }

    private LogLine withMatchIndex(LogLine line, LogMessage message) {
        if (!message.success() || message.matchIndex().isPresent()) {
            return line;
        }
        long acknowledged = sent.find(message.term())
                .map(term -> term.acknowledged[message.from()] - 1)
                .orElse(0L);
        return line.with(message.withMatchIndex(Math.max(0, acknowledged)));
    }
}
