package plumbline.checker.validate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import plumbline.checker.validate.LogLine.LogMessage;
import plumbline.core.Cluster;
import plumbline.core.ServerState;

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
    private final Arrival arrival;
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
        arrival = new Arrival(sent, servers);
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
                        if (waitsOrIsTaken(file.next) != null) {
                            break;
                        }
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

    /** All that is left waits: of what it waits for, the first. */
    private Optional<Impossible> stuck(List<LogFile> files) {
        for (LogFile file : files) {
            if (file.next != null) {
                try {
                    String missing = "was never sent: " + waitsOrIsTaken(file.next);
                    return Optional.of(new Impossible(file.path, file.line(), "message", missing));
                } catch (ImpossibleLineException e) {
                    return Optional.of(new Impossible(file.path, file.line(), e.field(), e.reason()));
                }
            }
        }
        return Optional.empty();
    }

    /** Takes {@code line}, or says for what it waits. */
    private @Nullable String waitsOrIsTaken(LogLine line) throws ImpossibleLineException {
        String missing = arrival.waitsFor(line);
        if (missing != null) {
            return missing;
        }
        LogServer server = servers[line.node()];
        long termBefore = server.state().currentTerm();
        LogLine whole = arrival.whole(line);
        boolean accepted;
        try {
            accepted = server.take(whole, arrival.terms(whole));
        } catch (ImpossibleLineException e) {
            // Where the message does not say all, it may have been sent later than it could be.
            if (whole.equals(line) || !e.field().equals("commitIndex")) {
                throw e;
            }
            return "no such message lets server " + line.node() + " commit as far: its commitIndex " + e.reason();
        }
        note(line, server, termBefore, accepted);
        return null;
    }

    /** What the server can have sent from now on. */
    private void note(LogLine line, LogServer server, long termBefore, boolean accepted) {
        int id = line.node();
        ServerState state = server.state();
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
}
