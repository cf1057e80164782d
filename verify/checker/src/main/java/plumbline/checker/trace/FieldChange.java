package plumbline.checker.trace;

import java.util.ArrayList;
import java.util.List;
import plumbline.core.IndexByServer;
import plumbline.core.PersistentState;
import plumbline.core.Role;
import plumbline.core.ServerState;

/**
 * One field of a server's state that a step changed.
 *
 * @param field its name in Figure 2, as in {@code nextIndex[2]}
 * @param before what it was
 * @param after what it is
 */
public record FieldChange(String field, String before, String after) {
    private static final String NOTHING = "-";

    /** What {@code step} changed at the server to which it happened. */
    public static List<FieldChange> of(ReplayedStep step) {
        int server = step.choice().server();
        return step.skipped().isPresent()
                ? List.of()
                : between(step.before().server(server), step.after().server(server));
    }

    private static List<FieldChange> between(ServerState before, ServerState after) {
        List<FieldChange> changes = new ArrayList<>();
        add(changes, "currentTerm", before.currentTerm() + "", after.currentTerm() + "");
        add(changes, "votedFor", vote(before), vote(after));
        add(changes, "log", log(before), log(after));
        add(changes, "commitIndex", before.commitIndex() + "", after.commitIndex() + "");
        add(changes, "role", role(before.role()), role(after.role()));
        add(changes, "votesGranted", votes(before.role()), votes(after.role()));
        for (int server = 1; server <= after.cluster().size(); server++) {
            if (server != after.id()) {
                add(changes, "nextIndex[" + server + "]", next(before.role(), server), next(after.role(), server));
                add(changes, "matchIndex[" + server + "]", match(before.role(), server), match(after.role(), server));
            }
        }
        return changes;
    }

    private static void add(List<FieldChange> changes, String field, String before, String after) {
        if (!before.equals(after)) {
            changes.add(new FieldChange(field, before, after));
        }
    }

    private static String vote(ServerState state) {
        return state.votedFor() == PersistentState.NOBODY ? "nobody" : "server " + state.votedFor();
    }

    private static String log(ServerState state) {
        return MessageWords.entries(state.log().entries());
    }

    private static String role(Role role) {
        return role instanceof Role.Leader ? "leader" : role instanceof Role.Candidate ? "candidate" : "follower";
    }

    private static String votes(Role role) {
        return role instanceof Role.Candidate candidate
                ? candidate.votesGranted().toString()
                : NOTHING;
    }

    private static String next(Role role, int server) {
        return role instanceof Role.Leader leader ? at(leader.nextIndex(), server) : NOTHING;
    }

    private static String match(Role role, int server) {
        return role instanceof Role.Leader leader ? at(leader.matchIndex(), server) : NOTHING;
    }

    private static String at(IndexByServer indices, int server) {
        return indices.get(server) + "";
    }

    /** As in {@code currentTerm: 0 -> 1}. */
    @Override
    public String toString() {
        return field + ": " + before + " -> " + after;
    }
}
