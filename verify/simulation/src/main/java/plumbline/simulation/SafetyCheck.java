package plumbline.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import plumbline.checker.property.Property;
import plumbline.checker.property.StepProperties;
import plumbline.checker.property.WorldProperties;
import plumbline.checker.world.Committed;
import plumbline.checker.world.History;
import plumbline.core.Entry;
import plumbline.core.Event;
import plumbline.core.Log;
import plumbline.core.Message;
import plumbline.core.RequestVoteRequest;
import plumbline.core.ServerState;
import plumbline.core.Step;

/**
 * All of the core's properties that can be judged on the way, after every step of a cluster, at the cost of what the step
 * changed. It is told each step before anything of it shows, and so sees the steps in an order in which they could have
 * happened. {@link WorldProperties} and {@link StepProperties} have the last word; what is here decides when to ask them.
 *
 * <p>Any thread may call any method.
 */
public final class SafetyCheck {
    private static final List<Property> OF_STEPS = Property.all().stream()
            .filter(property -> property.scope() == Property.Scope.STEP)
            .toList();

    private final ServerState[] states;
    private final int majority;
    private final Map<Long, Integer> leaderOf = new HashMap<>();
    private final List<Committed> committed = new ArrayList<>();
    /** By server: how many of the committed entries its log begins with. */
    private final long[] agrees;
    /** By server: the last index that was committed in a term before the one that it leads, if it leads one. */
    private final long[] required;

    /** A cluster whose servers, 1, 2, ..., have these states. */
    public SafetyCheck(List<ServerState> servers) {
        states = servers.toArray(ServerState[]::new);
        majority = states[0].cluster().majority();
        agrees = new long[states.length];
        required = new long[states.length];
    }

    /** The state of server {@code id} after all that this was told. */
    public synchronized ServerState state(int id) {
        return states[id - 1];
    }

    /** Server {@code id} made {@code step} upon {@code event}. */
    public synchronized void stepped(int id, Event event, Step step) {
        ServerState before = states[id - 1];
        if (step.state() != before) {
            changed(before, false, step.state(), step.messages());
        } else if (event instanceof RequestVoteRequest) {
            checkStep(Property.ONE_VOTE_PER_TERM, before, false, before, step.messages());
        }
    }

    /** A server crashed, and is now in {@code state}. */
    public synchronized void restarted(ServerState state) {
        changed(states[state.id() - 1], true, state, List.of());
    }

    /** What to throw when server {@code id} refuses {@code message}, which another sent. */
    public static ViolationFound refused(int id, Message message, IllegalArgumentException reason) {
        return new ViolationFound(
                Property.NO_MESSAGE_REFUSED, "server " + id + " refuses " + message + ": " + reason.getMessage());
    }

    private void changed(ServerState before, boolean restart, ServerState after, List<Message> messages) {
        states[after.id() - 1] = after;
        long kept = shared(before.log(), after.log());
        boolean appended = kept == before.log().lastIndex();
        for (Property property : OF_STEPS) {
            boolean ofTheLog = property == Property.LEADER_APPEND_ONLY || property == Property.APPLIED_PREFIX_STABLE;
            if (!appended || !ofTheLog) {
                checkStep(property, before, restart, after, messages);
            }
        }
        if (after.isLeader()) {
            checkLeader(after);
        }
        if (after.log() != before.log()) {
            checkLogMatching(after, kept);
        }
        checkCommitted(before, after, kept);
    }

    private static void checkStep(
            Property property, ServerState before, boolean restart, ServerState after, List<Message> messages) {
        require(property, StepProperties.explain(property, before, restart, after, messages));
    }

    private static void require(Property property, Optional<String> broken) {
        if (broken.isPresent()) {
            throw new ViolationFound(property, broken.get());
        }
    }

    /** How many entries both logs begin with. */
    private static long shared(Log one, Log other) {
        long least = 0;
        long most = Math.min(one.lastIndex(), other.lastIndex());
        if (one == other || one.prefix(most).equals(other.prefix(most))) {
            return most;
        }
        while (least < most) {
            long middle = (least + most + 1) >>> 1;
            if (one.prefix(middle).equals(other.prefix(middle))) {
                least = middle;
            } else {
                most = middle - 1;
            }
        }
        return least;
    }

    private void checkLeader(ServerState leader) {
        leaderOf.putIfAbsent(leader.currentTerm(), leader.id());
        if (leaderOf.getOrDefault(leader.currentTerm(), 0) != leader.id()) {
            ask(Property.ELECTION_SAFETY, leader);
        }
        require(
                Property.NEXT_INDEX_ABOVE_MATCH_INDEX,
                WorldProperties.explain(Property.NEXT_INDEX_ABOVE_MATCH_INDEX, leader, History.EMPTY));
    }

    /**
     * The log was matched with the others' before; now the entries behind {@code kept} are new. Where another log has an
     * entry of the same term at the same index, both must be equal, and those before them of equal term, and so on down.
     */
    private void checkLogMatching(ServerState changed, long kept) {
        Log mine = changed.log();
        for (ServerState other : states) {
            Log theirs = other.log();
            long last = other.id() == changed.id() ? kept : Math.min(mine.lastIndex(), theirs.lastIndex());
            for (long index = kept + 1; index <= last; index++) {
                Entry entry = mine.get(index);
                if (entry.term() == theirs.termAt(index)
                        && (mine.termAt(index - 1) != theirs.termAt(index - 1) || !entry.equals(theirs.get(index)))) {
                    require(Property.LOG_MATCHING, WorldProperties.explainLogMatching(changed, other));
                }
            }
        }
    }

    private void checkCommitted(ServerState before, ServerState after, long kept) {
        int server = after.id() - 1;
        boolean lost = kept < agrees[server];
        agrees[server] = agreement(after.log(), Math.min(agrees[server], kept));
        int known = committed.size();
        long commits = Math.min(after.commitIndex(), after.log().lastIndex());
        for (int index = known + 1; index <= commits; index++) {
            committed.add(new Committed(after.log().get(index), after.currentTerm()));
        }
        boolean more = committed.size() > known;
        if (more) {
            for (int i = 0; i < states.length; i++) {
                agrees[i] = agreement(states[i].log(), agrees[i]);
            }
        }
        if (agrees[server] < after.commitIndex()) {
            ask(Property.STATE_MACHINE_SAFETY, after);
        }
        if (after.isLeader() && (!before.isLeader() || before.currentTerm() != after.currentTerm())) {
            required[server] = committedBefore(after.currentTerm());
        }
        for (ServerState each : states) {
            int leader = each.id() - 1;
            if (more && each.currentTerm() > after.currentTerm()) {
                required[leader] = committed.size();
            }
            if (each.isLeader() && agrees[leader] < required[leader]) {
                ask(Property.LEADER_COMPLETENESS, each);
            }
        }
        if (more || lost) {
            checkMajority();
        }
    }

    private long agreement(Log log, long from) {
        long agreed = from;
        while (agreed < committed.size()
                && WorldProperties.holds(
                        log, agreed + 1, committed.get((int) agreed).entry())) {
            agreed++;
        }
        return agreed;
    }

    /** The last index that was committed in a term before {@code term}. */
    private long committedBefore(long term) {
        int index = committed.size();
        while (index > 0 && committed.get(index - 1).committedIn() >= term) {
            index--;
        }
        return index;
    }

    private void checkMajority() {
        long[] sorted = agrees.clone();
        Arrays.sort(sorted);
        if (sorted[states.length - majority] < committed.size()) {
            require(
                    Property.COMMITTED_ON_MAJORITY,
                    WorldProperties.explainCommittedOnMajority(List.of(states), history()));
        }
    }

    private void ask(Property property, ServerState server) {
        require(property, WorldProperties.explain(property, server, history()));
    }

    private History history() {
        long terms = leaderOf.keySet().stream().mapToLong(term -> term).max().orElse(0);
        List<Integer> leaders = new ArrayList<>();
        for (long term = 1; term <= terms; term++) {
            leaders.add(leaderOf.getOrDefault(term, 0));
        }
        return new History(leaders, committed);
    }
}
