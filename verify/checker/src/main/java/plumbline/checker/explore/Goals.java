package plumbline.checker.explore;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plumbline.checker.property.Property;
import plumbline.checker.property.Violation;
import plumbline.core.ServerState;

/**
 * What {@link Reachability} asks for, as seen from one world. Goals are bits: {@link #LEADER}, {@link #COMMIT}. Read-only,
 * so safe for several threads.
 */
final class Goals {
    /** A server leads the highest term of the cluster. */
    static final int LEADER = 1;
    /** One more entry is committed. */
    static final int COMMIT = 2;

    /** Those that are asked for. */
    final int wanted;

    private final Model model;
    /** By server and state: its term, doubled, plus one for a leader; so the highest is odd just where it is led. */
    private final int[][] terms;
    /** The same for the highest term that the server may still come to lead, -1 for none. */
    private final int[][] mayLead;
    /** By server and state: how many entries the server may come to have committed. */
    private final int[][] mayCommit;
    /** By server and state. */
    private final int[][] logLengths;

    Goals(Model model) {
        this.model = model;
        boolean roomForEntries = model.options.bounds().entries() > 0;
        wanted = (model.options.properties().contains(Property.CAN_REACH_LEADER) ? LEADER : 0)
                | (model.options.properties().contains(Property.CAN_REACH_COMMIT) && roomForEntries ? COMMIT : 0);
        terms = new int[model.servers][];
        mayLead = new int[model.servers][];
        mayCommit = new int[model.servers][];
        logLengths = new int[model.servers][];
        for (int server = 0; server < model.servers; server++) {
            List<ServerState> states = model.tables.servers[server].states;
            int count = states.size();
            terms[server] = new int[count];
            mayLead[server] = new int[count];
            mayCommit[server] = new int[count];
            logLengths[server] = new int[count];
            for (int number = 0; number < count; number++) {
                ServerState state = states.get(number);
                terms[server][number] = 2 * Math.toIntExact(state.currentTerm()) + (state.isLeader() ? 1 : 0);
                mayLead[server][number] = state.isLeader() ? terms[server][number] : -1;
                mayCommit[server][number] = (int) Math.min(Integer.MAX_VALUE, state.commitIndex());
                logLengths[server][number] = Math.toIntExact(state.log().lastIndex());
            }
            raise(mayLead[server], model.local.successors[server]);
            raise(mayCommit[server], model.local.successors[server]);
        }
    }

    /** Raises each state's number to the highest of those states that it leads to. */
    private static void raise(int[] numbers, int[][] successors) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int state = numbers.length - 1; state >= 0; state--) {
                for (int next : successors[state]) {
                    changed |= numbers[next] > numbers[state];
                    numbers[state] = Math.max(numbers[state], numbers[next]);
                }
            }
        }
    }

    private int highestTerm(int[] world) {
        int highest = 0;
        for (int server = 0; server < terms.length; server++) {
            highest = Math.max(highest, terms[server][model.views.state(server, world[server])]);
        }
        return highest;
    }

    /** The goals that are reached in {@code world} itself. */
    int reachedIn(int[] world) {
        return (highestTerm(world) & 1) == 1 ? wanted & LEADER : 0;
    }

    /** The goals that a step between worlds with these contexts reaches. */
    int reachedBy(int before, int after) {
        return before != after && model.contexts.committed(after) > model.contexts.committed(before)
                ? wanted & COMMIT
                : 0;
    }

    /**
     * The goals that may be in reach of {@code world}, for all that each server can become by itself. The others are not:
     * no server will ever lead a term as high as the highest, or commit more than is committed.
     */
    int inSight(int[] world) {
        int lead = -1;
        int commit = 0;
        for (int server = 0; server < terms.length; server++) {
            int state = model.views.state(server, world[server]);
            lead = Math.max(lead, mayLead[server][state]);
            commit = Math.max(commit, mayCommit[server][state]);
        }
        int committed = model.contexts.committed(world[model.servers]);
        return wanted & ((lead >= highestTerm(world) ? LEADER : 0) | (commit > committed ? COMMIT : 0));
    }

    /** What is wrong with {@code world} if some goals are out of its reach: nothing if the bounds leave no room for them. */
    @Nullable
    Violation missed(int[] world, int missing) {
        int highest = highestTerm(world);
        boolean led = (highest & 1) == 1;
        int mostTerms = model.options.bounds().terms();
        boolean roomForLeader = highest / 2 < mostTerms;
        if ((missing & LEADER) != 0 && roomForLeader) {
            return new Violation(
                    Property.CAN_REACH_LEADER,
                    "from here on no schedule elects a leader, although every term is below " + mostTerms);
        }
        if ((missing & COMMIT) != 0 && (roomForLeader || led) && hasRoomForEntry(world)) {
            return new Violation(
                    Property.CAN_REACH_COMMIT,
                    "from here on no schedule commits another entry, although every log is shorter than "
                            + model.options.bounds().entries()
                            + (led ? " and a leader is there" : " and a leader can still be elected"));
        }
        return null;
    }

    private boolean hasRoomForEntry(int[] world) {
        boolean room = true;
        for (int server = 0; server < terms.length; server++) {
            int length = logLengths[server][model.views.state(server, world[server])];
            room &= length < model.options.bounds().entries();
        }
        return room;
    }
}
