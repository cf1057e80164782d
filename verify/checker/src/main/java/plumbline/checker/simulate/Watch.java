package plumbline.checker.simulate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import plumbline.checker.property.Property;
import plumbline.checker.property.StepTaken;
import plumbline.checker.property.Violation;
import plumbline.checker.property.WorldProperties;
import plumbline.checker.world.Choice;
import plumbline.checker.world.Committed;
import plumbline.checker.world.History;
import plumbline.core.AppendEntriesResponse;
import plumbline.core.Log;
import plumbline.core.Message;
import plumbline.core.PersistentState;
import plumbline.core.RequestVoteResponse;
import plumbline.core.Role;
import plumbline.core.ServerState;

/**
 * Checks every property after every step, in time that depends on what the step changed and not on how much there is.
 *
 * <p>It only looks for reasons to suspect the step; a suspect step is judged in full, by the same functions as a replay's.
 * So it cannot blame a step that is right, and a test holds it to overlook none that is wrong.
 */
final class Watch {
    private final MovingWorld world;
    private final Set<Property> properties;
    private final int majority;
    /** By index, the servers that store the committed entry, one bit each. */
    private long[] holders = new long[16];
    /** By index and term of its last entry, a log that some server had: all that have this entry must begin with it. */
    private final Map<Long, Log> logs = new HashMap<>();
    /** Two servers had different logs up to an entry of the same index and term, though perhaps not at the same time. */
    private boolean logsDiffer;

    private ServerState before;
    private History historyBefore = History.EMPTY;

    private long steps;
    private long leaders;
    private long conflicts;
    private long truncations;

    Watch(MovingWorld world, Set<Property> properties) {
        this.world = world;
        this.properties = Set.copyOf(properties);
        before = world.server(1);
        majority = before.cluster().majority();
    }

    /** Lets {@code choice} be made, and says what it breaks, if it does. */
    Optional<Violation> make(Choice choice) {
        before = world.server(choice.server());
        historyBefore = world.history();
        world.make(choice);
        steps++;
        boolean restart = choice instanceof Choice.Restart;
        if (!isSuspect(restart, world.server(before.id()))) {
            return Optional.empty();
        }
        return new StepTaken(before, restart, world.servers(), world.history(), world.sent(), world.refusal())
                .firstViolation(properties);
    }

    Tally tally() {
        return new Tally(steps, leaders, world.history().committed().size(), conflicts, truncations, world.restarts());
    }

    /** Asks every part, even after one said yes: each also keeps its own books. */
    private boolean isSuspect(boolean restart, ServerState after) {
        boolean suspect = sendsSuspect(after, world.sent());
        suspect |= world.refusal().isPresent();
        if (after == before) {
            return suspect;
        }
        long kept = before.log().lastIndex();
        if (after.log() != before.log()) {
            kept = commonPrefix(before.log(), after.log());
            suspect |= logSuspect(kept, after);
        }
        suspect |= goesBack(restart, after);
        suspect |= roleSuspect(after);
        suspect |= commitSuspect(kept, after);
        if (world.history() != historyBefore) {
            suspect |= historySuspect();
        }
        return suspect;
    }

    private boolean sendsSuspect(ServerState after, List<Message> sent) {
        boolean suspect = false;
        for (int i = 0; i < sent.size(); i++) {
            Message message = sent.get(i);
            if (message instanceof RequestVoteResponse vote) {
                suspect |= vote.voteGranted() && (vote.term() != after.currentTerm() || vote.to() != after.votedFor());
            } else if (message instanceof AppendEntriesResponse response && response.conflictIndex() > 0) {
                conflicts++;
            }
        }
        return suspect;
    }

    private boolean goesBack(boolean restart, ServerState after) {
        return after.currentTerm() < before.currentTerm()
                || (after.commitIndex() < before.commitIndex() && !restart)
                || (after.currentTerm() == before.currentTerm()
                        && before.votedFor() != PersistentState.NOBODY
                        && after.votedFor() != before.votedFor());
    }

    private static long commonPrefix(Log one, Log other) {
        long shared = Math.min(one.lastIndex(), other.lastIndex());
        if (one.prefix(shared).equals(other.prefix(shared))) {
            return shared;
        }
        long same = 0;
        while (one.get(same + 1).equals(other.get(same + 1))) {
            same++;
        }
        return same;
    }

    private boolean logSuspect(long kept, ServerState after) {
        boolean shrinks = kept < before.log().lastIndex();
        truncations += shrinks ? 1 : 0;
        boolean suspect = shrinks
                && ((before.isLeader() && after.isLeader())
                        || kept < Math.min(before.commitIndex(), before.log().lastIndex()));
        compareWithOthers(kept, after.log());
        suspect |= storedByTooFew(kept, after);
        return suspect || logsDiffer;
    }

    /** LogMatching: an entry of this index and term, wherever it was before, had the same before it. */
    private void compareWithOthers(long kept, Log log) {
        for (long index = log.lastIndex(); index > kept && !logsDiffer; index--) {
            Log known = logs.putIfAbsent(index << 32 | log.termAt(index), log.prefix(index));
            if (known != null) {
                // If it is the same up to here, it is the same up to what comes before.
                logsDiffer = !known.equals(log.prefix(index));
                return;
            }
        }
    }

    private boolean storedByTooFew(long kept, ServerState after) {
        boolean suspect = false;
        List<Committed> committed = historyBefore.committed();
        for (int index = (int) kept + 1; index <= committed.size(); index++) {
            long mine = 1L << after.id();
            long others = holders[index] & ~mine;
            boolean holds = WorldProperties.holds(
                    after.log(), index, committed.get(index - 1).entry());
            holders[index] = holds ? others | mine : others;
            suspect |= Long.bitCount(holders[index]) < majority;
        }
        return suspect;
    }

    private boolean roleSuspect(ServerState after) {
        if (!(after.role() instanceof Role.Leader leader)) {
            return false;
        }
        boolean leads = before.isLeader() && before.currentTerm() == after.currentTerm();
        if (!leads) {
            leaders++;
        }
        if (world.history().leaderOf(after.currentTerm()) != after.id()) {
            return true;
        }
        if ((!leads || after.log().lastIndex() < before.log().lastIndex()) && lacksCommitted(after, 1)) {
            return true;
        }
        Role.Leader was = leads ? (Role.Leader) before.role() : leader;
        for (int peer = 1; peer <= world.size(); peer++) {
            long match = leader.matchIndex().get(peer);
            if (match < was.matchIndex().get(peer)
                    || (peer != after.id()
                            && (leader.nextIndex().get(peer) <= match
                                    || match > after.log().lastIndex()))) {
                return true;
            }
        }
        return false;
    }

    /** LeaderCompleteness, from an index on. */
    private boolean lacksCommitted(ServerState leader, int from) {
        List<Committed> committed = world.history().committed();
        for (int index = from; index <= committed.size(); index++) {
            Committed entry = committed.get(index - 1);
            if (entry.committedIn() < leader.currentTerm()
                    && !WorldProperties.holds(leader.log(), index, entry.entry())) {
                return true;
            }
        }
        return false;
    }

    /** StateMachineSafety of what is newly committed, or committed and changed. */
    private boolean commitSuspect(long kept, ServerState after) {
        long judged = Math.min(kept, before.commitIndex());
        if (after.commitIndex() > after.log().lastIndex()) {
            return true;
        }
        List<Committed> committed = world.history().committed();
        for (long index = judged + 1; index <= after.commitIndex(); index++) {
            if (!after.log().get(index).equals(committed.get((int) index - 1).entry())) {
                return true;
            }
        }
        return false;
    }

    /** Entries were committed: are they on a majority, and in the logs of all leaders of later terms? */
    private boolean historySuspect() {
        boolean suspect = false;
        List<Committed> committed = world.history().committed();
        int from = historyBefore.committed().size() + 1;
        if (committed.size() >= holders.length) {
            holders = Arrays.copyOf(holders, 2 * committed.size());
        }
        for (int index = from; index <= committed.size(); index++) {
            holders[index] = 0;
            for (int id = 1; id <= world.size(); id++) {
                if (WorldProperties.holds(
                        world.server(id).log(), index, committed.get(index - 1).entry())) {
                    holders[index] |= 1L << id;
                }
            }
            suspect |= Long.bitCount(holders[index]) < majority;
        }
        for (int id = 1; id <= world.size(); id++) {
            suspect |= world.server(id).isLeader() && lacksCommitted(world.server(id), from);
        }
        return suspect;
    }
}
